import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sized } from '../../../../test/support/size.js';
import { DomainError } from '../../errors/domain-error.js';
import { readFilter, readOrder } from './filter-parser.js';
import { limits } from './limits.js';
import type { Expression } from './tree.js';

/** The tree with every grouping written out. */
function grouped(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return `${expression.literal.type}:${expression.literal.enumType ?? ''}${expression.literal.text}`;
    case 'path':
      return expression.segments.join('/');
    case 'count':
      return `${expression.segments.join('/')}/#`;
    case 'call':
      return `${expression.name}(${expression.operands.map(grouped).join(' ')})`;
    case 'any':
    case 'all': {
      const { segments, kind, each } = expression;
      return `${segments.join('/')}/${kind}(${each ? `${each.variable}: ${grouped(each.predicate)}` : ''})`;
    }
    case 'not':
      return `(not ${grouped(expression.operand)})`;
    case 'compare':
      return `(${grouped(expression.left)} ${expression.operator} ${grouped(expression.right)})`;
    case 'in':
      return `(${grouped(expression.operand)} in [${expression.items.map(grouped).join(' ')}])`;
    default:
      return `(${expression.operands.map(grouped).join(` ${expression.kind} `)})`;
  }
}

const read = (text: string): string => grouped(readFilter(text));

function refusalOf(text: string): DomainError {
  try {
    readFilter(text);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`'${text}' was understood.`);
}

