import { fits } from './pattern.js';

describe('a pattern', () => {
  it.each([
    ['abc', '[a-c]+', true],
    ['abcd', '[a-c]+', false],
    ['x', '^x$', true],
    ['x', '(', false],
    ['12-34', '\\d{2}-\\d{2}', true],
    ['ä', '\\p{L}', true],
    ['a`${1}`', '.*', true],
  ])('%s fits %s: %s', (text, pattern, expected) => {
    expect(fits(text, pattern)).toBe(expected);
  });

  it('that would run for ever fits nothing', () => {
    expect(fits(`${'a'.repeat(40)}!`, '(a+)+')).toBe(false);
  });
});
