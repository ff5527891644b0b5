import { endSaid, faultOfPattern, spelledOut } from './expiration.js';
import type { ExpirationPattern } from './policy-settings.js';

const day = '2027-01-01T00:00:00.000Z';
const instant = new Date(day);
const lastDay = '9999-12-31T23:59:59.9999999Z';

/** A pattern, what it means, and the pattern that says it in full; undefined where it stays as it is. */
const readings: readonly [string, ExpirationPattern | null | undefined, object, object?][] = [
  ['nothing', undefined, { is: 'unsaid' }],
  ['null', null, { is: 'unsaid' }],
  ['an object without members', {}, { is: 'unsaid' }],
  ['members that are null', { type: null, endDateTime: null, duration: null }, { is: 'unsaid' }],
  ['the type of nothing', { type: 'notSpecified' }, { is: 'unsaid' }],
  ['never', { type: 'noExpiration' }, { is: 'never' }, { type: 'noExpiration' }],
  [
    'an end',
    { type: 'afterDateTime', endDateTime: day },
    { is: 'at', instant },
    { type: 'afterDateTime', endDateTime: day },
  ],
  [
    'a time',
    { type: 'afterDuration', duration: 'PT8H' },
    { is: 'after', millis: 28_800_000 },
    { type: 'afterDuration', duration: 'PT8H' },
  ],
  ['an end alone', { endDateTime: day }, { is: 'at', instant }, { type: 'afterDateTime', endDateTime: day }],
  [
    'a time alone',
    { duration: 'PT8H' },
    { is: 'after', millis: 28_800_000 },
    { type: 'afterDuration', duration: 'PT8H' },
  ],
  [
    'a time under no type',
    { type: 'notSpecified', duration: 'PT8H' },
    { is: 'after', millis: 28_800_000 },
    { type: 'afterDuration', duration: 'PT8H' },
  ],
  [
    'an end under no type',
    { type: 'notSpecified', endDateTime: day },
    { is: 'at', instant },
    { type: 'afterDateTime', endDateTime: day },
  ],
  ['a time of zero', { duration: 'PT0S' }, { is: 'after', millis: 0 }, { type: 'afterDuration', duration: 'PT0S' }],
  ['the last day of the calendar', { endDateTime: lastDay }, { is: 'never' }, { type: 'noExpiration' }],
  [
    'the same under its type',
    { type: 'afterDateTime', endDateTime: lastDay },
    { is: 'never' },
    { type: 'noExpiration' },
  ],
  ['the same beside never', { type: 'noExpiration', endDateTime: lastDay }, { is: 'never' }, { type: 'noExpiration' }],
];

/** A pattern that contradicts itself or says half of what it should, and the member to change. */
const unreadable: readonly [string, object, string][] = [
  ['an end that is left out', { type: 'afterDateTime' }, "'e.endDateTime' is required when the type is afterDateTime"],
  ['an end that is null', { type: 'afterDateTime', endDateTime: null }, "'e.endDateTime' is required"],
  ['a time that is left out', { type: 'afterDuration' }, "'e.duration' is required when the type is afterDuration"],
  ['both at once', { duration: 'P1D', endDateTime: day }, "'e.duration' excludes 'endDateTime'"],
  ['both at once, one of them never', { duration: 'P1D', endDateTime: lastDay }, "'e.duration' excludes 'endDateTime'"],
  ['both under a type', { type: 'afterDuration', duration: 'P1D', endDateTime: day }, "'e.duration' excludes"],
  [
    'a time under the type of an end',
    { type: 'afterDateTime', duration: 'P1D' },
    "'e.duration' contradicts the type afterDateTime",
  ],
  [
    'an end under the type of a time',
    { type: 'afterDuration', endDateTime: day },
    "'e.endDateTime' contradicts the type afterDuration",
  ],
  [
    'never and a last day under the type of a time',
    { type: 'afterDuration', endDateTime: lastDay },
    "'e.endDateTime' contradicts",
  ],
  [
    'never with an end',
    { type: 'noExpiration', endDateTime: day },
    "'e.endDateTime' contradicts the type noExpiration",
  ],
  ['never after a time', { type: 'noExpiration', duration: 'P1D' }, "'e.duration' contradicts the type noExpiration"],
  ['an end that is no date', { endDateTime: 'soon' }, "'e.endDateTime' is no date and time"],
  ['a time in months', { type: 'afterDuration', duration: 'P1M' }, "'e.duration' is no duration"],
  ['a type of another kind', { type: 'sometimes' }, "'e.type' is 'sometimes'"],
];

describe('an expiration pattern', () => {
  it.each(readings)('is read where it says %s', (_, pattern, end) => {
    expect(endSaid(pattern)).toEqual(end);
    expect(faultOfPattern('e', pattern)).toBeUndefined();
  });

  it.each(readings)('is spelled out, and then says the same: %s', (_, pattern, end, whole: object | null = null) => {
    const spelled = spelledOut(pattern);
    expect(spelled).toEqual(whole ? { endDateTime: null, duration: null, ...whole } : pattern);
    expect(endSaid(spelled)).toEqual(end);
  });

  it.each(unreadable)('cannot be read with %s', (_, pattern, fault) => {
    expect(endSaid(pattern).is).toBe('unreadable');
    expect(faultOfPattern('e', pattern)).toContain(fault);
    expect(spelledOut(pattern)).toBe(pattern);
  });
});
