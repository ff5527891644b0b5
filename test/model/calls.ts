import { type Answers, answering, type Expectation } from './expectation.js';
import type { Step } from './steps.js';
import {
  type Assignment,
  hasOpenRequest,
  heldBy,
  isApproved,
  isDecided,
  isEnabled,
  isOpen,
  openRemovalOf,
  presentVersion,
  type Request,
  type Stage,
  termsOf,
  type World,
} from './world.js';

type Adding = Extract<Step, { do: 'adminAdd' | 'userAdd' }>;

const accepting = (added: Partial<Request>): Expectation => ({
  ...answering('ok'),
  added: { state: 'submitted', ...added },
});

/** Somebody is to get access. */
export function adding(world: World, { do: type, person, policy, inDays }: Adding): Expectation {
  if (hasOpenRequest(world, person, policy)) return answering('ExistingOpenRequest');
  if (world.people[person]?.is === 'gone')
    return answering(type === 'adminAdd' ? 'ResourceNotFound' : 'PolicyRequirementsNotMet');
  // Who joins later may be disabled until then.
  const joinsLater = type === 'adminAdd' && inDays > 0;
  if (!isEnabled(world, person) && !joinsLater) return answering('PolicyRequirementsNotMet');
  const held = heldBy(world, person, policy);
  const common = { type, person, policy, version: presentVersion(world, policy) };
  const start = world.now + 24 * inDays;
  // A start that what is held does not reach is refused first.
  if (type === 'adminAdd' && held) return answering(...answersFrom(start, held, 'InvalidRequestExistingGrant'));
  const terms = termsOf(world, common);
  const accepted = accepting({
    ...common,
    effect: held ? 'update' : 'add',
    assignmentId: held?.id ?? null,
    needsApproval: type === 'userAdd' && terms.stages > 0 && (!held || terms.forUpdate),
    startAt: inDays > 0 ? start : null,
  });
  return { ...accepted, answers: answersFrom(start, held) };
}

/** What is held has to last beyond the start of its change; within one hour it may or may not. */
function answersFrom(start: number, held: Assignment | undefined, otherwise = 'ok'): Answers {
  const endAt = held?.endAt ?? Infinity;
  return [...(endAt >= start ? [otherwise] : []), ...(endAt <= start ? ['InvalidModel'] : [])];
}

/** Somebody's access is to end at another time; one that has ended stands for no newer one. */
export function updating(world: World, named: Assignment, days: number | null): Expectation {
  const { id, person, policy, live } = named;
  const type = days === null ? 'userUpdate' : 'adminUpdate';
  if (hasOpenRequest(world, person, policy)) return answering('ExistingOpenRequest');
  if (world.people[person]?.is === 'gone')
    return answering(type === 'userUpdate' ? 'PolicyRequirementsNotMet' : 'ResourceNotFound');
  if (!isEnabled(world, person)) return answering('PolicyRequirementsNotMet');
  if (!live) return answering('InvalidRequestNoActiveGrant');
  const common = { type, person, policy, version: presentVersion(world, policy) };
  const terms = termsOf(world, common);
  if (days !== null && terms.days !== null && days > terms.days) return answering('InvalidModel');
  const needsApproval = type === 'userUpdate' && terms.stages > 0 && terms.forUpdate;
  const accepted = accepting({ ...common, effect: 'update', assignmentId: id, needsApproval, startAt: null });
  return { ...accepted, answers: answersFrom(world.now, named) };
}

/** Access is to be taken away; changes of it that wait are canceled with that. */
export function removing(world: World, named: Assignment, type: 'userRemove' | 'adminRemove'): Expectation {
  if (type === 'userRemove' && !isEnabled(world, named.person)) return answering('PolicyRequirementsNotMet');
  if (!named.live) return answering('InvalidRequestNoActiveGrant', 'ExistingOpenRequest');
  if (openRemovalOf(world, named.id)) return answering('ExistingOpenRequest');
  const waiting = world.requests.filter(
    (one) =>
      one.effect === 'update' &&
      one.assignmentId === named.id &&
      isOpen(one) &&
      one.state !== 'delivering' &&
      !isDecided(one),
  );
  const { person, policy, id: assignmentId } = named;
  return {
    ...accepting({ type, person, policy, effect: 'remove', assignmentId, needsApproval: false }),
    requests: new Map(waiting.map(({ id }) => [id, ['canceled'] as const])),
  };
}

/** Somebody approves or denies a stage. */
export function deciding(world: World, request: Request, stage: Stage, by: number): Expectation {
  const may =
    by !== request.person &&
    stage.status === 'InProgress' &&
    request.state === 'pendingApproval' &&
    stage.asked.includes(by) &&
    isEnabled(world, by);
  return may ? answering('ok') : answering('UnAuthorized', 'InvalidState', 'ResourceNotFound');
}

export function canceling(request: Request): Expectation {
  const { id, state } = request;
  const may = !isDecided(request) && ['submitted', 'pendingApproval', 'scheduled', 'deliveryFailed'].includes(state);
  return may ? { ...answering('ok'), requests: new Map([[id, ['canceled'] as const]]) } : answering('InvalidState');
}

const longestHours = 14 * 24;

/** A failed delivery is tried again, unless it is too late, was never agreed to or has lost its place. */
export function reprocessing(world: World, request: Request): Expectation {
  const { id, state, completedAt, needsApproval, effect, person, policy, assignmentId } = request;
  // One that is open holds its own place, so that it is told of that or of its state.
  if (state !== 'deliveryFailed') return answering('InvalidState', ...(isOpen(request) ? ['ExistingOpenRequest'] : []));
  const age = world.now - (completedAt ?? world.now);
  if (age > longestHours || (needsApproval && !isApproved(request))) return answering('InvalidState');
  const isTaken =
    effect === 'remove' ? openRemovalOf(world, assignmentId ?? '') : hasOpenRequest(world, person, policy);
  const answers: Answers = isTaken ? ['ExistingOpenRequest'] : ['ok'];
  // Fourteen days to the hour may be a moment more or less.
  return {
    ...answering(...answers, ...(age === longestHours ? ['InvalidState'] : [])),
    requests: new Map([[id, ['delivering'] as const]]),
  };
}
