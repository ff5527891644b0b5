import type { AssignmentRequest as Row, Prisma } from '../../platform/database/generated/client.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { Question } from '../assignment-policies/index.js';
import {
  ApprovalAsked,
  AssignmentRequestSubmitted,
  DeliveryStarted,
  RequestCanceled,
  RequestDelivered,
  RequestDeliveryFailed,
  RequestDenied,
  RequestPartiallyDelivered,
  RequestRecorded,
  RequestScheduled,
} from './assignment-request.events.js';
import { type Effect, firstMoves, isOpen, type Move, next, type RequestState, type Wait } from './request-states.js';

export type AssignmentRequest = Omit<Row, 'state' | 'effect' | 'lapsesAt' | 'isKept'> & {
  readonly state: RequestState;
  readonly effect: Effect;
  /** After this instant it can have no effect any more, if it still waits for approval then; left out where it always can. */
  readonly lapsesAt?: Date | null;
  /** What its policy asked, where its answers are told. */
  readonly questions?: readonly Question[] | null | undefined;
};

/** What a request type has decided that a new request is. */
export type Submission = Pick<
  AssignmentRequest,
  | 'id'
  | 'requestType'
  | 'effect'
  | 'targetId'
  | 'requestorId'
  | 'accessPackageId'
  | 'assignmentPolicyId'
  | 'policyVersion'
> & {
  readonly assignmentId?: string | null;
  /** The person or application that sent it; the server's own requests have none. */
  readonly createdById?: string | null;
  /** Whom it is for, where the directory does not know them yet. */
  readonly targetEmail?: string | null;
  readonly justification?: string | null;
  readonly answers?: Prisma.JsonValue;
  /** What was asked; it is told with the answers, and kept with the policy. */
  readonly questions?: readonly Question[] | null | undefined;
  readonly schedule?: Prisma.JsonValue;
  /** When access starts; left out or past means at once. */
  readonly startAt?: Date | null;
  readonly needsApproval?: boolean;
  readonly lapsesAt?: Date | undefined;
  readonly decision: Prisma.JsonValue;
};

/** A new request, accepted. */
export function submit(wanted: Submission, tenantId: string, now: Date): Decision<AssignmentRequest> {
  const startAt = wanted.startAt && wanted.startAt > now ? wanted.startAt : null;
  const row: AssignmentRequest = {
    assignmentId: null,
    createdById: null,
    targetEmail: null,
    justification: null,
    answers: [],
    schedule: null,
    needsApproval: false,
    ...wanted,
    startAt,
    tenantId,
    state: 'submitted',
    failure: null,
    createdAt: now,
    completedAt: null,
  };
  return { row, events: [new AssignmentRequestSubmitted(row.id, row.targetId, waitFor(row))] };
}

/** A request for what has happened already: it is on record, and nothing follows from it. */
export function record(wanted: Submission, tenantId: string, at: Date): Decision<AssignmentRequest> {
  const { row } = submit(wanted, tenantId, at);
  const recorded = advance(row, 'record', at);
  return { row: recorded.row, events: [new RequestRecorded(row.id), ...recorded.events] };
}

/** What a request waits for before anything else. */
export function waitFor({ needsApproval, startAt }: Pick<AssignmentRequest, 'needsApproval' | 'startAt'>): Wait {
  if (needsApproval) return 'approval';
  return startAt ? 'start' : 'nothing';
}

/** What follows once everybody has agreed; a start that has passed meanwhile means at once. */
export const moveOnceApproved = (startAt: Date | null, now: Date): Move =>
  firstMoves[waitFor({ needsApproval: false, startAt: startAt && startAt > now ? startAt : null })];

/** What came of a move, where there is something to say. */
export interface Outcome {
  readonly assignmentId?: string;
  readonly failure?: string;
}

/** The same request one move later. A final move also records when. */
export function advance(
  request: AssignmentRequest,
  move: Move,
  now: Date,
  outcome: Outcome = {},
): Decision<AssignmentRequest> {
  const state = next(request.state, move);
  const row = {
    ...request,
    state,
    assignmentId: outcome.assignmentId ?? request.assignmentId,
    failure: failureIn(state, outcome),
    completedAt: isOpen(state) ? null : now,
  };
  return { row, events: [factOf(row, now)] };
}

/** A renewal that is being delivered, once it gives new access instead. */
export const giveNew = (request: AssignmentRequest, now: Date): Decision<AssignmentRequest> =>
  advance({ ...request, effect: 'add', assignmentId: null }, 'giveNew', now);

/** Why it came to nothing, where that is to be said. */
function failureIn(state: RequestState, { failure }: Outcome): string | null {
  if (state === 'deliveryFailed' || state === 'partiallyDelivered') return failure ?? 'unknown';
  return state === 'denied' || state === 'canceled' ? (failure ?? null) : null;
}

function factOf(row: AssignmentRequest, now: Date): object {
  switch (row.state) {
    case 'submitted':
      throw new Error('No move leads back to submitted.');
    case 'pendingApproval':
      return new ApprovalAsked(row.id);
    case 'scheduled':
      return new RequestScheduled(row.id, row.startAt?.toISOString() ?? null);
    case 'delivering':
      return deliveryStarted(row, now);
    case 'delivered':
      return new RequestDelivered(row.id, row.assignmentId);
    case 'partiallyDelivered':
      return new RequestPartiallyDelivered(row.id, row.assignmentId);
    case 'deliveryFailed':
      return new RequestDeliveryFailed(row.id, row.failure ?? 'unknown');
    case 'denied':
      return new RequestDenied(row.id);
    case 'canceled':
      return new RequestCanceled(row.id);
  }
}

const deliveryStarted = (row: AssignmentRequest, now: Date): DeliveryStarted =>
  new DeliveryStarted(
    row.id,
    row.effect,
    row.targetId,
    row.accessPackageId,
    row.assignmentPolicyId,
    row.targetEmail,
    row.assignmentId,
    now.toISOString(),
  );
