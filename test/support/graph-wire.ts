import { GivenAnswer } from '../../src/entitlement-management/assignment-requests/reading/answers.resource.js';
import { AccessPackageAssignmentApprovalSettings } from '../../src/entitlement-management/assignment-policies/policy-types/approval-settings.js';
import { CustomExtensionStageSetting } from '../../src/entitlement-management/assignment-policies/policy-types/custom-extensions.js';
import { AccessPackageQuestion } from '../../src/entitlement-management/assignment-policies/policy-types/questions.js';
import {
  AccessPackageAssignmentRequestorSettings,
  AccessPackageAutomaticRequestSettings,
  AccessPackageNotificationSettings,
} from '../../src/entitlement-management/assignment-policies/policy-types/request-settings.js';
import { AccessPackageAssignmentReviewSettings } from '../../src/entitlement-management/assignment-policies/policy-types/review-settings.js';
import { EntitlementManagementSchedule, ExpirationPatternBody } from '../../src/graph/schedule.js';
import { SubjectSetBody } from '../../src/entitlement-management/subject-sets/subject-sets.body.js';
import { flag, guid, moment, orNull, part, parts, text, type Wire, word } from './wire.js';

abstract class CustomExtensionCalloutInstance {}

/** What is answered, written down for the compiler; a test holds it against the resources. */
export const wire = {
  catalogs: {
    id: guid,
    displayName: text,
    description: orNull(text),
    catalogType: word('accessPackageCatalogType', ['userManaged', 'serviceDefault', 'serviceManaged']),
    state: word('accessPackageCatalogState', ['unpublished', 'published']),
    isExternallyVisible: flag,
    createdDateTime: moment,
    modifiedDateTime: moment,
  },
  accessPackages: {
    id: guid,
    displayName: text,
    description: orNull(text),
    isHidden: flag,
    createdDateTime: moment,
    modifiedDateTime: moment,
  },
  assignmentPolicies: {
    id: guid,
    displayName: text,
    description: orNull(text),
    allowedTargetScope: word('allowedTargetScope', [
      ...(['notSpecified', 'specificDirectoryUsers', 'specificConnectedOrganizationUsers'] as const),
      ...(['specificDirectoryServicePrincipals', 'allMemberUsers', 'allDirectoryUsers'] as const),
      ...(['allDirectoryServicePrincipals', 'allConfiguredConnectedOrganizationUsers'] as const),
      ...(['allExternalUsers', 'allDirectoryAgentIdentities'] as const),
    ]),
    automaticRequestSettings: part(AccessPackageAutomaticRequestSettings),
    specificAllowedTargets: parts(SubjectSetBody),
    expiration: part(ExpirationPatternBody),
    requestorSettings: part(AccessPackageAssignmentRequestorSettings),
    requestApprovalSettings: part(AccessPackageAssignmentApprovalSettings),
    reviewSettings: part(AccessPackageAssignmentReviewSettings),
    notificationSettings: part(AccessPackageNotificationSettings),
    questions: parts(AccessPackageQuestion),
    customExtensionStageSettings: parts(CustomExtensionStageSetting),
    createdDateTime: moment,
    modifiedDateTime: moment,
  },
  subjects: {
    id: guid,
    objectId: orNull(guid),
    displayName: orNull(text),
    email: orNull(text),
    principalName: orNull(text),
    subjectType: word('accessPackageSubjectType', ['notSpecified', 'user', 'servicePrincipal']),
    onPremisesSecurityIdentifier: orNull(text),
    subjectLifecycle: orNull(word('accessPackageSubjectLifecycle', ['notDefined', 'notGoverned', 'governed'])),
  },
  assignments: {
    id: guid,
    state: word('accessPackageAssignmentState', [
      ...(['delivering', 'partiallyDelivered', 'delivered', 'expired', 'deliveryFailed'] as const),
    ]),
    status: orNull(text),
    expiredDateTime: orNull(moment),
    schedule: part(EntitlementManagementSchedule),
    customExtensionCalloutInstances: parts(CustomExtensionCalloutInstance),
  },
  assignmentRequests: {
    id: guid,
    requestType: word('accessPackageRequestType', [
      ...(['notSpecified', 'userAdd', 'userUpdate', 'userRemove', 'adminAdd', 'adminUpdate', 'adminRemove'] as const),
      ...(['systemAdd', 'systemUpdate', 'systemRemove', 'onBehalfAdd', 'approverRemove'] as const),
    ]),
    state: word('accessPackageRequestState', [
      ...(['submitted', 'pendingApproval', 'scheduled', 'delivering', 'delivered', 'partiallyDelivered'] as const),
      ...(['deliveryFailed', 'denied', 'canceled'] as const),
    ]),
    status: orNull(text),
    createdDateTime: moment,
    completedDateTime: orNull(moment),
    schedule: part(EntitlementManagementSchedule),
    answers: parts(GivenAnswer),
    justification: orNull(text),
    customExtensionCalloutInstances: parts(CustomExtensionCalloutInstance),
  },
} as const;

type Plain<Without> = { [Set in keyof typeof wire]: Wire<(typeof wire)[Set], Without> };

// Links are followed one level deep.
export type CatalogAnswer<Without = never> = Plain<Without>['catalogs'] & {
  accessPackages?: Plain<Without>['accessPackages'][];
};
export type AccessPackageAnswered<Without = never> = Plain<Without>['accessPackages'] & {
  catalog?: Plain<Without>['catalogs'] | null;
  assignmentPolicies?: Plain<Without>['assignmentPolicies'][];
};
export type PolicyAnswer<Without = never> = Plain<Without>['assignmentPolicies'] & {
  accessPackage?: Plain<Without>['accessPackages'] | null;
};
export type SubjectAnswer<Without = never> = Plain<Without>['subjects'];
export type AssignmentAnswer<Without = never> = Plain<Without>['assignments'] & {
  accessPackage?: Plain<Without>['accessPackages'] | null;
  assignmentPolicy?: Plain<Without>['assignmentPolicies'] | null;
  target?: Plain<Without>['subjects'] | null;
};
export type RequestAnswer<Without = never> = Plain<Without>['assignmentRequests'] & {
  accessPackage?: Plain<Without>['accessPackages'] | null;
  assignment?: Plain<Without>['assignments'] | null;
  requestor?: Plain<Without>['subjects'] | null;
};
