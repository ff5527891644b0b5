import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sized } from '../../../test/support/size.js';
import { failureReason } from './failure-reason.js';

const nameless: unknown = Object.create(null);
const hostile = Object.defineProperty(new Error(), 'message', {
  get: () => {
    throw new Error('no');
  },
});

describe('why something failed', () => {
  it.each<[string, unknown, string]>([
    ['an error', new Error('no such mailbox'), 'no such mailbox'],
    ['an error whose message is no text', Object.assign(new Error(), { message: 7 }), '7'],
    ['a text', 'no', 'no'],
    ['nothing', undefined, 'undefined'],
    ['a NUL', new Error('a\0b'), 'a\uFFFDb'],
    ['half a character', new Error('a\uD83D'), 'a\uFFFD'],
    ['a character that is cut in two', `${'x'.repeat(1_999)}\u{1F600}`, `${'x'.repeat(1_999)}\uFFFD`],
    ['a symbol', Symbol('no'), 'Symbol(no)'],
    ['an object without a prototype', nameless, 'Something was thrown that says nothing of itself.'],
    ['an error that throws when it is read', hostile, 'Something was thrown that says nothing of itself.'],
  ])('can be told of %s', (_, thrown, reason) => {
    expect(failureReason(thrown)).toBe(reason);
  });

  it('is always a text that can be stored', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything({ withNullPrototype: true }), fc.string({ unit: 'binary', maxLength: 2_100 })),
        (thrown) => {
          const reason = failureReason(thrown);
          expect([reason.length <= 2_000, reason.isWellFormed(), reason.includes('\0')]).toEqual([true, true, false]);
        },
      ),
      { numRuns: sized({ small: 30, ci: 100, full: 1_000 }) },
    );
  });
});
