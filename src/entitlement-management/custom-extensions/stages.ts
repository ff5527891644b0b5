/** Points in the life of a request and of an assignment at which something is called (Graph's accessPackageCustomExtensionStage). */
export const stages = [
  'assignmentRequestCreated',
  'assignmentRequestApproved',
  'assignmentRequestGranted',
  'assignmentRequestRemoved',
  'assignmentFourteenDaysBeforeExpiration',
  'assignmentOneDayBeforeExpiration',
] as const;

export type Stage = (typeof stages)[number];

export const requestExtension = 'accessPackageAssignmentRequestWorkflowExtension';
export const assignmentExtension = 'accessPackageAssignmentWorkflowExtension';

/** Graph's types of custom extensions. */
export const extensionTypes = [requestExtension, assignmentExtension] as const;

export type ExtensionType = (typeof extensionTypes)[number];

/** Of which type an extension has to be that is called at a stage. */
export const typeAt: Readonly<Record<Stage, ExtensionType>> = {
  assignmentRequestCreated: requestExtension,
  assignmentRequestApproved: requestExtension,
  assignmentRequestGranted: requestExtension,
  assignmentRequestRemoved: requestExtension,
  assignmentFourteenDaysBeforeExpiration: assignmentExtension,
  assignmentOneDayBeforeExpiration: assignmentExtension,
};
