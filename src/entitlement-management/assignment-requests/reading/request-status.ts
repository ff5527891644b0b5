import type { AssignmentRequest } from '../assignment-request.js';
import type { RequestState } from '../request-states.js';

/** Graph's words for how far a request has come. */
export const statusWords: Record<RequestState, string> = {
  submitted: 'Accepted',
  pendingApproval: 'PendingApproval',
  scheduled: 'PendingNotBefore',
  delivering: 'Delivering',
  delivered: 'Fulfilled',
  partiallyDelivered: 'PartiallyDelivered',
  deliveryFailed: 'DeliveryFailed',
  denied: 'Denied',
  canceled: 'Canceled',
};

export const escalated = 'PendingApprovalEscalated';

/** The stages in which more people are asked by now, because nobody decided. */
export const isEscalated = { status: 'InProgress', escalatedAt: { not: null } };

type Told = Pick<AssignmentRequest, 'state' | 'failure'> & {
  /** Those that are escalated. */
  readonly approvalStages?: readonly object[];
};

/** Graph's `status`: the state in its own words, and why where delivery failed or was denied. */
export function statusOf({ state, failure, approvalStages = [] }: Told): string {
  if (failure) return `${statusWords[state]}: ${failure}`;
  return state === 'pendingApproval' && approvalStages.length > 0 ? escalated : statusWords[state];
}
