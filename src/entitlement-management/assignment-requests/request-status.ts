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

/** Graph's `status`: the state in its own words, and why where delivery failed. */
export const statusOf = ({ state, failure }: Pick<AssignmentRequest, 'state' | 'failure'>): string =>
  failure ? `${texts[state]}: ${failure}` : texts[state];
