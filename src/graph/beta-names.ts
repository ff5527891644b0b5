import { type BetaNames, betaNames } from '../platform/beta/names.js';

/** Beta's names of members by v1.0's, for each type of v1.0 that has others there. */
export const betaMembers: BetaNames['members'] = {
  accessPackage: {
    catalog: 'accessPackageCatalog',
    assignmentPolicies: 'accessPackageAssignmentPolicies',
    resourceRoleScopes: 'accessPackageResourceRoleScopes',
  },
  accessPackageAssignment: {
    state: 'assignmentState',
    status: 'assignmentStatus',
    assignmentPolicy: 'accessPackageAssignmentPolicy',
  },
  accessPackageAssignmentPolicy: { notificationSettings: 'accessPackageNotificationSettings' },
  accessPackageAssignmentRequest: {
    state: 'requestState',
    status: 'requestStatus',
    completedDateTime: 'completedDate',
    assignment: 'accessPackageAssignment',
  },
  accessPackageAssignmentRequestRequirements: {
    isApprovalRequiredForAdd: 'isApprovalRequired',
    isApprovalRequiredForUpdate: 'isApprovalRequiredForExtension',
    allowCustomAssignmentSchedule: 'isCustomAssignmentScheduleAllowed',
  },
  accessPackageCatalog: {
    state: 'catalogStatus',
    customWorkflowExtensions: 'accessPackageCustomWorkflowExtensions',
    resources: 'accessPackageResources',
    resourceRoles: 'accessPackageResourceRoles',
    resourceScopes: 'accessPackageResourceScopes',
  },
  accessPackageResource: {
    environment: 'accessPackageResourceEnvironment',
    'environment@odata.bind': 'accessPackageResourceEnvironment@odata.bind',
    roles: 'accessPackageResourceRoles',
    scopes: 'accessPackageResourceScopes',
  },
  accessPackageResourceEnvironment: { resources: 'accessPackageResources' },
  accessPackageResourceRequest: {
    state: 'requestState',
    catalog: 'accessPackageCatalog',
    resource: 'accessPackageResource',
  },
  accessPackageResourceRole: { resource: 'accessPackageResource' },
  accessPackageResourceRoleScope: { role: 'accessPackageResourceRole', scope: 'accessPackageResourceScope' },
  accessPackageResourceScope: { resource: 'accessPackageResource' },
  availableAccessPackage: { resourceRoleScopes: 'accessPackageResourceRoleScopes' },
  accessPackageSubject: { subjectType: 'type' },
  approval: { stages: 'steps' },
};

/** Beta's names of types by v1.0's, where they are others. */
export const betaTypes: BetaNames['types'] = {
  approvalStage: 'approvalStep',
  entitlementManagementSchedule: 'requestSchedule',
};
/** Resources have their names already; beta has an approvalStage, too, which is another type. */
const { approvalStage: _, ...parts } = betaTypes;

/** Ids that beta has beside a link, with the link (in v1.0's name) whose id they are. */
export const betaIds: BetaNames['ids'] = {
  accessPackage: { catalogId: 'catalog' },
  accessPackageAssignment: { accessPackageId: 'accessPackage', assignmentPolicyId: 'assignmentPolicy' },
  accessPackageAssignmentPolicy: { accessPackageId: 'accessPackage' },
  accessPackageResourceRequest: { catalogId: 'catalog' },
};

/** Enumerations of v1.0 that are texts in beta, capitalized, with the words that are others there. */
const texts: BetaNames['texts'] = {
  accessPackageRequestType: { userUpdate: 'UserExtend' },
  accessPackageRequestState: {},
  accessPackageAssignmentState: {},
  accessPackageCatalogState: {},
  accessPackageCatalogType: {},
  accessPackageSubjectType: {},
};

/** Beta's names of what stands in addresses, by v1.0's. */
export const betaSegments: BetaNames['segments'] = {
  assignmentRequests: 'accessPackageAssignmentRequests',
  assignments: 'accessPackageAssignments',
  assignmentPolicies: 'accessPackageAssignmentPolicies',
  catalogs: 'accessPackageCatalogs',
  customWorkflowExtensions: 'accessPackageCustomWorkflowExtensions',
  stages: 'steps',
  catalog: 'accessPackageCatalog',
  assignmentPolicy: 'accessPackageAssignmentPolicy',
  assignment: 'accessPackageAssignment',
  resources: 'accessPackageResources',
  resourceEnvironments: 'accessPackageResourceEnvironments',
  resourceRequests: 'accessPackageResourceRequests',
  resourceRoles: 'accessPackageResourceRoles',
  resourceRoleScopes: 'accessPackageResourceRoleScopes',
  resourceScopes: 'accessPackageResourceScopes',
  environment: 'accessPackageResourceEnvironment',
};

betaNames.handIn({ members: betaMembers, types: betaTypes, parts, ids: betaIds, texts, segments: betaSegments });
