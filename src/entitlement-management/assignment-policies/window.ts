import { type End, endSaid, faultOfPattern, instantOf } from './expiration.js';
import type { ExpirationPattern } from './policy-settings.js';

/** When access is wanted (the parts of Graph's entitlementManagementSchedule that a request may carry). */
export interface WantedSchedule {
  readonly startDateTime?: string | null;
  readonly expiration?: ExpirationPattern | null;
}

/** All that decides from when until when access is given. */
export interface WindowFacts {
  /** When it starts; see `startOf`. */
  readonly start: Date;
  readonly asked: WantedSchedule | null;
  /** What the policy says of its end. */
  readonly expiration: ExpirationPattern | null | undefined;
  /** The access that the request changes; null where it gives new access. */
  readonly held: { readonly endAt: Date | null } | null;
  /** See `keepsTheEnd`. */
  readonly keepsEnd: boolean;
}

/** From when until when access is given; null for no end. */
export interface Window {
  readonly start: Date;
  readonly end: Date | null;
}

/** Why there is no window: whose word stands against it, and whether it can be read at all. */
export interface WindowFault {
  readonly of: 'request' | 'policy';
  readonly isUnreadable: boolean;
  readonly why: string;
}

type Said = Exclude<End, { is: 'unreadable' }>;

/** A schedule that names no start and no end is none. */
export const saysNothing = (schedule: WantedSchedule | null | undefined): boolean =>
  !schedule?.startDateTime && endSaid(schedule?.expiration).is === 'unsaid';

/** When a request's access starts: a start in the past is now. */
export function startOf(asked: WantedSchedule | null, now: Date): Date {
  const start = asked?.startDateTime ? new Date(asked.startDateTime) : now;
  return start > now ? start : now;
}

/** Whether a change that asks for no end leaves it where it is: it corrects answers. A userAdd on what is held renews it instead. */
export const keepsTheEnd = (requestType: string, answers: number): boolean => answers > 0 && requestType !== 'userAdd';

/**
 * The window of a request: the check, the dry run and delivery all take it from here.
 *
 * What is given never goes beyond what was asked for, nor beyond what the policy allows from the same start.
 */
export function windowOf(facts: WindowFacts): Window | WindowFault {
  const { start, asked, expiration } = facts;
  const [wanted, allowed] = [endSaid(asked?.expiration), endSaid(expiration)];
  if (wanted.is === 'unreadable') return fault('request', why('schedule.expiration', asked?.expiration), true);
  if (allowed.is === 'unreadable') return fault('policy', why('expiration', expiration), true);
  return windowOfHeld(facts, wanted) ?? windowWithin(start, wanted, instantOf(allowed, start));
}

/** What follows from what is held alone: it has ended by then, or keeps its end. */
function windowOfHeld({ start, held, keepsEnd }: WindowFacts, wanted: End): Window | WindowFault | undefined {
  if (held?.endAt && held.endAt <= start) return fault('request', endsBeforeTheChange(held.endAt, start));
  return held && keepsEnd && wanted.is === 'unsaid' ? { start, end: held.endAt } : undefined;
}

function windowWithin(start: Date, wanted: Said, limit: Date | null): Window | WindowFault {
  if (limit && limit <= start)
    return fault('policy', `its expiration, ${limit.toISOString()}, leaves no time for access`);
  const end = wanted.is === 'unsaid' ? limit : earlier(instantOf(wanted, start), limit);
  return end && end <= start ? fault('request', endsBeforeItStarts(end)) : { start, end };
}

/** The same, with a fault too where more is asked for than the policy allows: at the request that is refused, at delivery it is cut. */
export function windowAsked(facts: WindowFacts): Window | WindowFault {
  const window = windowOf(facts);
  if (isFault(window)) return window;
  const [wanted, limit] = [endSaid(facts.asked?.expiration), limitOf(endSaid(facts.expiration), window.start)];
  if (wanted.is === 'unsaid' || wanted.is === 'unreadable' || !limit) return window;
  const end = instantOf(wanted, window.start);
  return end === null || end > limit ? fault('request', endsTooLate(end, limit)) : window;
}

/** After which instant nothing can be given any more that is asked for now; undefined where that never comes. */
export function lastInstantOf({ asked, expiration }: Pick<WindowFacts, 'asked' | 'expiration'>): Date | undefined {
  const ends = [endSaid(asked?.expiration), endSaid(expiration)].flatMap((end) =>
    end.is === 'at' ? [end.instant] : [],
  );
  return ends.sort((one, other) => one.getTime() - other.getTime())[0];
}

export const isFault = (window: Window | WindowFault): window is WindowFault => 'why' in window;

const limitOf = (allowed: End, start: Date): Date | null =>
  allowed.is === 'unreadable' ? null : instantOf(allowed, start);

const earlier = (one: Date | null, other: Date | null): Date | null => (one && (!other || one < other) ? one : other);

const fault = (of: WindowFault['of'], why: string, isUnreadable = false): WindowFault => ({ of, isUnreadable, why });

const why = (path: string, pattern: ExpirationPattern | null | undefined): string =>
  faultOfPattern(path, pattern) ?? '';

const endsBeforeTheChange = (endAt: Date, start: Date): string =>
  `the access that is held ends at ${endAt.toISOString()}, not after ${start.toISOString()}, when the change would start`;

const endsBeforeItStarts = (end: Date): string =>
  `the schedule ends at ${end.toISOString()}, which is not after its start`;

function endsTooLate(end: Date | null, limit: Date): string {
  const wanted = end ? `ends at ${end.toISOString()}` : 'never ends';
  return `the schedule ${wanted}; the policy allows ${limit.toISOString()} at the latest`;
}
