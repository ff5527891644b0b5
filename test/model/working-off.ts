import type { RequestState } from '../../src/entitlement-management/assignment-requests/request-states.js';
import { type AssignmentExpected, type Expectation, nothingChanges } from './expectation.js';
import {
  type Assignment,
  endOf,
  givesNew,
  heldBy,
  isApproved,
  isDecided,
  isDenied,
  isEnabled,
  isLeaving,
  isOpen,
  openRemovalOf,
  type Request,
  type World,
} from './world.js';

/** What all the work does that waits now. */
export function workingOff(world: World): Expectation {
  return {
    ...nothingChanges,
    requests: new Map(world.requests.map((request) => [request.id, outcomesOf(world, request)])),
    assignments: new Map(world.assignments.filter(({ live }) => live).map((one) => [one.id, fateOf(world, one)])),
    given: new Map(
      world.requests
        .filter((request) => request.effect === 'add' || givesNew(world, request))
        .map((request) => [request.id, givenBy(world, request)] as const),
    ),
    leavers: world.people.flatMap(({ leaving }, person) => (leaving ? [person] : [])),
  };
}

/** What a request may be once all work is done. */
function outcomesOf(world: World, request: Request): readonly RequestState[] {
  const byItself = [...nextOf(world, request), ...(losesItsAccess(world, request) ? (['canceled'] as const) : [])];
  const isTakenBack = isLeaving(world, request.person) && request.effect !== 'remove';
  if (!isTakenBack || !waits(request)) return byItself;
  if (isDecided(request)) return startsLater(world, request) ? [...byItself, 'canceled'] : byItself;
  return [...byItself.filter((state) => !['pendingApproval', 'scheduled'].includes(state)), 'canceled'];
}

/** A change that still waits is canceled when its access is taken away before it. */
function losesItsAccess(world: World, request: Request): boolean {
  const { type, effect, person, assignmentId } = request;
  const isEnding = openRemovalOf(world, assignmentId ?? '') !== undefined || isLeaving(world, person);
  const canBe = waits(request) && (!isDecided(request) || startsLater(world, request));
  return effect === 'update' && type !== 'userAdd' && canBe && isEnding;
}

const waits = ({ state }: Request): boolean => ['submitted', 'pendingApproval', 'scheduled'].includes(state);

/** What was agreed to ahead waits once more, until its start, and can be taken back there. */
const startsLater = (world: World, request: Request): boolean =>
  !isDenied(request) && request.startAt !== null && request.startAt > world.now;

function nextOf(world: World, request: Request): readonly RequestState[] {
  switch (request.state) {
    case 'submitted':
      return request.needsApproval ? ['pendingApproval'] : onceAgreed(world, request);
    case 'pendingApproval':
      if (isDenied(request)) return ['denied'];
      return isApproved(request) ? onceAgreed(world, request) : ['pendingApproval'];
    case 'delivering':
      return deliveryOf(world, request);
    default:
      return [request.state];
  }
}

const onceAgreed = (world: World, request: Request): readonly RequestState[] =>
  startsLater(world, request) ? ['scheduled'] : deliveryOf(world, request);

const either: readonly RequestState[] = ['delivered', 'deliveryFailed'];

/** Access that is being taken away at the same time may be gone before or after. */
export function deliveryOf(world: World, request: Request): readonly RequestState[] {
  const { effect, person, policy, assignmentId } = request;
  if (effect === 'remove') return ['delivered'];
  if (!isEnabled(world, person)) return ['deliveryFailed'];
  const isNew = effect === 'add' || givesNew(world, request);
  const held = !isNew ? world.assignments.find(({ id }) => id === assignmentId) : heldBy(world, person, policy);
  const isEnding = held && (openRemovalOf(world, held.id) !== undefined || isLeaving(world, person));
  if (held?.live && (isEnding || held.endAt === world.now)) return either;
  return isNew !== (held?.live ?? false) ? ['delivered'] : ['deliveryFailed'];
}

function fateOf(world: World, assignment: Assignment): AssignmentExpected {
  const { id, person, endAt } = assignment;
  const isEnding = openRemovalOf(world, id) !== undefined || isLeaving(world, person);
  const update = world.requests.find((one) => one.effect === 'update' && one.assignmentId === id && isOpen(one));
  const outcomes = update ? outcomesOf(world, update) : [];
  const moved = update && outcomes.includes('delivered') ? [endOf(world, update, world.now)] : [];
  return { live: [!isEnding], ends: moved.length > 0 && outcomes.length === 1 ? moved : [endAt, ...moved] };
}

const givenBy = (world: World, request: Request): AssignmentExpected => ({
  live: isLeaving(world, request.person) ? [true, false] : [true],
  ends: [endOf(world, request, world.now)],
});
