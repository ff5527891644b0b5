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
export * from './assignment-request.rules.js';
export * from './requestor.rules.js';
export * from './answers.rules.js';
export type { DecisionTrace } from './decision.js';
export { type AssignmentRequest, moveOnceApproved, type Submission, submit } from './assignment-request.js';
export { AssignmentRequestsModule } from './assignment-requests.module.js';
export { AssignmentRequestsRepository } from './assignment-requests.repository.js';
export { assignmentRequests } from './assignment-requests.resource.js';
export { policyRequirements } from './own-access/policy-requirements.resource.js';
export { EndAccessOfLeaverCommand } from './commands/end-access-of-leaver.js';
export { RecordExpiryCommand } from './commands/record-expiry.js';
export { RenewAsNewCommand } from './commands/renew-as-new.js';
export { EndWaitingOfCatalogCommand } from './commands/end-waiting-of-catalog.js';
export { FollowEndedAccessCommand } from './commands/follow-ended-access.js';
export { AdvanceRequestCommand } from './commands/advance-request.js';
export { RequestFactsReader } from './request-facts.reader.js';
export type { Person, PolicyFacts, RequestFacts } from './request-facts.js';
export { PolicyRule, type PolicyRuleClass, RequestRules } from './request-rules.registry.js';
export type { Effect, Move, RequestState } from './request-states.js';
export { HandlesRequestType, type RequestTypeHandler } from './request-types.registry.js';
export type { SentBy } from './sent-by.js';
export { submissionOf } from './submission.js';
export { type RequestAsked, required, type WantedRequest } from './wanted-request.js';
