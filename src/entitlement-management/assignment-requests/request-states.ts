import { type MoveOf, type Moves, stepping } from '../../platform/domain/moves.js';

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
    giveUp: 'canceled',
  },
  partiallyDelivered: { deliver: 'delivering', complete: 'delivered', fail: 'deliveryFailed', giveUp: 'canceled' },
  deliveryFailed: { deliver: 'delivering', complete: 'delivered', cancel: 'canceled', giveUp: 'canceled' },
  delivered: {},
  denied: {},
  canceled: {},
} as const satisfies Moves<RequestState>;

export type Move = MoveOf<typeof moves>;

/** What a request may wait for before it has its effect. */
export type Wait = 'approval' | 'start' | 'nothing';

/** The first move of a request, by what it waits for. */
export const firstMoves = { approval: 'askApproval', start: 'schedule', nothing: 'deliver' } as const satisfies Record<
  Wait,
  Move
>;

/** Whether what was tried on after the request had ended may bring it further. */
export const isTriedOn = (state: RequestState, move: Move): boolean =>
  (state === 'partiallyDelivered' || state === 'deliveryFailed') && (move === 'complete' || move === 'giveUp');

export const next = stepping('the request', moves);

/** Whether a request has not been decided or begun to have its effect; one that is pending may be decided already, see its stages. */
export const waits = (state: RequestState): boolean => ['submitted', 'pendingApproval', 'scheduled'].includes(state);

export const isOpen = (state: RequestState): boolean =>
  ['submitted', 'pendingApproval', 'scheduled', 'delivering'].includes(state);
