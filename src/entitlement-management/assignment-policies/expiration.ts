import { durationMillis } from '../../platform/text/duration.js';
import type { ExpirationPattern } from './policy-settings.js';

/** The end that an expiration pattern names, whichever of its members says so. */
export type End =
  | { readonly is: 'unsaid' }
  | { readonly is: 'never' }
  | { readonly is: 'at'; readonly instant: Date }
  | { readonly is: 'after'; readonly millis: number }
  | { readonly is: 'unreadable'; readonly member: EndMember; readonly why: string };

type EndMember = 'type' | 'endDateTime' | 'duration';
type Pattern = ExpirationPattern | null | undefined;

/** No calendar of access goes on from here: clients say the last day of the year 9999 and mean that there is no end. */
export const endOfCalendars = Date.UTC(9999, 0);

/** Which member goes with a type. */
const memberOf: Readonly<Record<string, 'endDateTime' | 'duration' | null>> = {
  noExpiration: null,
  afterDateTime: 'endDateTime',
  afterDuration: 'duration',
};

/** Reads a pattern: its type follows from the only member that is given, and what contradicts itself cannot be read. */
export function endSaid(pattern: Pattern): End {
  const [one, other] = givenIn(pattern);
  if (other) return unreadable('duration', "excludes 'endDateTime': send one");
  if (one?.end.is === 'unreadable') return one.end;
  const type = typeOf(pattern);
  return type === undefined ? (one?.end ?? { is: 'unsaid' }) : underType(type, one);
}

interface Given {
  readonly member: 'endDateTime' | 'duration';
  readonly end: End;
}

function givenIn(pattern: Pattern): Given[] {
  const { endDateTime, duration } = pattern ?? {};
  return [
    ...(isGiven(endDateTime) ? [{ member: 'endDateTime' as const, end: instantSaid(endDateTime) }] : []),
    ...(isGiven(duration) ? [{ member: 'duration' as const, end: durationSaid(duration) }] : []),
  ];
}

function underType(type: string, given: Given | undefined): End {
  const needed = memberOf[type];
  if (needed === undefined) return unreadable('type', `is '${type}', which nobody knows`);
  if (!given) return needed === null ? { is: 'never' } : unreadable(needed, `is required when the type is ${type}`);
  const isAgreed = needed === given.member || (needed === null && given.end.is === 'never');
  return isAgreed ? given.end : unreadable(given.member, `contradicts the type ${type}`);
}

/** The instant of an end, for access that starts at a moment; null for never. */
export function instantOf(end: Exclude<End, { is: 'unreadable' }>, start: Date): Date | null {
  switch (end.is) {
    case 'at':
      return end.instant;
    case 'after':
      return new Date(Math.min(start.getTime() + end.millis, endOfCalendars));
    default:
      return null;
  }
}

/** The pattern with the type that follows from its member, and with nothing beside it; what says nothing or cannot be read stays. */
export function spelledOut<P extends Pattern>(pattern: P): P | ExpirationPattern {
  const none = { endDateTime: null, duration: null };
  switch (endSaid(pattern).is) {
    case 'never':
      return { ...none, type: 'noExpiration' };
    case 'at':
      return { ...none, endDateTime: pattern?.endDateTime, type: 'afterDateTime' };
    case 'after':
      return { ...none, duration: pattern?.duration, type: 'afterDuration' };
    default:
      return pattern;
  }
}

/** Whether a pattern leaves the type of its end to be understood, or cannot be read at all. */
export const isHalfSaid = (pattern: Pattern): boolean =>
  endSaid(pattern).is === 'unreadable' || (givenIn(pattern).length > 0 && typeOf(pattern) === undefined);

/** What is wrong with a pattern that stands at this path, if it cannot be read. */
export function faultOfPattern(path: string, pattern: Pattern): string | undefined {
  const end = endSaid(pattern);
  return end.is === 'unreadable' ? `'${path}.${end.member}' ${end.why}` : undefined;
}

const typeOf = (pattern: Pattern): string | undefined =>
  isGiven(pattern?.type) && pattern.type !== 'notSpecified' ? pattern.type : undefined;

const isGiven = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;

function instantSaid(text: string): End {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return unreadable('endDateTime', 'is no date and time');
  return instant.getTime() >= endOfCalendars ? { is: 'never' } : { is: 'at', instant };
}

function durationSaid(text: string): End {
  const millis = durationMillis(text);
  return millis === undefined ? unreadable('duration', 'is no duration') : { is: 'after', millis };
}

const unreadable = (member: EndMember, why: string): End => ({ is: 'unreadable', member, why });
