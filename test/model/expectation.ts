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
}

export const nothingChanges: Expectation = {
  answers: ['ok'],
  requests: new Map(),
  assignments: new Map(),
  given: new Map(),
  leavers: [],
};

/** The call is accepted, or refused with one of these codes. */
export const answering = (...answers: string[]): Expectation => ({ ...nothingChanges, answers });

/** Everything in the world after a step that the step does not explain. */
export function unexplained(before: World, after: World, expected: Expectation, accepted: boolean): string[] {
  return [
    ...after.requests.flatMap((request) => requestFaults(before, request, expected, accepted)),
    ...after.assignments.flatMap((assignment) => assignmentFaults(before, after, assignment, expected)),
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

function newRequestFaults(request: Request, { added, leavers }: Expectation, accepted: boolean): string[] {
  if (request.type === 'systemRemove' && leavers.includes(request.person)) {
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
