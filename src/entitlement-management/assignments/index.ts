export {
  AccessTakenAway,
  AssignmentDelivered,
  AssignmentEnded,
  AssignmentExpiryNear,
  AssignmentExtended,
  AssignmentLate,
  DeliveryRefused,
  RenewalFoundNothing,
} from './assignment.events.js';
export { assignments } from './assignments.resource.js';
export { AssignmentsModule } from './assignments.module.js';
export { type AssignmentFacts, AssignmentsReader } from './assignments.reader.js';
export type { Hopeless } from './prospects.js';
export { LintAssignmentsQuery } from './lint-assignments.query.js';
export { Prospects } from './prospects.reader.js';
export { FollowReleasedNeedsCommand } from './commands/follow-released-needs.js';
export { FollowGrantCommand } from './commands/follow-grant.js';
export { CreateAssignmentCommand } from './commands/create-assignment.js';
export { EndAssignmentCommand } from './commands/end-assignment.js';
export { ExtendAssignmentCommand } from './commands/extend-assignment.js';
