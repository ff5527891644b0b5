import { mayReadAll } from '../../platform/auth/permissions.js';
import {
  complex,
  computed,
  enumeration,
  type Field,
  guid,
  type Kind,
  moment,
  nullable,
  one,
  resource,
  text,
} from '../../platform/odata/resource.js';
import { requestsOf } from '../catalogs/index.js';
import type { AssignmentPolicy } from './assignment-policy.js';
import { allowedTargetScopes, type PolicySettings, settingsOf } from './policy-settings.js';
import { AccessPackageAssignmentApprovalSettings } from './policy-types/approval-settings.js';
import { CustomExtensionStageSetting } from './policy-types/custom-extensions.js';
import { AccessPackageQuestion } from './policy-types/questions.js';
import {
  AccessPackageAssignmentRequestorSettings,
  AccessPackageAutomaticRequestSettings,
  AccessPackageNotificationSettings,
} from './policy-types/request-settings.js';
import { AccessPackageAssignmentReviewSettings } from './policy-types/review-settings.js';
import { ExpirationPattern } from './policy-types/schedule.js';
import { SubjectSet } from './policy-types/subject-sets.js';

const part = (name: keyof PolicySettings, type: abstract new () => object): Field<AssignmentPolicy> =>
  setting(
    name,
    complex(() => type),
    null,
  );

const parts = (name: keyof PolicySettings, type: abstract new () => object): Field<AssignmentPolicy> =>
  setting(
    name,
    complex(() => type, true),
    [],
  );

const setting = (name: keyof PolicySettings, kind: Kind, without: unknown): Field<AssignmentPolicy> =>
  computed(kind, (policy) => settingsOf(policy)[name] ?? without);

export const assignmentPolicies = resource<AssignmentPolicy>({
  name: 'assignmentPolicies',
  path: 'identityGovernance/entitlementManagement/assignmentPolicies',
  entityType: 'accessPackageAssignmentPolicy',
  example: {
    displayName: 'Everybody for a quarter',
    allowedTargetScope: 'allMemberUsers',
    expiration: { type: 'afterDuration', duration: 'P90D', endDateTime: null },
  },
  model: 'assignmentPolicy',
  table: 'assignment_policy',
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    description: nullable(text('description')),
    allowedTargetScope: enumeration('allowedTargetScope', allowedTargetScopes)('allowedTargetScope'),
    automaticRequestSettings: part('automaticRequestSettings', AccessPackageAutomaticRequestSettings),
    specificAllowedTargets: parts('specificAllowedTargets', SubjectSet),
    expiration: part('expiration', ExpirationPattern),
    requestorSettings: part('requestorSettings', AccessPackageAssignmentRequestorSettings),
    requestApprovalSettings: part('requestApprovalSettings', AccessPackageAssignmentApprovalSettings),
    reviewSettings: part('reviewSettings', AccessPackageAssignmentReviewSettings),
    notificationSettings: part('notificationSettings', AccessPackageNotificationSettings),
    questions: parts('questions', AccessPackageQuestion),
    customExtensionStageSettings: parts('customExtensionStageSettings', CustomExtensionStageSetting),
    createdDateTime: moment('createdAt'),
    modifiedDateTime: moment('modifiedAt'),
  },
  links: { accessPackage: one('accessPackages', 'accessPackage') },
  visibleTo: (caller) => (mayReadAll(caller) ? {} : { requests: requestsOf(caller) }),
});
