import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../errors/domain-error.js';
import { limits } from './limits.js';
import { optionTexts } from './option-texts.js';
import { onCollections, onEntities, readOptions } from './options.js';

const read = (query: string) => readOptions(optionTexts(query), onCollections);

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'InvalidFilter') return error.message;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('A query string', () => {
  it.each([
    ["$filter=name%20eq%20'a%26b%3Dc'", "name eq 'a&b=c'"],
    ["$filter=name+eq+'x'", "name eq 'x'"],
    ["$filter=name eq 'a%2Bb'", "name eq 'a+b'"],
    ['$filter=at ge 2026-01-31T10:00:00+02:00', 'at ge 2026-01-31T10:00:00+02:00'],
    ['$filter=at+ge+2026-01-31T10:00:00%2B02:00', 'at ge 2026-01-31T10:00:00+02:00'],
    ['$filter=at+ge+2026-01-31T10%3A00%3A00+02%3A00', 'at ge 2026-01-31T10:00:00+02:00'],
    ["%24filter=name eq '%2525'", "name eq '%25'"],
    ["FILTER=name eq 'ü%C3%BC'", "name eq 'üü'"],
    ['&&$filter=a&', 'a'],
  ])('is split before it is decoded, and decoded once: %s', (query, filter) => {
    expect(optionTexts(query).get('filter')).toBe(filter);
  });

  it('gives options with or without $, in any case', () => {
    expect(read('TOP=5&%24select=id&OrderBy=id desc')).toEqual({
      top: 5,
      select: ['id'],
      orderby: [{ by: { kind: 'path', segments: ['id'], at: 0 }, descending: true }],
    });
    expect(read('$count=TRUE&$skip=10000&$search=a')).toEqual({
      count: true,
      skip: 10_000,
      search: { kind: 'phrase', text: 'a' },
    });
    expect(read('')).toEqual({});
  });

  it.each([
    ['$apply=x', "'$apply' is not supported here: remove it"],
    ['$levels=1', "'$levels' is not supported here: remove it"],
    ['$count=yes', "'$count' must be true or false"],
    ['$skip=-1', "'$skip' must be between 0 and 10000"],
    ['$skip=10001', "'$skip' must be between"],
    ['$skip=1e3', "'$skip' must be between"],
    [`$select=${'a,'.repeat(limits.nodes)}a`, `more than ${limits.nodes} properties`],
    ['$filtre=a', "'$filtre' is not supported here"],
    ['__proto__=1', "'$__proto__' is not supported here"],
    ['=1', "'$' is not supported here"],
    ['$top=1&TOP=2', "'$top' is given more than once"],
    ['$top=1&$top=1', "'$top' is given more than once"],
    ['$filter=', "'$filter' is empty"],
    ['$select', "'$select' is empty"],
    ['$filter=%E0%A4%A', 'percent-encoded'],
    ['$filter=%ff', 'percent-encoded'],
    ["$filter=a eq '%00'", 'a character that no value has'],
    ["$filter=a eq '\ud800'", 'a character that no value has'],
    [`$filter=${'a'.repeat(limits.optionBytes + 1)}`, 'longer than'],
    [`$skiptoken=${'a'.repeat(limits.tokenBytes + 1)}`, 'longer than'],
    ['$top=0', "'$top' must be between 1 and 999"],
    ['$top=1000', "'$top' must be between"],
    ['$top=-1', "'$top' must be between"],
    ['$top=1.5', "'$top' must be between"],
    ['$top=٣', "'$top' must be between"],
  ])('is refused with what to change: %s', (query, message) => {
    expect(refusalOf(() => read(query))).toContain(message);
  });

  it('asks for one entity with fewer options than for a collection', () => {
    expect(readOptions(optionTexts('$select=id&$expand=catalog'), onEntities)).toHaveProperty('select');
    expect(refusalOf(() => readOptions(optionTexts('$filter=a'), onEntities))).toContain(
      'Supported are $select, $expand',
    );
  });

  it('is understood or refused, whatever it is', () => {
    const name = fc.constantFrom('$filter', 'expand', '$select', '$orderby', '$top', '$skiptoken', '');
    const pair = fc.tuple(name, fc.string({ unit: 'binary' })).map(([option, text]) => `${option}=${text}`);
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 4 }), (pairs) => {
        try {
          read(pairs.join('&'));
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
    );
  });
});

describe('$select', () => {
  it('is a list of names', () => {
    expect(read('$select=id, displayName,*')).toEqual({ select: ['id', 'displayName', '*'] });
  });

  it.each([
    ['$select=a,', "''"],
    ['$select=a b', "'a b'"],
    ['$select=a/b', "'a/b'"],
  ])('refuses what is no property: %s', (query, message) => {
    expect(refusalOf(() => read(query))).toContain(message);
  });
});

describe('$expand', () => {
  it('names links, with options in parentheses', () => {
    const query = "$expand=catalog,policies(Select=id,displayName; $FILTER=name eq 'a;b,)''(' ;orderby=id desc;$top=3)";
    expect(read(query).expand).toMatchObject([
      { name: 'catalog', options: {} },
      {
        name: 'policies',
        options: {
          select: ['id', 'displayName'],
          filter: { kind: 'compare', right: { literal: { text: "a;b,)'(" } } },
          orderby: [{ by: { segments: ['id'] }, descending: true }],
          top: 3,
        },
      },
    ]);
    expect(read('$expand=*').expand).toEqual([{ name: '*', options: {}, texts: new Map() }]);
    expect(read('$expand=a($expand=b($select=c))').expand).toMatchObject([
      { name: 'a', options: { expand: [{ name: 'b', options: { select: ['c'] } }] } },
    ]);
    expect(read('$expand=a(search="b;c)" OR d;$count=true;SKIP=2;$levels=MAX)').expand).toEqual([
      {
        name: 'a',
        options: {
          search: {
            kind: 'or',
            operands: [
              { kind: 'phrase', text: 'b;c)' },
              { kind: 'phrase', text: 'd' },
            ],
          },
          count: true,
          skip: 2,
        },
        texts: new Map([
          ['search', '"b;c)" OR d'],
          ['count', 'true'],
          ['skip', '2'],
        ]),
        levels: limits.levels,
      },
    ]);
    expect(read('$expand=a($levels=2)').expand).toMatchObject([{ levels: 2 }]);
  });

  it.each([
    ['$expand=a,', "''"],
    ['$expand=a//b', "'a//b'"],
    ['$expand=/a', "'/a'"],
    ['$expand=a/', "'a/'"],
    ['$expand=a(', 'not closed'],
    ['$expand=a)', 'closes nothing'],
    ["$expand=a($filter=b eq 'x)", 'not closed'],
    ['$expand=a()', "'$' is not supported here"],
    ['$expand=a($select=)', "'$select' is empty"],
    ['$expand=a($top=1;top=2)', 'more than once'],
    ['$expand=a($skiptoken=x)', "'$skiptoken' is not supported here"],
    ['$expand=a($levels=0)', "'$levels' must be between 1 and"],
    [`$expand=a($levels=${limits.levels + 1})`, "'$levels' must be between 1 and"],
    ['$expand=a($levels=)', "'$levels' must be between 1 and"],
    ['$expand=a($search="b)', 'not closed'],
    [`$expand=${'a,'.repeat(limits.expansions)}a`, `more than ${limits.expansions} links`],
    ['$expand=*($levels=2)', 'takes no options'],
    [`$expand=${'a($expand='.repeat(12)}b${')'.repeat(12)}`, 'nested deeper'],
  ])('refuses %s', (query, message) => {
    expect(refusalOf(() => read(query))).toContain(message);
  });
});
