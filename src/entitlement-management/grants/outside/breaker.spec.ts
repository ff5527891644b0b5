import { describe, expect, it } from '@jest/globals';
import { asked, atOnce, away, type Breaker, closed, isOpen } from './breaker.js';

const afterTimes = (times: number, now = 0): Breaker =>
  Array.from({ length: times }).reduce<Breaker>((breaker) => away(breaker, now), closed);

describe('the breaker of a system', () => {
  it('stays closed while the system is away now and then', () => {
    for (const times of [0, 1, 4]) {
      expect([isOpen(afterTimes(times), 0), atOnce(afterTimes(times), 8)]).toEqual([false, 8]);
    }
  });

  it.each([
    [5, 1_000],
    [6, 2_000],
    [7, 4_000],
    [10, 32_000],
    [11, 60_000],
    [500, 60_000],
  ])(
    'leaves a system alone that was away %d times in a row for %d ms, and then tries it with one effect',
    (times, millis) => {
      const breaker = afterTimes(times, 100);
      expect([isOpen(breaker, 100 + millis - 1), isOpen(breaker, 100 + millis)]).toEqual([true, false]);
      expect(atOnce(breaker, 8)).toBe(1);
    },
  );

  it('leaves a system alone as long as it asks, up to an hour', () => {
    expect(isOpen(asked(closed, 0, 7_000), 6_999)).toBe(true);
    expect(isOpen(asked(closed, 0, 7_000), 7_000)).toBe(false);
    expect(isOpen(asked(closed, 0, 1e12), 3_600_000)).toBe(false);
  });
});
