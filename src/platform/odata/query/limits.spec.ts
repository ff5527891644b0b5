import { describe, expect, it, jest } from '@jest/globals';
import { DomainError } from '../../errors/domain-error.js';
import { limits } from './limits.js';
import { optionTexts } from './option-texts.js';
import { onCollections, readOptions } from './options.js';

/** How many times a pattern was tried until the query was refused; each try passes over its text at most once. */
function workOf(query: string): number {
  const tries = jest.spyOn(RegExp.prototype, 'exec');
  try {
    expect(() => readOptions(optionTexts(query), onCollections)).toThrow(DomainError);
    return tries.mock.calls.length;
  } finally {
    tries.mockRestore();
  }
}

/** As many tries as there are kinds of pieces, for each byte that an option may have. */
const most = 10 * limits.optionBytes;

const fill = (piece: string, size: number = limits.optionBytes - 20): string =>
  piece.repeat(Math.ceil(size / piece.length)).slice(0, size);

describe('What is beyond the limits', () => {
  it.each([
    ['a filter', 'filter', 'a eq 1 or '],
    ['a search', 'search', 'a OR '],
    ['an order', 'orderby', 'a desc,'],
    ['a selection', 'select', 'a,'],
    ['an expansion', 'expand', 'a,'],
    ['a literal', 'filter', "'"],
  ])('is refused before it is looked at when it is too long: %s', (_, option, piece) => {
    const long = workOf(`$${option}=${fill(piece, limits.optionBytes + 1)}`);
    const longer = workOf(`$${option}=${fill(piece, 1_000_000)}`);
    expect(longer).toBe(long);
    expect(long).toBeLessThan(100);
  });

  it.each([
    ['parts', 'filter', `${fill('a eq 1 or ')}b`],
    ['parts of a list', 'filter', `a in (${fill('1,')}1)`],
    ['parentheses', 'filter', fill('(')],
    ['negations', 'filter', `${fill('not ')}a`],
    ['calls', 'filter', fill('f(')],
    ['collections', 'filter', fill('a/any(x:')],
    ['an open string', 'filter', `a eq '${fill('b')}`],
    ['an open string of quotes', 'filter', `a eq ${fill("''").slice(0, -1)}`],
    ['quotes', 'filter', fill("a' ")],
    ['a long literal', 'filter', `a eq '${fill('b')}'`],
    ['dots', 'filter', fill('a.')],
    ['dots before a quote', 'filter', `${fill('a.')}a'`],
    ['digits', 'filter', `${fill('1')}a`],
    ['halves of GUIDs', 'filter', fill('00000000-0000-')],
    ['halves of dates', 'filter', fill('2026-01-01T00:')],
    ['signs', 'filter', fill('-')],
    ['slashes', 'filter', fill('a/')],
    ['keys', 'orderby', fill('a,')],
    ['deep keys', 'orderby', fill('(')],
    ['names', 'select', fill('a,')],
    ['links', 'expand', fill('a,')],
    ['links in links', 'expand', fill('a($expand=')],
    ['closed links in links', 'expand', `${'a($expand='.repeat(60)}b${')'.repeat(60)}`],
    ['levels in levels', 'expand', `${'a($levels=5;$expand='.repeat(limits.depth)}b${')'.repeat(limits.depth)},c(`],
    ['filters in links', 'expand', `a($filter=${fill('b eq 1 or ')}b)`],
    ['quotes in links', 'expand', `a($filter=${fill("'")}`],
    ['words', 'search', fill('a ')],
    ['deep words', 'search', fill('(')],
    ['negated words', 'search', fill('NOT ')],
    ['an open phrase', 'search', `"${fill('a ')}`],
    ['backslashes', 'search', `"${fill('\\')}`],
    ['digits of a number', 'top', fill('9')],
    ['digits of another', 'skip', fill('9')],
  ])('is refused with little work: %s', (_, option, text) => {
    expect(workOf(`$${option}=${encodeURIComponent(text)}`)).toBeLessThanOrEqual(most);
  });

  it('is refused with little work when it is many options', () => {
    const names = Array.from({ length: 4_000 }, (_, at) => `$x${at}=1`).join('&');
    expect(workOf(names)).toBe(0);
    expect(workOf(fill('$filter=true&', 16_000))).toBe(0);
  });
});
