import type { Assignment as Row } from '../../platform/database/generated/client.js';
import { type Moves, stepping } from '../../platform/domain/moves.js';
import type { Decision } from '../../platform/eventing/decision.js';
import { AssignmentDelivered, AssignmentEnded, AssignmentExpiryNear, AssignmentExtended } from './assignment.events.js';

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
} as const satisfies Moves<AssignmentState>;

export const nextState = stepping('the assignment', assignmentMoves);

/** Whether it is delivered and its end has not passed, whether or not anybody has ended it. */
export const isInPlace = ({ state, endAt }: Pick<Assignment, 'state' | 'endAt'>, at: Date): boolean =>
  state === 'delivered' && (endAt === null || endAt > at);

const day = 86_400_000;

/** How many days before its end an assignment is announced to end, first to last. */
export const reminderDays = [14, 1] as const;

/** How many of the reminders lie behind already at a moment: what is too late is left out, not caught up. */
const remindersBefore = (endAt: Date | null, at: Date): number =>
  endAt ? reminderDays.filter((days) => endAt.getTime() - days * day <= at.getTime()).length : 0;

/** The assignment with one more reminder behind it. */
export function remind(assignment: Assignment): Decision<Assignment> {
  const days = reminderDays[assignment.reminders] ?? 0;
  const row = { ...assignment, reminders: assignment.reminders + 1 };
  return { row, events: [new AssignmentExpiryNear(row.id, days, iso(row.endAt))] };
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
  | 'createdById'
>;

/** Access that is in place from now on. */
export function deliver(given: Given): Decision<Assignment> {
  const row: Assignment = {
    ...given,
    state: nextState('delivering', 'complete'),
    expiredAt: null,
    reminders: remindersBefore(given.endAt, given.startAt),
    createdAt: given.startAt,
  };
  return { row, events: [new AssignmentDelivered(row.id, row.requestId, row.targetId, iso(row.endAt))] };
}

/** The same assignment with another end; null means that it has none. */
export function extend(assignment: Assignment, requestId: string, endAt: Date | null, now: Date): Decision<Assignment> {
  const reminders = remindersBefore(endAt, now);
  const row = { ...assignment, state: nextState(assignment.state, 'extend'), endAt, reminders };
  return { row, events: [new AssignmentExtended(row.id, requestId, iso(endAt))] };
}

/** The assignment at its end; the row stays. */
export function end(assignment: Assignment, at: Date, cause: EndCause, requestId: string | null): Decision<Assignment> {
  const row = { ...assignment, state: nextState(assignment.state, 'end'), expiredAt: at };
  return { row, events: [new AssignmentEnded(row.id, requestId, cause, at.toISOString())] };
}

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;
