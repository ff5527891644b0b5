export {
  ApprovalAsked,
  AssignmentRequestSubmitted,
  DeliveryStarted,
  RequestCanceled,
  RequestDelivered,
  RequestDeliveryFailed,
  RequestDenied,
} from './assignment-request.events.js';
export type { AssignmentRequest } from './assignment-request.js';
export { assignmentRequests } from './assignment-requests.resource.js';
export { AssignmentRequestsModule } from './assignment-requests.module.js';
export { AdvanceRequestCommand } from './commands/advance-request.js';
export type { Effect, RequestState } from './request-states.js';
export { HandlesRequestType, type RequestTypeHandler, type SentBy } from './request-types.registry.js';
