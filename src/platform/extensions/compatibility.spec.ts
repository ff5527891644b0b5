import { describe, expect, it } from '@jest/globals';
import { fits } from './compatibility.js';

describe('a range of versions', () => {
  it.each([
    ['0.1.0', '^0.1', true],
    ['0.1.0', '^0.1.0', true],
    ['0.1.7', '^0.1.3', true],
    ['0.1.2', '^0.1.3', false],
    ['0.2.0', '^0.1', false],
    ['0.1.0', '^0.2', false],
    ['0.0.3', '^0.0.3', true],
    ['0.0.4', '^0.0.3', false],
    ['0.0.4', '^0.0', true],
    ['0.9.0', '^0', true],
    ['1.0.0', '^0', false],
    ['1.4.2', '^1', true],
    ['1.4.2', '^1.4', true],
    ['1.4.2', '^1.5', false],
    ['1.4.2', '^1.4.3', false],
    ['2.0.0', '^1.4', false],
    ['1.0.0', '^2', false],
    ['1.10.0', '^1.9', true],
    ['0.1.1-rc.1', '^0.1.0', true],
  ])('takes %s for %s: %s', (version, range, isFit) => expect(fits(version, range)).toBe(isFit));

  it.each(['', '0.1', '*', '>=0', '~0.1', '^', '^a', '^0.1 || ^0.2', '^0.1.0.0', ' ^0.1'])("is none of '%s'", (range) =>
    expect(fits('0.1.0', range)).toBeUndefined(),
  );
});
