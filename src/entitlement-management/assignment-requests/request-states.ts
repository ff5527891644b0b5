import { DomainError } from '../../platform/errors/domain-error.js';

export const requestStates = [
  'submitted',
  'pendingApproval',
  'scheduled',
  'delivering',
  'delivered',
  'partiallyDelivered',
  'deliveryFailed',
  'denied',
  'canceled',
] as const;
export type RequestState = (typeof requestStates)[number];

/** What delivery does with access. */
export type Effect = 'add' | 'update' | 'remove';

/** Every legal move of a request. What is absent is illegal. */
export const moves = {
  submitted: {
    deliver: 'delivering',
    askApproval: 'pendingApproval',
    schedule: 'scheduled',
    record: 'delivered',
    deny: 'denied',
    fail: 'deliveryFailed',
    cancel: 'canceled',
  },
  pendingApproval: {
    deliver: 'delivering',
    schedule: 'scheduled',
    deny: 'denied',
    fail: 'deliveryFailed',
    cancel: 'canceled',
  },
  scheduled: { deliver: 'delivering', fail: 'deliveryFailed', cancel: 'canceled' },
  delivering: {
    complete: 'delivered',
    completePartly: 'partiallyDelivered',
    giveNew: 'delivering',
    deny: 'denied',
    fail: 'deliveryFailed',
  },
  partiallyDelivered: { deliver: 'delivering', complete: 'delivered', fail: 'deliveryFailed' },
  deliveryFailed: { deliver: 'delivering', cancel: 'canceled' },
  delivered: {},
  denied: {},
  canceled: {},
} as const satisfies Record<RequestState, Partial<Record<string, RequestState>>>;

export type Move = { [State in RequestState]: keyof (typeof moves)[State] }[RequestState];

export function next(state: RequestState, move: Move): RequestState {
  const to = (moves[state] as Partial<Record<Move, RequestState>>)[move];
  if (!to) throw new DomainError('InvalidState', `'${move}' is not possible while the request is ${state}.`);
  return to;
}

/** Whether a request has not been decided or begun to have its effect; one that is pending may be decided already, see its stages. */
export const waits = (state: RequestState): boolean => ['submitted', 'pendingApproval', 'scheduled'].includes(state);

export const isOpen = (state: RequestState): boolean =>
  ['submitted', 'pendingApproval', 'scheduled', 'delivering'].includes(state);
