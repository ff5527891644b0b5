import fc from 'fast-check';
import { durationMillis, durationOfMinutes } from './duration.js';
import { instantOf } from './instant.js';

describe('a duration', () => {
  it.each([
    ['P14D', 14 * 86_400_000],
    ['PT8H', 8 * 3_600_000],
    ['P1DT2H3M4.5S', 86_400_000 + 2 * 3_600_000 + 3 * 60_000 + 4_500],
    ['PT0S', 0],
    ['PT0.0009S', 0],
  ])('%s is %d ms', (text, millis) => {
    expect(durationMillis(text)).toBe(millis);
  });

  it.each(['', 'P', 'PT', 'P1DT', '-P1D', 'P1Y', 'P1M', 'P1W', '1D', 'P1.5D', 'p1d', 'P1D ', 'PT1S1M', 'P9999999D'])(
    'is not %p',
    (text) => {
      expect(durationMillis(text)).toBeUndefined();
    },
  );
});

describe('minutes written as a duration', () => {
  const upTo = (digits: number) => fc.integer({ min: 0, max: 10 ** digits - 1 });

  it('are read as the same, however many a duration may say', () => {
    fc.assert(
      fc.property(upTo(6), upTo(7), upTo(8), upTo(7), (days, hours, minutes, more) => {
        const whole = (durationMillis(`P${days}DT${hours}H${minutes}M${more * 60}S`) ?? NaN) / 60_000;
        expect(durationMillis(durationOfMinutes(whole))).toBe(whole * 60_000);
      }),
    );
  });

  it.each([
    [0, 'P0D'],
    [90, 'PT1H30M'],
    [1_440, 'P1D'],
    [1_439_998_560, 'P999999D'],
    [1_440_000_000, 'P999999DT24H'],
  ])('%d are %s', (whole, text) => {
    expect(durationOfMinutes(whole)).toBe(text);
  });
});

describe('an instant', () => {
  it.each([
    ['2026-11-24T12:00:00Z', '2026-11-24T12:00:00.000Z'],
    ['2021-11-10T01:08:30.9134953Z', '2021-11-10T01:08:30.913Z'],
    ['2024-02-29T00:30:00+01:00', '2024-02-28T23:30:00.000Z'],
    ['2026-11-24T12:00z', '2026-11-24T12:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(instantOf(text)?.toISOString()).toBe(iso);
  });

  it.each([
    '',
    '2026-11-24',
    '2026-11-24T12:00:00',
    '2023-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-24T24:00:00Z',
    '1899-12-31T00:00:00Z',
    '2101-01-01T00:00:00Z',
    'now',
  ])('is not %p', (text) => {
    expect(instantOf(text)).toBeUndefined();
  });
});
