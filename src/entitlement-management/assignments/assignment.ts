import type { Assignment as Row } from '../../platform/database/generated/client.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import { AssignmentDelivered, AssignmentEnded, AssignmentExtended } from './assignment.events.js';

export const assignmentStates = ['delivering', 'partiallyDelivered', 'delivered', 'expired', 'deliveryFailed'] as const;
export type AssignmentState = (typeof assignmentStates)[number];

export type Assignment = Omit<Row, 'state'> & { readonly state: AssignmentState };

/** Every legal move of an assignment. What is absent is illegal. */
export const assignmentMoves = {
  delivering: { complete: 'delivered', completePartly: 'partiallyDelivered', fail: 'deliveryFailed', end: 'expired' },
  partiallyDelivered: { complete: 'delivered', fail: 'deliveryFailed', end: 'expired' },
  delivered: { extend: 'delivered', end: 'expired' },
  deliveryFailed: { retry: 'delivering', end: 'expired' },
  expired: {},
} as const satisfies Record<AssignmentState, Partial<Record<string, AssignmentState>>>;

export type AssignmentMove = { [State in AssignmentState]: keyof (typeof assignmentMoves)[State] }[AssignmentState];

export function nextState(state: AssignmentState, move: AssignmentMove): AssignmentState {
  const to = (assignmentMoves[state] as Partial<Record<AssignmentMove, AssignmentState>>)[move];
  if (!to) throw new DomainError('InvalidState', `'${move}' is not possible while the assignment is ${state}.`);
  return to;
}

/** Why an assignment ended. */
export type EndCause = 'removal' | 'expiry';

type Given = Pick<
  Assignment,
  | 'tenantId'
  | 'id'
  | 'requestId'
  | 'targetId'
  | 'accessPackageId'
  | 'assignmentPolicyId'
  | 'policyVersion'
  | 'startAt'
  | 'endAt'
>;

/** Access that is in place from now on. */
export function deliver(given: Given): Decision<Assignment> {
  const row: Assignment = {
    ...given,
    state: nextState('delivering', 'complete'),
    expiredAt: null,
    reminders: 0,
    createdAt: given.startAt,
  };
  return { row, events: [new AssignmentDelivered(row.id, row.requestId, row.targetId, iso(row.endAt))] };
}

/** The same assignment with another end; null means that it has none. */
export function extend(assignment: Assignment, requestId: string, endAt: Date | null): Decision<Assignment> {
  const row = { ...assignment, state: nextState(assignment.state, 'extend'), endAt };
  return { row, events: [new AssignmentExtended(row.id, requestId, iso(endAt))] };
}

/** The assignment at its end; the row stays. */
export function end(assignment: Assignment, at: Date, cause: EndCause, requestId: string | null): Decision<Assignment> {
  const row = { ...assignment, state: nextState(assignment.state, 'end'), expiredAt: at };
  return { row, events: [new AssignmentEnded(row.id, requestId, cause, at.toISOString())] };
}

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;
