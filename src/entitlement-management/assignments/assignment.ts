import type { Assignment as Row } from '../../platform/database/generated/client.js';
import { type Moves, stepping } from '../../platform/domain/moves.js';
import type { Decision } from '../../platform/eventing/decision.js';
import {
  AssignmentDelivered,
  AssignmentEnded,
  AssignmentExpiryNear,
  AssignmentExtended,
  AssignmentLate,
} from './assignment.events.js';

export const assignmentStates = ['delivering', 'partiallyDelivered', 'delivered', 'expired', 'deliveryFailed'] as const;
export type AssignmentState = (typeof assignmentStates)[number];

export type Assignment = Omit<Row, 'state'> & { readonly state: AssignmentState };

/** Every legal move of an assignment. What is absent is illegal. */
export const assignmentMoves = {
  delivering: {
    complete: 'delivered',
    completePartly: 'partiallyDelivered',
    fail: 'deliveryFailed',
    retry: 'delivering',
    extend: 'delivering',
    end: 'expired',
  },
  partiallyDelivered: {
    complete: 'delivered',
    retry: 'delivering',
    extend: 'partiallyDelivered',
    end: 'expired',
  },
  delivered: { complete: 'delivered', extend: 'delivered', end: 'expired' },
  deliveryFailed: { complete: 'delivered', retry: 'delivering', extend: 'deliveryFailed', end: 'expired' },
  expired: {},
} as const satisfies Moves<AssignmentState>;

export const nextState = stepping('the assignment', assignmentMoves);

/** Whether it has begun, and some of what it gives is not there yet. */
export const isComing = ({ state }: Pick<Assignment, 'state'>): boolean =>
  state === 'delivering' || state === 'partiallyDelivered' || state === 'deliveryFailed';

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

/** What is settled when access is given. */
export type Given = Pick<
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

/** Access that counts from now on, and whose roles are not given yet. */
export function begin(given: Given): Decision<Assignment> {
  const row: Assignment = {
    ...given,
    state: 'delivering',
    deliveringSince: given.startAt,
    expiredAt: null,
    reminders: remindersBefore(given.endAt, given.startAt),
    createdAt: given.startAt,
  };
  return { row, events: [] };
}

/** All that the access gives is there. */
export function complete(assignment: Assignment): Decision<Assignment> {
  const row = { ...assignment, state: nextState(assignment.state, 'complete'), deliveringSince: null };
  return { row, events: [new AssignmentDelivered(row.id, row.requestId, row.targetId, iso(row.endAt))] };
}

/** What is owed of the access is tried again; access that is in place stays so meanwhile. */
export function retry(assignment: Assignment, now: Date): Decision<Assignment> {
  const { state } = assignment;
  if (state === 'delivered') return { row: assignment, events: [] };
  return { row: { ...assignment, state: nextState(state, 'retry'), deliveringSince: now }, events: [] };
}

/** Some of what the access gives is not there in time; it is tried on. */
export function isLate(assignment: Assignment, { isPartly, reason }: Lateness): Decision<Assignment> {
  const state = nextState(assignment.state, isPartly ? 'completePartly' : 'fail');
  const row = { ...assignment, state, deliveringSince: null };
  return { row, events: [new AssignmentLate(row.id, row.requestId, isPartly, reason)] };
}

/** What there is of access that is late, and why the rest is not. */
export interface Lateness {
  readonly isPartly: boolean;
  readonly reason: string;
}

/** Access that is in place from now on. */
export const deliver = (given: Given): Decision<Assignment> => complete(begin(given).row);

/** The same assignment with another end; null means that it has none. */
export function extend(assignment: Assignment, requestId: string, endAt: Date | null, now: Date): Decision<Assignment> {
  const reminders = remindersBefore(endAt, now);
  const row = { ...assignment, state: nextState(assignment.state, 'extend'), endAt, reminders };
  return { row, events: [new AssignmentExtended(row.id, requestId, iso(endAt))] };
}

/** When and why an assignment ends. */
export interface Ending {
  readonly at: Date;
  readonly cause: EndCause;
  /** The request that takes it away; null at expiry. */
  readonly requestId: string | null;
}

/** The assignment at its end; the row stays. What it gave may be there for a while yet: then it is owed that this is taken away. */
export function end(assignment: Assignment, { at, cause, requestId }: Ending, isOwed: boolean): Decision<Assignment> {
  const row = { ...assignment, state: nextState(assignment.state, 'end'), expiredAt: at, deliveringSince: null };
  return { row, events: [new AssignmentEnded(row.id, requestId, cause, at.toISOString(), isOwed)] };
}

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;
