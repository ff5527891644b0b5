/** What Graph knows of people, as everyday clients send it, and nobody keeps here: nothing here asks for any of it. */
export const ofPeople: readonly string[] = [
  ...['aboutMe', 'ageGroup', 'birthday', 'businessPhones', 'city', 'companyName', 'consentProvidedForMinor', 'country'],
  ...['department', 'employeeHireDate', 'employeeId', 'employeeOrgData', 'employeeType', 'faxNumber', 'givenName'],
  ...['hireDate', 'identities', 'interests', 'jobTitle', 'mailNickname', 'mobilePhone', 'officeLocation'],
  ...['onPremisesExtensionAttributes', 'onPremisesImmutableId', 'otherMails', 'passwordPolicies', 'passwordProfile'],
  ...['postalCode', 'preferredLanguage', 'preferredName', 'proxyAddresses', 'showInAddressList', 'state'],
  ...['streetAddress', 'surname', 'usageLocation'],
];

/** The same of groups. */
export const ofGroups: readonly string[] = [
  ...['classification', 'isAssignableToRole', 'mail', 'mailEnabled', 'mailNickname', 'preferredDataLocation'],
  ...['preferredLanguage', 'resourceBehaviorOptions', 'resourceProvisioningOptions', 'securityEnabled', 'theme'],
  ...['visibility'],
];

/** Who is in a group is said one by one here: what would decide it by a rule cannot be kept. */
export const rulesOfMembership: readonly string[] = ['membershipRule', 'membershipRuleProcessingState'];

/** Whether a group's types leave it to whoever names them who is in it. */
export const hasAssignedMembers = (types: unknown): boolean =>
  !(Array.isArray(types) ? types : [types]).some((type) => String(type).toLowerCase() === 'dynamicmembership');

/** The same of applications' service principals. */
export const ofServicePrincipals: readonly string[] = [
  ...['addIns', 'alternativeNames', 'appDescription', 'appDisplayName', 'applicationTemplateId'],
  ...['appOwnerOrganizationId', 'appRoleAssignmentRequired', 'appRoles', 'createdByAppId', 'customSecurityAttributes'],
  ...['description', 'disabledByMicrosoftStatus', 'homepage', 'info', 'loginUrl', 'logoutUrl', 'notes'],
  ...['notificationEmailAddresses', 'oauth2PermissionScopes', 'preferredSingleSignOnMode'],
  ...['preferredTokenSigningKeyThumbprint', 'replyUrls', 'resourceSpecificApplicationPermissions'],
  ...['samlSingleSignOnSettings', 'servicePrincipalNames', 'servicePrincipalType', 'signInAudience', 'tags'],
  ...['tokenEncryptionKeyId', 'verifiedPublisher'],
];

/** What service principals lead to at Graph, beside their owners. */
export const linksOfServicePrincipals: readonly string[] = [
  ...['appManagementPolicies', 'appRoleAssignedTo', 'appRoleAssignments', 'claimsMappingPolicies', 'createdObjects'],
  ...['delegatedPermissionClassifications', 'endpoints', 'federatedIdentityCredentials', 'homeRealmDiscoveryPolicies'],
  ...['memberOf', 'oauth2PermissionGrants', 'ownedObjects', 'remoteDesktopSecurityConfiguration', 'synchronization'],
  ...['tokenIssuancePolicies', 'tokenLifetimePolicies', 'transitiveMemberOf'],
];

/** What an application proves itself by. */
export const secretsOfServicePrincipals: readonly string[] = ['keyCredentials', 'passwordCredentials'];
