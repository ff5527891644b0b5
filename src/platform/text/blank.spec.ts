import { describe, expect, it } from '@jest/globals';
import { isBlank } from './blank.js';

describe('A text', () => {
  it.each([
    ...['', ' ', '\t\r\n', '\u00a0', '\u3000', '\u2028', '\u200b', '\u200b\u200c\u200d', '\u2060', '\ufeff', '\u00ad'],
    ...[
      '\u202e\u202c',
      '\u061c',
      '\u180e',
      '\u034f',
      '\ufe0f',
      '\u3164',
      '\u115f',
      '\uffa0',
      '\u2800',
      '\u{e0041}',
      '\u0007',
    ],
  ])('of %j shows nothing', (text) => expect(isBlank(text)).toBe(true));

  it('that is not there shows nothing', () => expect([isBlank(null), isBlank(undefined)]).toEqual([true, true]));

  it.each(['.', '0', ' a ', '\u200bé', '❤️', '👩\u200d💻', 'ا', '中', '-'])('of %j shows something', (text) =>
    expect(isBlank(text)).toBe(false),
  );
});
