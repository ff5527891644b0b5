import { invalid, shown } from '../query/limits.js';
import type { Comparison, Expression } from '../query/tree.js';
import { always, type ColumnTest, type Condition, never, opposite, type Where, whereOf } from './condition.js';
import type { FindMember } from './members.js';
import { type Value, valueOf } from './values.js';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

const swapped = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const;
const ordering = { gt: 'gt', ge: 'gte', lt: 'lt', le: 'lte' } as const;
const ordered: readonly string[] = ['Edm.String', 'Edm.Int32', 'Edm.DateTimeOffset'];

/** The Prisma `where` that a `$filter` means. */
export const filterOf = (expression: Expression, find: FindMember): Where => translated(expression, find, false);

/** Carries every `not` down to the comparisons, whose opposites are known. */
function translated(expression: Expression, find: FindMember, negated: boolean): Where {
  switch (expression.kind) {
    case 'not':
      return translated(expression.operand, find, !negated);
    case 'and':
    case 'or': {
      const parts = expression.operands.map((operand) => translated(operand, find, negated));
      return (expression.kind === 'and') === negated ? { OR: parts } : { AND: parts };
    }
    case 'compare':
      return comparison(expression, find, negated);
    case 'in':
      return membership(expression, find, negated);
    case 'path':
      return truth(expression, find, negated);
    case 'literal':
      return constant(expression, negated);
  }
}

function comparison(expression: Of<'compare'>, find: FindMember, negated: boolean): Where {
  const { operator, path, literal } = sidesOf(expression);
  const member = find(path.segments);
  if (operator !== 'eq' && operator !== 'ne' && !ordered.includes(member.kind.edm)) {
    throw invalid(`'${member.path}' has no order: compare it with 'eq', 'ne' or 'in' instead of '${operator}'.`);
  }
  const condition = conditionOf(operator, valueOf(member, literal));
  return whereOf(member, negated ? opposite(condition) : condition);
}

/** The property and the value of a comparison, whichever of them stands first. */
function sidesOf({ operator, left, right, at }: Of<'compare'>) {
  if (left.kind === 'path' && right.kind === 'literal') return { operator, path: left, literal: right.literal };
  if (left.kind === 'literal' && right.kind === 'path') {
    return { operator: swapped[operator], path: right, literal: left.literal };
  }
  const hint = left.kind === 'not' ? ": 'not' applies to what stands next to it, so write not (a eq 1)" : '';
  throw invalid(`'${operator}' at position ${at} must compare a property with a value${hint}.`);
}

/** Null equals null and nothing else, and is neither more nor less than anything (OData URL conventions, 5.1.1.1). */
function conditionOf(operator: Comparison, value: Value | null): Condition {
  if (operator === 'ne') return opposite(conditionOf('eq', value));
  if (value === null) return { present: false, absent: operator === 'eq' || operator === 'ge' || operator === 'le' };
  return { present: { operator: operator === 'eq' ? 'equals' : ordering[operator], value }, absent: false };
}

function membership({ operand, items, at }: Of<'in'>, find: FindMember, negated: boolean): Where {
  if (operand.kind !== 'path') throw invalid(`'in' at position ${at} must follow a property.`);
  const member = find(operand.segments);
  const values = items.map((item) => {
    if (item.kind !== 'literal') throw invalid(`The list after 'in' at position ${at} may hold values only.`);
    return valueOf(member, item.literal);
  });
  const present = values.filter((value) => value !== null);
  const condition: Condition = { present: oneOf(present), absent: present.length < values.length };
  return whereOf(member, negated ? opposite(condition) : condition);
}

/** Prisma knows no `in` for flags: a list with both of them is met by any. */
function oneOf(values: readonly Value[]): ColumnTest | boolean {
  const [first, ...others] = new Set(values);
  if (first === undefined) return false;
  if (others.length === 0) return { operator: 'equals', value: first };
  return typeof first === 'boolean' ? true : { operator: 'in', value: [first, ...others] };
}

/** A flag that stands alone. Unlike a comparison with null, `not` of null is null, so null rows never show. */
function truth({ segments, at }: Of<'path'>, find: FindMember, negated: boolean): Where {
  const member = find(segments);
  if (member.kind.edm !== 'Edm.Boolean') {
    throw invalid(`'${shown(segments.join('/'))}' at position ${at} must be compared with something.`);
  }
  return whereOf(member, { present: { operator: 'equals', value: !negated }, absent: false });
}

function constant({ literal, at }: Of<'literal'>, negated: boolean): Where {
  if (literal.type !== 'boolean') throw invalid(`The value at position ${at} must be compared with a property.`);
  return (literal.text.toLowerCase() === 'true') === negated ? never : always;
}
