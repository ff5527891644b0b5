import { describe, expect, it } from '@jest/globals';
import { limits } from './limits.js';
import { optionTexts } from './option-texts.js';

const textOf = (query: string, option = 'filter') => optionTexts(query).get(option);

describe('A parameter alias', () => {
  it.each([
    ["$filter=name eq @n&@n='x'", "name eq 'x'"],
    ["@n='O''Neil'&$filter=name eq @n", "name eq 'O''Neil'"],
    ['$filter=name%20eq%20%40N&%40n=%27x%26y%27', "name eq 'x&y'"],
    ['$filter=size in (@a,@b)&@a=1&@b=-2', 'size in (1,-2)'],
    ["$filter=contains(name,@n) or @n eq name&@n='x'", "contains(name,'x') or 'x' eq name"],
    ["$filter=mail eq 'a@n' and name eq @n&@n='x'", "mail eq 'a@n' and name eq 'x'"],
    ["$filter=name eq @n&@n='@m'&@m='y'", "name eq '@m'"],
    ["$filter=name eq @n&@n='x'&@unused=)", "name eq 'x'"],
  ])('stands for its value: %s', (query, filter) => {
    expect(textOf(query)).toBe(filter);
  });

  it('stands for its value inside an expansion and in an order, and for no word that is searched', () => {
    const query = "$expand=a($filter=b eq @b;$top=1)&$orderby=indexof(c,@b)&$search=x @b&@b='v'";
    expect(textOf(query, 'expand')).toBe("a($filter=b eq 'v';$top=1)");
    expect(textOf(query, 'orderby')).toBe("indexof(c,'v')");
    expect(textOf(query, 'search')).toBe('x @b');
  });

  it.each([
    ['$filter=name eq @n', "'@n' has no value"],
    ["$filter=name eq @n&@n='x' or true", "'@n' takes one value"],
    ['$filter=name eq @n&@n=displayName', "'@n' takes one value"],
    ['$filter=name eq @n&@n=@m&@m=1', "Syntax error at position 0 in '@n'"],
    ['$filter=name eq @n&@n=', "'@n' takes one value"],
    ["$filter=name eq @n&@n='x", 'not closed by a single quote'],
    ['$filter=name eq @n&@n=1&%40N=2', "'@n' is given more than once"],
    [`$filter=name eq @n&@n='${'x'.repeat(limits.literalBytes)}y'`, 'longer than'],
  ])('is refused where it is no value: %s', (query, message) => {
    expect(() => textOf(query)).toThrow(message);
  });

  it('makes no option longer than options are', () => {
    const many = Array.from({ length: 300 }, () => '@n').join(' or ');
    expect(() => textOf(`$filter=${many}&@n='${'x'.repeat(1_000)}'`)).toThrow(
      `longer than ${limits.optionBytes} bytes`,
    );
  });
});
