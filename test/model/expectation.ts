import type { RequestState } from '../../src/entitlement-management/assignment-requests/request-states.js';
import type { Assignment, Hour, Request, World } from './world.js';

/** The answer to a call, by the codes of its refusals; 'ok' where it may be accepted. */
export type Answers = readonly string[];

/** What an assignment may be afterwards. */
export interface AssignmentExpected {
  readonly live: readonly boolean[];
  readonly ends: readonly (Hour | null)[];
}

/** What may be so after a step; what is not named has to be as it was. */
export interface Expectation {
  readonly answers: Answers;
  readonly requests: ReadonlyMap<string, readonly RequestState[]>;
  readonly assignments: ReadonlyMap<string, AssignmentExpected>;
  /** The request that is new when the call was accepted. */
  readonly added?: Partial<Request>;
  /** What may come of requests: new assignments. */
  readonly given: ReadonlyMap<string, AssignmentExpected>;
  /** Whose access the server may take away with requests of its own. */
  readonly leavers: readonly number[];
  /** What ends comes to its end by itself: the server puts one request for each on record. */
  readonly isExpiring: boolean;
}

export const nothingChanges: Expectation = {
  answers: ['ok'],
  requests: new Map(),
  assignments: new Map(),
  given: new Map(),
  leavers: [],
  isExpiring: false,
};

/** The call is accepted, or refused with one of these codes. */
export const answering = (...answers: string[]): Expectation => ({ ...nothingChanges, answers });

/** Everything in the world after a step that the step does not explain. */
export function unexplained(before: World, after: World, expected: Expectation, accepted: boolean): string[] {
  return [
    ...after.requests.flatMap((request) => requestFaults(before, request, expected, accepted)),
    ...after.assignments.flatMap((assignment) => assignmentFaults(before, after, assignment, expected)),
    ...(expected.isExpiring ? endedBetween(before, after).flatMap((id) => expiryFaults(before, after, id)) : []),
    ...before.requests
      .filter(({ id }) => !after.requests.some((one) => one.id === id))
      .map(({ id }) => `${id} is gone`),
  ];
}

function requestFaults(before: World, request: Request, expected: Expectation, accepted: boolean): string[] {
  const was = before.requests.find(({ id }) => id === request.id);
  if (!was) return newRequestFaults(request, expected, accepted);
  const legal = (accepted ? expected.requests.get(request.id) : undefined) ?? [was.state];
  return legal.includes(request.state)
    ? []
    : [`the ${request.type} ${request.id} went from ${was.state} to ${request.state}, expected ${legal.join(' or ')}`];
}

/** The assignments that have ended from one world to the next. */
function endedBetween(before: World, after: World): string[] {
  const ended = new Set(before.assignments.filter(({ live }) => !live).map(({ id }) => id));
  return after.assignments.filter(({ id, live }) => !live && !ended.has(id)).map(({ id }) => id);
}

/** One request for an end that has come, and no second one. */
function expiryFaults(before: World, after: World, assignmentId: string): string[] {
  const known = new Set(before.requests.map(({ id }) => id));
  const records = after.requests.filter((one) => !known.has(one.id) && one.assignmentId === assignmentId);
  const count = records.filter(({ type }) => type === 'systemRemove').length;
  return count === 1 ? [] : [`the end of ${assignmentId} has ${count} requests`];
}

function newRequestFaults(request: Request, expected: Expectation, accepted: boolean): string[] {
  const { added, leavers, isExpiring } = expected;
  if (request.type === 'systemRemove' && (isExpiring || leavers.includes(request.person))) {
    return request.state === 'delivered' ? [] : [`the systemRemove ${request.id} is ${request.state}`];
  }
  if (!added || !accepted) return [`the ${request.type} ${request.id} came from nowhere`];
  const members = Object.keys(added) as (keyof Request)[];
  return members
    .filter((member) => request[member] !== added[member])
    .map((member) => {
      const [is, wanted] = [request[member], added[member]].map((value) => JSON.stringify(value));
      return `the new ${request.type} has ${member} ${is}, expected ${wanted}`;
    });
}

function assignmentFaults(before: World, after: World, one: Assignment, expected: Expectation): string[] {
  const was = before.assignments.find(({ id }) => id === one.id);
  const cause = after.requests.find(({ id }) => id === one.requestId);
  const legal = was
    ? (expected.assignments.get(one.id) ?? { live: [was.live], ends: [was.endAt] })
    : expected.given.get(one.requestId);
  if (!legal || (!was && cause?.state !== 'delivered')) return [`the assignment ${one.id} came from nowhere`];
  return [
    ...(legal.live.includes(one.live) ? [] : [`the assignment ${one.id} is ${one.live ? 'live' : 'ended'}`]),
    ...(legal.ends.includes(one.endAt)
      ? []
      : [`the assignment ${one.id} ends at hour ${one.endAt}, expected ${legal.ends.join(' or ')}`]),
  ];
}
