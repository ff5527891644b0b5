import fc from 'fast-check';
import { endSaid, instantOf } from './expiration.js';
import type { ExpirationPattern } from './policy-settings.js';
import {
  isFault,
  keepsTheEnd,
  saysNothing,
  startOf,
  type Window,
  windowAsked,
  type WindowFacts,
  type WindowFault,
  windowOf,
} from './window.js';

const start = new Date('2026-11-24T12:00:00Z');
const on = (iso: string): ExpirationPattern => ({ type: 'afterDateTime', endDateTime: iso });
const after = (duration: string): ExpirationPattern => ({ type: 'afterDuration', duration });
const never: ExpirationPattern = { type: 'noExpiration' };
const held = (iso: string | null) => ({ endAt: iso === null ? null : new Date(iso) });
const facts = (members: Partial<WindowFacts>): WindowFacts => ({
  ...{ start, asked: null, expiration: null, held: null, keepsEnd: false },
  ...members,
});
const said = (window: Window | WindowFault): string | null =>
  isFault(window) ? `${window.of}: ${window.why}` : (window.end?.toISOString() ?? null);

/** What is asked for and allowed, and the end at the request and at delivery; one where they are the same. */
const table: readonly [string, Partial<WindowFacts>, string | null, string?][] = [
  ['nothing is said', {}, null],
  ['the policy says', { expiration: after('P1D') }, '2026-11-25T12:00:00.000Z'],
  ['the policy says without a type', { expiration: { duration: 'PT8H' } }, '2026-11-24T20:00:00.000Z'],
  ['the policy says an end alone', { expiration: { endDateTime: '2027-01-01T00:00:00Z' } }, '2027-01-01T00:00:00.000Z'],
  ['the policy says far more than a calendar', { expiration: after('P999999D') }, '4764-10-20T12:00:00.000Z'],
  [
    'less is asked for',
    { expiration: after('P30D'), asked: { expiration: { duration: 'PT1H' } } },
    '2026-11-24T13:00:00.000Z',
  ],
  [
    'as much is asked for',
    { expiration: after('P1D'), asked: { expiration: on('2026-11-25T12:00:00Z') } },
    '2026-11-25T12:00:00.000Z',
  ],
  [
    'more is asked for',
    { expiration: after('P1D'), asked: { expiration: on('2026-11-25T12:00:01Z') } },
    'request: the schedule ends at 2026-11-25T12:00:01.000Z; the policy allows 2026-11-25T12:00:00.000Z at the latest',
    '2026-11-25T12:00:00.000Z',
  ],
  [
    'no end is asked for',
    { expiration: after('P1D'), asked: { expiration: { endDateTime: '9999-12-31T23:59:59Z' } } },
    'request: the schedule never ends; the policy allows 2026-11-25T12:00:00.000Z at the latest',
    '2026-11-25T12:00:00.000Z',
  ],
  ['no end is asked for and allowed', { expiration: never, asked: { expiration: never } }, null],
  [
    'the end asked for has passed',
    { asked: { expiration: on('2026-11-24T12:00:00Z') } },
    'request: the schedule ends at 2026-11-24T12:00:00.000Z, which is not after its start',
  ],
  [
    'no time is asked for',
    { asked: { expiration: after('PT0S') } },
    'request: the schedule ends at 2026-11-24T12:00:00.000Z, which is not after its start',
  ],
  [
    'the policy has ended',
    { expiration: on('2026-11-24T11:00:00Z') },
    'policy: its expiration, 2026-11-24T11:00:00.000Z, leaves no time for access',
  ],
  [
    'the policy cannot be read',
    { expiration: { type: 'afterDateTime' } },
    "policy: 'expiration.endDateTime' is required when the type is afterDateTime",
  ],
  [
    'what is asked for cannot be read',
    { asked: { expiration: { type: 'afterDuration' } } },
    "request: 'schedule.expiration.duration' is required when the type is afterDuration",
  ],
  [
    'a renewal says no end',
    { expiration: after('P1D'), held: held('2026-11-24T13:00:00Z') },
    '2026-11-25T12:00:00.000Z',
  ],
  [
    'answers are corrected',
    { expiration: after('P1D'), held: held('2026-12-31T00:00:00Z'), keepsEnd: true },
    '2026-12-31T00:00:00.000Z',
  ],
  ['answers are corrected of what never ends', { expiration: after('P1D'), held: held(null), keepsEnd: true }, null],
  [
    'answers come with an end',
    { held: held(null), keepsEnd: true, asked: { expiration: after('PT1H') } },
    '2026-11-24T13:00:00.000Z',
  ],
  [
    'answers come with an object that says nothing',
    { held: held(null), keepsEnd: true, expiration: after('P1D'), asked: { expiration: { type: 'notSpecified' } } },
    null,
  ],
  [
    'answers come under a policy that cannot be read',
    { held: held(null), keepsEnd: true, expiration: { type: 'afterDateTime' } },
    "policy: 'expiration.endDateTime' is required when the type is afterDateTime",
  ],
  ['answers come with new access', { keepsEnd: true, expiration: after('P1D') }, '2026-11-25T12:00:00.000Z'],
  [
    'what is held has ended by then',
    { held: held('2026-11-24T12:00:00Z') },
    'request: the access that is held ends at 2026-11-24T12:00:00.000Z, not after 2026-11-24T12:00:00.000Z, when the change would start',
  ],
];

