import { SubjectSetBody } from '../subject-sets/index.js';
import { authors, catalogBehind, visibleIn } from '../../graph/index.js';
import {
  enumeration,
  type Field,
  guid,
  moment,
  nullable,
  toOne,
  part,
  parts,
  resource,
  text,
} from '../../platform/odata/resource.js';
import { concerning } from '../catalogs/index.js';
import type { AssignmentPolicy } from './assignment-policy.js';
import { requestApprovalSettings } from './approval-settings.resource.js';
import { betaFields } from './beta/fields.js';
import { allowedTargetScopes, type PolicySettings, type RequestorSettings } from './policy-settings.js';
import { CustomExtensionStageSetting } from './policy-types/custom-extensions.js';
import { AccessPackageQuestion } from './policy-types/questions.js';
import {
  AccessPackageAssignmentRequestorSettings,
  AccessPackageAutomaticRequestSettings,
  AccessPackageNotificationSettings,
} from './policy-types/request-settings.js';
import { AccessPackageAssignmentReviewSettings } from './policy-types/review-settings.js';
import { ExpirationPatternBody } from '../../graph/index.js';

type Setting = (name: keyof PolicySettings, type: abstract new () => object) => Field<AssignmentPolicy>;

const setting: Setting = (name, type) => part(() => type, 'settings', name);
const settings: Setting = (name, type) => parts(() => type, 'settings', name);

/** The settings without the word that beta alone has for the scope. */
const withoutScopeWord = (field: Field<AssignmentPolicy>): Field<AssignmentPolicy> => ({
  ...field,
  read: (row, caller) => {
    const kept = field.read(row, caller) as RequestorSettings | null;
    if (!kept) return kept;
    const { scopeType: _, ...shown } = kept;
    return shown;
  },
});

export const assignmentPolicies = resource<'assignmentPolicy', AssignmentPolicy>({
  name: 'assignmentPolicies',
  path: 'identityGovernance/entitlementManagement/assignmentPolicies',
  readBy: 'entitlements.read',
  readByConcerned: 'ownAccess.read',
  entityType: 'accessPackageAssignmentPolicy',
  example: {
    displayName: 'Everybody for a quarter',
    allowedTargetScope: 'allMemberUsers',
    expiration: { type: 'afterDuration', duration: 'P90D', endDateTime: null },
  },
  model: 'assignmentPolicy',
  long: ['description'],
  unshown: ['version'],
  includeFor: catalogBehind,
  isTagged: true,
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    description: nullable(text('description')),
    allowedTargetScope: enumeration('allowedTargetScope', allowedTargetScopes)('allowedTargetScope'),
    automaticRequestSettings: setting('automaticRequestSettings', AccessPackageAutomaticRequestSettings),
    specificAllowedTargets: settings('specificAllowedTargets', SubjectSetBody),
    expiration: setting('expiration', ExpirationPatternBody),
    requestorSettings: withoutScopeWord(setting('requestorSettings', AccessPackageAssignmentRequestorSettings)),
    requestApprovalSettings,
    reviewSettings: setting('reviewSettings', AccessPackageAssignmentReviewSettings),
    notificationSettings: setting('notificationSettings', AccessPackageNotificationSettings),
    questions: settings('questions', AccessPackageQuestion),
    customExtensionStageSettings: settings('customExtensionStageSettings', CustomExtensionStageSetting),
    createdDateTime: moment('createdAt'),
    modifiedDateTime: moment('modifiedAt'),
  },
  /** The rest of v1.0's shape is understood in questions there, and not shown. */
  inBeta: {
    shown: [
      ...['id', 'displayName', 'description', 'createdDateTime', 'modifiedDateTime'],
      ...['customExtensionStageSettings', 'notificationSettings'],
    ],
    fields: { ...betaFields, ...authors },
  },
  links: { accessPackage: toOne('accessPackages', 'accessPackage') },
  visibleTo: (caller) =>
    visibleIn<'assignmentPolicy'>(caller, 'catalogs.read', {
      own: concerning(caller),
      inCatalogs: (catalogId) => ({ accessPackage: { catalogId } }),
    }),
});
