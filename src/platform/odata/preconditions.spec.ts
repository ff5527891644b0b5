import { describe, expect, it } from '@jest/globals';
import { names, preconditionIn } from './preconditions.js';

describe('a header that names entity tags', () => {
  it.each([
    ['*', true],
    ['"abc"', true],
    ['W/"abc"', true],
    ['"other", W/"abc"', true],
    ['"other" , "more"', false],
    ['"ab"', false],
    ['"ABC"', false],
  ])('%s names W/"abc": %s', (header, expected) => {
    expect(preconditionIn({ 'if-match': header }, 'If-Match')).toBe(header);
    expect(names(header, 'W/"abc"')).toBe(expected);
  });

  it.each(['', 'abc', '"abc', '"a" "b"', '*, "a"', 'w/"abc"', '"a",'])('is refused when it is %j', (header) => {
    expect(() => preconditionIn({ 'if-match': header }, 'If-Match')).toThrow('If-Match');
  });

  it('may be missing', () => {
    expect(preconditionIn({}, 'If-Match')).toBeUndefined();
  });
});
