export {
  ApprovalAsked,
  AssignmentRequestSubmitted,
  CatalogStillWaitedFor,
  DeliveryStarted,
  RequestCanceled,
  RequestDelivered,
  RequestDeliveryFailed,
  RequestDenied,
} from './assignment-request.events.js';
export * from './deciding/assignment-request.rules.js';
export * from './deciding/requestor.rules.js';
export * from './deciding/answers.rules.js';
export type { DecisionTrace } from './deciding/decision.js';
export { type AssignmentRequest, moveOnceApproved, type Submission, submit } from './assignment-request.js';
export { AssignmentRequestsModule } from './assignment-requests.module.js';
export { AssignmentRequestsRepository } from './assignment-requests.repository.js';
export { assignmentRequests } from './reading/assignment-requests.resource.js';
export { availableAccessPackages } from './reading/own-access/available-packages.resource.js';
export { policyRequirements } from './reading/own-access/policy-requirements.resource.js';
export { EndAccessOfLeaverCommand } from './commands/end-access-of-leaver.js';
export { RecordExpiryCommand } from './commands/record-expiry.js';
export { RenewAsNewCommand } from './commands/renew-as-new.js';
export { EndWaitingOfCatalogCommand } from './commands/end-waiting-of-catalog.js';
export { FollowEndedAccessCommand } from './commands/follow-ended-access.js';
export { CompleteRemovalCommand } from './commands/complete-removal.js';
export { AdvanceRequestCommand } from './commands/advance-request.js';
export { RequestFactsReader } from './deciding/request-facts.reader.js';
export type { Person, PolicyFacts, RequestFacts } from './deciding/request-facts.js';
export { PolicyRule, type PolicyRuleClass, RequestRules } from './deciding/request-rules.registry.js';
export { type Effect, firstMoves, type Move, type RequestState } from './request-states.js';
export { HandlesRequestType, type RequestTypeHandler } from './request-types.registry.js';
export type { SentBy } from './sent-by.js';
export { submissionOf } from './receiving/submission.js';
export { type RequestAsked, required, type WantedRequest } from './wanted-request.js';
