import { applyDecorators } from '@nestjs/common';
import { ApiHideProperty } from '@nestjs/swagger';
import { Allow, IsOptional } from 'class-validator';
import { check, read } from './members.js';

/**
 * Members that published samples and everyday clients send where nothing here keeps them, by Graph's name of the type.
 *
 * They are read past: refusing them would turn away working scripts, keeping them would promise what nobody does with them.
 */
export const tolerated = {
  customCalloutExtension: [
    ...['authenticationConfiguration', 'callbackConfiguration', 'clientConfiguration', 'endpointConfiguration'],
    ...['displayName', 'description', 'createdBy', 'createdDateTime', 'lastModifiedBy', 'lastModifiedDateTime'],
  ],
  accessPackageCatalog: [
    ...['catalogType', 'createdDateTime', 'description', 'displayName', 'isExternallyVisible', 'modifiedDateTime'],
    ...['state', 'accessPackages'],
  ],
  accessPackage: [
    ...['createdDateTime', 'description', 'displayName', 'isHidden', 'modifiedDateTime', 'catalog'],
    ...['assignmentPolicies', 'resourceRoleScopes'],
  ],
  user: [
    ...[
      'aboutMe',
      'ageGroup',
      'birthday',
      'businessPhones',
      'city',
      'companyName',
      'consentProvidedForMinor',
      'country',
    ],
    ...['department', 'employeeHireDate', 'employeeId', 'employeeOrgData', 'employeeType', 'faxNumber', 'givenName'],
    ...['hireDate', 'identities', 'interests', 'jobTitle', 'mailNickname', 'mobilePhone', 'officeLocation'],
    ...['onPremisesExtensionAttributes', 'onPremisesImmutableId', 'otherMails', 'passwordPolicies', 'passwordProfile'],
    ...['postalCode', 'preferredLanguage', 'preferredName', 'proxyAddresses', 'showInAddressList', 'state'],
    ...['streetAddress', 'surname', 'usageLocation'],
  ],
  group: [
    ...['classification', 'groupTypes', 'isAssignableToRole', 'mail', 'mailEnabled', 'mailNickname', 'membershipRule'],
    ...['membershipRuleProcessingState', 'preferredDataLocation', 'preferredLanguage', 'resourceBehaviorOptions'],
    ...['resourceProvisioningOptions', 'securityEnabled', 'theme', 'visibility'],
  ],
} as const satisfies Record<string, readonly string[]>;

/** A member that may be sent, and is neither looked at nor kept: what the server alone writes. */
export const ReadOnly = () =>
  applyDecorators(
    ApiHideProperty(),
    Allow(),
    read(() => undefined),
  );

const onlyNull = (message: string) =>
  applyDecorators(
    ApiHideProperty(),
    IsOptional(),
    read((value) => value ?? undefined),
    check('null', () => false, message),
  );

/** Lets a body carry members as null, as samples do; a value is refused with this message, as nothing here would heed it. */
export const OnlyNull =
  (message: string, ...names: string[]): ClassDecorator =>
  (target) => {
    for (const name of names) onlyNull(message)(target.prototype as object, name);
  };

/** Lets a body carry the members that the table has for its type. */
export const Tolerates =
  (type: keyof typeof tolerated): ClassDecorator =>
  (target) => {
    for (const name of tolerated[type]) ReadOnly()(target.prototype as object, name);
  };
