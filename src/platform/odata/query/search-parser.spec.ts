import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../errors/domain-error.js';
import { limits } from './limits.js';
import { readSearch } from './search-parser.js';
import type { Search } from './tree.js';

/** The tree with every grouping written out. */
function grouped(search: Search): string {
  if (search.kind === 'phrase') return `<${search.text}>`;
  if (search.kind === 'not') return `not ${grouped(search.operand)}`;
  return `(${search.operands.map(grouped).join(` ${search.kind} `)})`;
}

describe('A $search', () => {
  it.each([
    ['a', '<a>'],
    ['a b', '(<a> and <b>)'],
    ['a AND b', '(<a> and <b>)'],
    ['a OR b', '(<a> or <b>)'],
    ['a b OR c AND d', '((<a> and <b>) or (<c> and <d>))'],
    ['a OR b c', '(<a> or (<b> and <c>))'],
    ['(a OR b) c', '((<a> or <b>) and <c>)'],
    ['NOT a b', '(not <a> and <b>)'],
    ['NOT (a b)', 'not (<a> and <b>)'],
    ['NOT NOT a', 'not not <a>'],
    ['a NOT b', '(<a> and not <b>)'],
    ['a AND NOT b', '(<a> and not <b>)'],
    ['"a b"', '<a b>'],
    ['"a OR b"', '<a OR b>'],
    ['"a \\"b\\" \\\\"', '<a "b" \\>'],
    ['and or not', '(<and> and <or> and <not>)'],
    ["it's C++ 1,2;3", "(<it's> and <C++> and <1,2;3>)"],
    ['"displayName:a b"', '<displayName:a b>'],
    [' ( a ) ', '<a>'],
    ['a"b"', '(<a> and <b>)'],
  ])('groups %s as OData 4.01 says', (text, tree) => {
    expect(grouped(readSearch(text))).toBe(tree);
  });

  it.each([
    ['"a', 'not closed'],
    ['""', 'empty phrase'],
    ['" "', 'empty phrase'],
    ['a OR', 'it ends'],
    ['OR a', "'OR' stands"],
    ['a AND AND b', "'AND' stands"],
    ['NOT', 'it ends'],
    ['(a', 'it ends'],
    ['a)', "')' stands"],
    ['()', "')' stands"],
    [`"${'é'.repeat(limits.literalBytes / 2 + 1)}"`, 'longer than'],
    ['a '.repeat(limits.nodes + 1), `more than ${limits.nodes} parts`],
    [`${'('.repeat(limits.depth)}a${')'.repeat(limits.depth)}`, 'nested deeper'],
  ])('refuses %s', (text, message) => {
    expect(() => readSearch(text)).toThrow(DomainError);
    expect(() => readSearch(text)).toThrow(message);
  });

  it('is understood or refused, whatever the text', () => {
    const piece = fc.constantFrom('"', '\\', '(', ')', ' ', 'AND', 'OR', 'NOT', 'a', 'é');
    const pieces = fc.array(piece).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), pieces), (anything) => {
        try {
          readSearch(anything);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
    );
  });
});