describe('the window of a request', () => {
  it.each(table)('where %s', (_, given, asked, delivered = asked ?? undefined) => {
    expect(said(windowAsked(facts(given)))).toBe(asked);
    expect(said(windowOf(facts(given)))).toBe(delivered ?? null);
  });

  it.each([
    [null, true],
    [{}, true],
    [{ startDateTime: null, expiration: null }, true],
    [{ expiration: { type: 'notSpecified' as const } }, true],
    [{ startDateTime: '2027-01-01T00:00:00Z' }, false],
    [{ expiration: { duration: 'PT1H' } }, false],
    [{ expiration: { type: 'afterDateTime' as const } }, false],
  ])('is asked for by %j: not %s', (schedule, isNone) => {
    expect(saysNothing(schedule)).toBe(isNone);
  });

  it.each([
    ['userAdd', 1, false],
    ['userUpdate', 0, false],
    ['userUpdate', 1, true],
    ['adminUpdate', 2, true],
  ])('leaves the end of what is held for %s with %d answers: %s', (type, answers, keeps) => {
    expect(keepsTheEnd(type, answers)).toBe(keeps);
  });
});

const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true });
const hours = fc.integer({ min: 0, max: 24 * 800 }).map((count) => `PT${count}H`);
const patterns = fc.option(
  fc.record({
    type: fc.constantFrom(
      undefined,
      null,
      ...(['notSpecified', 'noExpiration', 'afterDateTime', 'afterDuration'] as const),
    ),
    endDateTime: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(undefined, null) },
      { weight: 2, arbitrary: instants.map((at) => at.toISOString()) },
      { weight: 1, arbitrary: fc.constantFrom('9999-12-31T23:59:59Z', '9999-12-31T00:00:00.0000000Z') },
    ),
    duration: fc.oneof(fc.constantFrom(undefined, null), hours),
  }),
);
const wishes = fc.record({
  now: instants,
  /** How long after the request it is delivered. */
  waits: fc.nat({ max: 60 * 86_400_000 }),
  asked: fc.option(
    fc.record({ startDateTime: fc.option(instants.map((at) => at.toISOString())), expiration: patterns }),
  ),
  expiration: patterns,
  held: fc.option(fc.record({ endAt: fc.option(instants) })),
  keepsEnd: fc.boolean(),
});

const notLater = (one: Date | null, other: Date | null): boolean => other === null || (one !== null && one <= other);
const endFrom = (pattern: ExpirationPattern | null | undefined, from: Date): Date | null => {
  const end = endSaid(pattern);
  return end.is === 'unreadable' ? null : instantOf(end, from);
};

type Wish = Omit<WindowFacts, 'start'>;

/** Holds what would be given from a start against what is asked for, allowed and held; 1 where nothing is. */
function check(wish: Wish, start: Date): number {
  const window = windowOf({ ...wish, start });
  if (isFault(window)) return 1;
  const isKept = wish.held !== null && wish.keepsEnd && endSaid(wish.asked?.expiration).is === 'unsaid';
  if (isKept) {
    expect(window.end).toEqual(wish.held.endAt);
    return 0;
  }
  expect(window.end === null || window.end > start).toBe(true);
  expect(notLater(window.end, endFrom(wish.expiration, start))).toBe(true);
  expect(notLater(window.end, endFrom(wish.asked?.expiration, start))).toBe(true);
  return 0;
}

describe('whatever is asked for, allowed and held', () => {
  it('what is given ends not later than what was asked for, nor than what is allowed, and is the same in the dry run', () => {
    let [given, refused, refusedAtLast] = [0, 0, 0];
    fc.assert(
      fc.property(wishes, ({ now, waits, ...wish }) => {
        const startsAt = startOf(wish.asked, now);
        const dryRun = windowAsked({ ...wish, start: startsAt });
        if (isFault(dryRun)) return void (refused += 1);
        expect(windowOf({ ...wish, start: startsAt })).toEqual(dryRun);
        given += 1;
        const deliveredAt = new Date(startsAt.getTime() + waits);
        refusedAtLast += check(wish, startsAt) + check(wish, deliveredAt);
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(given, refused, refusedAtLast)).toBeGreaterThan(0);
  });

  it('nothing is given under what cannot be read', () => {
    fc.assert(
      fc.property(wishes, ({ now, ...wish }) => {
        const isReadable = [wish.asked?.expiration, wish.expiration].every((one) => endSaid(one).is !== 'unreadable');
        const window = windowOf({ ...wish, start: startOf(wish.asked, now) });
        expect(isFault(window) && window.isUnreadable).toBe(!isReadable);
      }),
      { numRuns: 2_000 },
    );
  });
});
