import type { AssignmentRequest } from './assignment-request.js';
import type { RequestState } from './request-states.js';

const texts: Record<RequestState, string> = {
  submitted: 'Accepted',
  pendingApproval: 'PendingApproval',
  scheduled: 'PendingNotBefore',
  delivering: 'Delivering',
  delivered: 'Delivered',
  partiallyDelivered: 'PartiallyDelivered',
  deliveryFailed: 'DeliveryFailed',
  denied: 'Denied',
  canceled: 'Canceled',
};

type Told = Pick<AssignmentRequest, 'state' | 'failure'> & {
  /** The stages in which more people are asked by now, because nobody decided. */
  readonly approvalStages?: readonly object[];
};

/** Graph's `status`: the state in its own words, and why where delivery failed or was denied. */
export function statusOf({ state, failure, approvalStages = [] }: Told): string {
  if (failure) return `${texts[state]}: ${failure}`;
  return state === 'pendingApproval' && approvalStages.length > 0 ? 'PendingApprovalEscalated' : texts[state];
}
