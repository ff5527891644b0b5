import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../errors/domain-error.js';
import { readFilter } from './filter-parser.js';
import { limits } from './limits.js';
import type { Expression } from './tree.js';

/** The tree with every grouping written out. */
function grouped(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return `${expression.literal.type}:${expression.literal.enumType ?? ''}${expression.literal.text}`;
    case 'path':
      return expression.segments.join('/');
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
    ["contains(a,'x')", "function 'contains'"],
    ['a/any(x:x eq 1)', "function 'any'"],
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
    expect(read(`a eq '${'é'.repeat(limits.literalBytes / 2)}'`)).toContain('string:');
    expect(refusalOf(`a eq '${'é'.repeat(limits.literalBytes / 2 + 1)}'`).message).toContain('longer than');
  });

  it('is understood or refused, whatever the text', () => {
    const piece = fc.constantFrom(
      ...["'", "''", '(', ')', ' ', ',', '/', ':', '.', '-', 'not', 'in', 'eq', 'and', 'a'],
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
    );
  });
});
