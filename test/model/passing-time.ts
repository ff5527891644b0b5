import type { RequestState } from '../../src/entitlement-management/assignment-requests/request-states.js';
import { type AssignmentExpected, type Expectation, nothingChanges } from './expectation.js';
import { endOf, type Hour, type Request, type World } from './world.js';
import { deliveryOf } from './working-off.js';

/** What time alone brings, once all work was done: stages run out, scheduled access starts, access ends. */
export function passingTime(world: World, to: Hour): Expectation {
  const due = (hour: Hour | null): boolean => hour !== null && hour <= to;
  const starting = world.requests.filter(({ state, startAt }) => state === 'scheduled' && due(startAt));
  return {
    ...nothingChanges,
    isExpiring: true,
    requests: new Map([
      ...world.requests
        .map((one) => [one.id, [...(due(deniedAt(one)) ? ['denied'] : []), ...lapseOf(world, one, due)]] as const)
        .filter(([, states]) => states.length > 0),
      ...starting.map((one) => [one.id, deliveryOf(world, one)] as const),
    ] as [string, readonly RequestState[]][]),
    assignments: new Map([
      ...world.assignments
        .filter(({ live, endAt }) => live && due(endAt))
        .map(({ id, endAt }): [string, AssignmentExpected] => [id, { live: [false], ends: [endAt] }]),
      // A change that starts meanwhile moves the end before it comes.
      ...starting
        .filter((one) => one.effect === 'update' && deliveryOf(world, one).includes('delivered'))
        .map((one): [string, AssignmentExpected] => [one.assignmentId ?? '', startedBy(world, one, due)]),
    ]),
    given: new Map(starting.map((one) => [one.id, startedBy(world, one, due)])),
  };
}

/** A change that waits ends with the access that it would change; a renewal by userAdd waits on. */
function lapseOf(
  world: World,
  { type, effect, state, assignmentId }: Request,
  due: (hour: Hour | null) => boolean,
): readonly RequestState[] {
  const changed = world.assignments.find(({ id }) => id === assignmentId);
  const lapses =
    effect === 'update' && type !== 'userAdd' && state === 'pendingApproval' && due(changed?.endAt ?? null);
  return lapses ? ['canceled'] : [];
}

const deniedAt = ({ state, stages }: Request): Hour | null =>
  state === 'pendingApproval' ? (stages.find(({ status }) => status === 'InProgress')?.deniesAt ?? null) : null;

function startedBy(world: World, request: Request, due: (hour: Hour | null) => boolean): AssignmentExpected {
  const ends = endOf(world, request, request.startAt ?? world.now);
  return { live: [!due(ends)], ends: [ends] };
}
