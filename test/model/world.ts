import type { Effect, RequestState } from '../../src/entitlement-management/assignment-requests/request-states.js';
import type { Terms } from './steps.js';

/** Hours since the run began; what happens between two turns of the clock happens at the same hour. */
export type Hour = number;

export interface Stage {
  readonly id: string;
  readonly ordinal: number;
  readonly status: 'Initializing' | 'InProgress' | 'Completed' | 'Expired';
  readonly result: 'NotReviewed' | 'Approved' | 'Denied';
  readonly deniesAt: Hour | null;
  /** The people who can decide it. */
  readonly asked: readonly number[];
}

export interface Request {
  readonly id: string;
  readonly type: string;
  readonly effect: Effect;
  readonly state: RequestState;
  readonly person: number;
  readonly policy: number;
  readonly version: number;
  readonly assignmentId: string | null;
  readonly needsApproval: boolean;
  readonly startAt: Hour | null;
  readonly completedAt: Hour | null;
  /** How many days an administrator gives; null where the policy says it. */
  readonly days: number | null;
  readonly stages: readonly Stage[];
}

export interface Assignment {
  readonly id: string;
  readonly requestId: string;
  readonly person: number;
  readonly policy: number;
  readonly live: boolean;
  readonly endAt: Hour | null;
  /** When it ended, by itself or before. */
  readonly endedAt: Hour | null;
}

export interface Person {
  readonly is: 'enabled' | 'disabled' | 'gone';
  /** They left or were disabled since the last time that all work was done. */
  readonly leaving: boolean;
}

/** All that the model knows; people and policies by number. */
export interface World {
  readonly now: Hour;
  readonly people: readonly Person[];
  /** The versions of each policy, first to last. */
  readonly policies: readonly (readonly Terms[])[];
  readonly requests: readonly Request[];
  readonly assignments: readonly Assignment[];
}

/** Policies 0 and 1 belong to the same package. */
export const packageOf = (policy: number): number => (policy === 2 ? 1 : 0);

/** Who is asked at each stage, and who when nobody of these is there; person 0 also asks for access. */
export const approversOf = (ordinal: number): { primary: number[]; fallback: number[] } =>
  ordinal === 1 ? { primary: [0, 3], fallback: [4] } : { primary: [4], fallback: [3] };

export const isOpen = ({ state }: Request): boolean =>
  ['submitted', 'pendingApproval', 'scheduled', 'delivering'].includes(state);

export const isEnabled = (world: World, person: number): boolean => world.people[person]?.is === 'enabled';

export const isLeaving = (world: World, person: number): boolean => world.people[person]?.leaving === true;

/** The terms under which a request was decided. */
export function termsOf(world: World, { policy, version }: Pick<Request, 'policy' | 'version'>): Terms {
  const terms = world.policies[policy]?.[version - 1];
  if (!terms) throw new Error(`Policy ${policy} has no version ${version}.`);
  return terms;
}

export const presentVersion = (world: World, policy: number): number => world.policies[policy]?.length ?? 0;

export const heldBy = (world: World, person: number, policy: number): Assignment | undefined =>
  world.assignments.find((one) => one.live && one.person === person && one.policy === policy);

export const hasOpenRequest = (world: World, person: number, policy: number): boolean =>
  world.requests.some(
    (one) =>
      isOpen(one) && one.effect !== 'remove' && one.person === person && packageOf(one.policy) === packageOf(policy),
  );

export const openRemovalOf = (world: World, assignmentId: string): Request | undefined =>
  world.requests.find((one) => isOpen(one) && one.effect === 'remove' && one.assignmentId === assignmentId);

export const isApproved = ({ stages }: Request): boolean =>
  stages.length > 0 && stages.every(({ result }) => result === 'Approved');

export const isDenied = ({ stages }: Request): boolean => stages.some(({ result }) => result === 'Denied');

/** Whether everything is said about a request that has not gone on yet: nobody takes it back any more. */
export const isDecided = (request: Request): boolean =>
  request.state === 'pendingApproval' && (isDenied(request) || isApproved(request));

/** Whether a renewal gives new access instead: what it renews came to its end, and what new access needs was agreed to. */
export function givesNew(world: World, { type, effect, assignmentId, needsApproval, policy }: Request): boolean {
  const old = world.assignments.find(({ id }) => id === assignmentId);
  const terms = world.policies[policy]?.at(-1);
  const isOver = old !== undefined && !old.live && old.endAt !== null && old.endedAt === old.endAt;
  return type === 'userAdd' && effect === 'update' && isOver && (needsApproval || terms?.stages === 0);
}

/** When access ends that is given or renewed at an hour. */
export function endOf(world: World, request: Request, at: Hour): Hour | null {
  const { days } = termsOf(world, request);
  const wanted = request.days ?? days;
  return wanted === null ? null : at + 24 * (days === null ? wanted : Math.min(wanted, days));
}