describe('A $filter', () => {
  it.each([
    ['a and b or c', '((a and b) or c)'],
    ['a or b and c', '(a or (b and c))'],
    ['(a or b) and c', '((a or b) and c)'],
    ['a and b and c', '(a and b and c)'],
    ['a or b or c and d', '(a or b or (c and d))'],
    ['not a and b', '((not a) and b)'],
    ['not (a) and b', '((not a) and b)'],
    ['not (a and b)', '(not (a and b))'],
    ['not not a', '(not (not a))'],
    ['not a eq b', '((not a) eq b)'],
    ['not a in (1)', '(not (a in [number:1]))'],
    ['a eq b and c ne d', '((a eq b) and (c ne d))'],
    ['a gt b eq c', '((a gt b) eq c)'],
    ['a eq b gt c', '(a eq (b gt c))'],
    ['a eq b ne c', '((a eq b) ne c)'],
    ['a lt 1 and b le 2 or not c', '(((a lt number:1) and (b le number:2)) or (not c))'],
    ["a has 'x' eq b", '((a has string:x) eq b)'],
    ["not a has 'x'", '(not (a has string:x))'],
    ['not f(a) and b', '((not f(a)) and b)'],
    ['f(a) eq 1 or b', '((f(a) eq number:1) or b)'],
    ['f(a and b or c)', 'f(((a and b) or c))'],
    ['a/any(x:x/b or c and d) and e', '(a/any(x: (x/b or (c and d))) and e)'],
    ['not a/all(x:x eq 1) and b', '((not a/all(x: (x eq number:1))) and b)'],
    ['a/$count gt 1 and b', '((a/# gt number:1) and b)'],
    ['a in (1,2) eq true', '((a in [number:1 number:2]) eq boolean:true)'],
  ])('groups %s as the precedence table of OData 4.01 says', (text, tree) => {
    expect(read(text)).toBe(tree);
  });

  it.each([
    ["a eq 'it''s'", "(a eq string:it's)"],
    ["a eq ''", '(a eq string:)'],
    ["a eq ' and '", '(a eq string: and )'],
    ['a eq null', '(a eq null:null)'],
    ['a eq TRUE', '(a eq boolean:TRUE)'],
    ['a eq -12', '(a eq number:-12)'],
    ['a eq 1A2B3C4D-0000-4000-8000-1a2b3c4d5e6f', '(a eq guid:1A2B3C4D-0000-4000-8000-1a2b3c4d5e6f)'],
    ['a eq 12345678-0000-4000-8000-1a2b3c4d5e6f', '(a eq guid:12345678-0000-4000-8000-1a2b3c4d5e6f)'],
    ['a ge 2026-01-31', '(a ge date:2026-01-31)'],
    ['a ge 2026-01-31T10:00Z', '(a ge dateTime:2026-01-31T10:00Z)'],
    ['a ge 2026-01-31T10:00:00.123+02:00', '(a ge dateTime:2026-01-31T10:00:00.123+02:00)'],
    ["a eq microsoft.graph.state'done'", '(a eq enum:microsoft.graph.statedone)'],
    ["a eq duration'P1DT2H'", '(a eq duration:P1DT2H)'],
    ["duration'PT0S' lt a", '(duration:PT0S lt a)'],
    ['durations eq 1', '(durations eq number:1)'],
    ["ToLower(a) eq 'x'", '(tolower(a) eq string:x)'],
    ["concat(concat(a , ', '),b) eq 'x'", '(concat(concat(a string:, ) b) eq string:x)'],
    ['now() gt a', '(now() gt a)'],
    ['a/b/any()', 'a/b/any()'],
    ['a/ANY(X : X/c)', 'a/any(X: X/c)'],
    ['a/any(x:x/b/all(y:y/c eq x/c))', 'a/any(x: x/b/all(y: (y/c eq x/c)))'],
    ['any eq all', '(any eq all)'],
    ['a/any/b eq 1', '(a/any/b eq number:1)'],
    ['a/b/$COUNT eq 2', '(a/b/# eq number:2)'],
    ["target/objectid eq 'x'", '(target/objectid eq string:x)'],
    ["(((a)eq('x')))", '(a eq string:x)'],
    ["a eq 'x'and(b)", '((a eq string:x) and b)'],
    ["a IN('x' , 'y')", '(a in [string:x string:y])'],
    ['A Eq 1 OR NOT b', '((A eq number:1) or (not b))'],
  ])('reads %s', (text, tree) => {
    expect(read(text)).toBe(tree);
  });

  it.each([
    ['a eq', 'position 4'],
    ['eq 1', 'position 3'],
    ['a b', 'position 2'],
    ['a eq 1 b', 'position 7'],
    ['(a eq 1', "where ')' is expected"],
    ['a eq 1)', 'position 6'],
    ['a in 1', "where '(' is expected"],
    ['a in ()', 'position 6'],
    ['a in (1,)', 'position 8'],
    ['a/', 'a property name is expected'],
    ['a//b eq 1', 'a property name is expected'],
    ["a eq 'x", 'not closed'],
    ["a eq 'x''", 'not closed'],
    ['a eq "x"', 'not understood'],
    ['a eq 12ab', 'not understood'],
    ['a = 1', 'not understood'],
    ['a eq 1; drop', 'not understood'],
    ['f(', 'it ends'],
    ['f(a', "where ')' is expected"],
    ['f(,a)', 'position 2'],
    ['f(a,)', 'position 4'],
    ['a/b(x)', "'b' is no function of a collection"],
    ['a/all()', 'a property name is expected'],
    ['a/any(x)', "where ':' is expected"],
    ["a/any('x':x)", 'a property name is expected'],
    ['a/any(x:)', 'a property or a value is expected'],
    ['a/any(x:x eq 1', "where ')' is expected"],
    ['a/$count/b eq 1', 'position 8'],
    ['a/$counts eq 1', 'not understood'],
    ['a/$value eq 1', 'not understood'],
    ["a eq duration'P1D", 'not closed'],
    ['()', 'position 1'],
    ['', 'it ends'],
  ])('refuses %s and says where', (text, message) => {
    expect(refusalOf(text).code).toBe('InvalidFilter');
    expect(refusalOf(text).message).toContain(message);
  });

  it('is refused beyond a number of parts, a depth, or a length of a literal', () => {
    const many = (parts: number) => Array.from({ length: parts }, () => 'a eq 1').join(' or ');
    expect(readFilter(many(25)).kind).toBe('or');
    expect(refusalOf(many(26)).message).toContain(`more than ${limits.nodes} parts`);
    const deep = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(read(deep(limits.depth - 1))).toBe('a');
    expect(refusalOf(deep(limits.depth)).message).toContain('nested deeper');
    expect(refusalOf(`${'not '.repeat(limits.depth)}a`).message).toContain('nested deeper');
    expect(refusalOf(deep(1_000)).message).toContain('nested deeper');
    expect(refusalOf(`${'f('.repeat(limits.depth)}a${')'.repeat(limits.depth)}`).message).toContain('nested deeper');
    expect(refusalOf(`${'a/any(x:'.repeat(limits.depth)}a${')'.repeat(limits.depth)}`).message).toContain(
      'nested deeper',
    );
    expect(refusalOf(`f(${'a,'.repeat(limits.nodes)}a)`).message).toContain('more than');
    expect(read(`a eq '${'é'.repeat(limits.literalBytes / 2)}'`)).toContain('string:');
    expect(refusalOf(`a eq '${'é'.repeat(limits.literalBytes / 2 + 1)}'`).message).toContain('longer than');
  });

  it('is understood or refused, whatever the text', () => {
    const piece = fc.constantFrom(
      ...["'", "''", '(', ')', ' ', ',', '/', ':', '.', '-', 'not', 'in', 'eq', 'and', 'a'],
      ...['any', 'all', '$count', 'duration', 'f(', 'has', 'null', '1'],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join(' ')),
    );
    fc.assert(
      fc.property(text, (anything) => {
        try {
          readFilter(anything);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
      { numRuns: sized({ small: 30, ci: 100, full: 10_000 }) },
    );
  });
});

describe('An $orderby', () => {
  const order = (text: string): string[] =>
    readOrder(text).map(({ by, descending }) => `${grouped(by)}${descending ? ' down' : ''}`);

  it.each([
    ['a', ['a']],
    ['a,b desc , c/d  ASC', ['a', 'b down', 'c/d']],
    ["length(a) desc,b/$count,c eq 'x' Desc", ['length(a) down', 'b/#', '(c eq string:x) down']],
    ['asc desc,desc asc', ['asc down', 'desc']],
  ])('reads %s', (text, keys) => {
    expect(order(text)).toEqual(keys);
  });

  it.each([
    ['a down', "'down' stands"],
    ['a,,b', "',' stands"],
    ['a,', 'it ends'],
    ['a desc desc', "'desc' stands"],
    ['a,b,c,d,e,f', 'at most 5'],
    ['a"', "in '$orderby'"],
  ])('refuses %s', (text, message) => {
    expect(() => readOrder(text)).toThrow(message);
  });
});
