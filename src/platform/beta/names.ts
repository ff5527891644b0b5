/** The two ways in which Graph says the same; `/beta` speaks the second. */
export type Dialect = 'v1.0' | 'beta';

type Names = Readonly<Record<string, string>>;

/** Beta's names of members by v1.0's, for each type of v1.0 that has others there. */
export const betaMembers: Readonly<Record<string, Names>> = {
  accessPackage: { catalog: 'accessPackageCatalog', assignmentPolicies: 'accessPackageAssignmentPolicies' },
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
  accessPackageCatalog: { state: 'catalogStatus' },
  accessPackageSubject: { subjectType: 'type' },
  approval: { stages: 'steps' },
};

/** Beta's names of types by v1.0's, where they are others. */
export const betaTypes: Names = { approvalStage: 'approvalStep', entitlementManagementSchedule: 'requestSchedule' };

/** Ids that beta has beside a link, with the link (in v1.0's name) whose id they are. */
export const betaIds: Readonly<Record<string, Names>> = {
  accessPackage: { catalogId: 'catalog' },
  accessPackageAssignment: { accessPackageId: 'accessPackage', assignmentPolicyId: 'assignmentPolicy' },
  accessPackageAssignmentPolicy: { accessPackageId: 'accessPackage' },
};

/** Enumerations of v1.0 that are texts in beta, capitalized, with the words that are others there. */
export const betaTexts: Readonly<Record<string, Names>> = {
  accessPackageRequestType: { userUpdate: 'UserExtend' },
  accessPackageRequestState: {},
  accessPackageAssignmentState: {},
  accessPackageCatalogState: {},
  accessPackageCatalogType: {},
  accessPackageSubjectType: {},
};

/** Beta's names of what stands in addresses, by v1.0's. */
export const betaSegments: Names = {
  assignmentRequests: 'accessPackageAssignmentRequests',
  assignments: 'accessPackageAssignments',
  assignmentPolicies: 'accessPackageAssignmentPolicies',
  catalogs: 'accessPackageCatalogs',
  stages: 'steps',
  catalog: 'accessPackageCatalog',
  assignmentPolicy: 'accessPackageAssignmentPolicy',
  assignment: 'accessPackageAssignment',
};

/** Rewritings of v1.0's paths, such as `stages[0].primaryApprovers`, into beta's; several where one of v1.0's is several there. */
export type BetaPaths = readonly (readonly [ours: RegExp, ...betas: string[]])[];
