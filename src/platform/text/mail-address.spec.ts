import { describe, expect, it } from '@jest/globals';
import { isMailAddress } from './mail-address.js';

const ofLength = (length: number) => `${'a'.repeat(length - 4)}@b.c`;

describe('A mail address', () => {
  it.each(['ada@contoso.example', 'Ada.King+x@contoso.example', "o'neil@b", 'zoë@münchen.example', ofLength(254)])(
    'may be %s',
    (text) => expect(isMailAddress(text)).toBe(true),
  );

  it.each([
    ...['', 'ada', '@contoso.example', 'ada@', 'a@b@c', 'a b@c', ' a@b', 'a@b ', 'a@b\n', 'a\0@b', 'a\u200b@b'],
    ...['a@b\u00a0', 'a@\u202eb', 'a@b\u2060', ofLength(255)],
  ])('cannot be %j', (text) => expect(isMailAddress(text)).toBe(false));
});
