import { invalid, limits, abridged } from '../query/limits.js';
import type { Expression, Literal } from '../query/tree.js';
import { conjunction, disjunction, sql, type Sql } from '../sql/sql.js';
import { inValues, compared, refuseUnlike } from './comparison.js';
import { type Form, functions } from './functions.js';
import type { Members } from './place.js';
import { memberAt, membersAt, type Scope } from './scope.js';
import { condition, kindName, literalAs, type Typed } from './typed.js';
import { kindOf, type Scalar } from './values.js';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** The rows for which a `$filter` is true, as a condition. */
export const filterOf = (expression: Expression, scope: Scope): Sql => truth(expression, scope).sql;

const translators: { readonly [K in Expression['kind']]: (expression: Of<K>, scope: Scope) => Typed } = {
  literal: ({ literal, at }) => alone(literal, at),
  path: ({ segments }, scope) => memberAt(segments, scope),
  count: counted,
  call: called,
  not: negation,
  and: ({ operands }, scope) => together(operands, conjunction, scope),
  or: ({ operands }, scope) => together(operands, disjunction, scope),
  compare: comparison,
  in: membership,
  any: quantified,
  all: quantified,
};

/** What an expression is in SQL. */
export function typed(expression: Expression, scope: Scope): Typed {
  const translate = translators[expression.kind] as (expression: Expression, scope: Scope) => Typed;
  return translate(expression, scope);
}

/** A condition; anything else is refused with what to do about it. */
function truth(expression: Expression, scope: Scope): Typed {
  const found = typed(expression, scope);
  if (found.kind.edm === 'Edm.Boolean') return found;
  throw invalid(`'${abridged(found.name)}' at position ${expression.at} must be compared with something.`);
}

function alone(literal: Literal, at: number): Typed {
  const kind = kindOf(literal);
  if (!kind) throw invalid(`The value at position ${at} must be compared with a property.`);
  return literalAs(kind, literal, 'a value');
}

function negation({ operand, at }: Of<'not'>, scope: Scope): Typed {
  const { kind, sql: inner, nullable, name } = typed(operand, scope);
  if (kind.edm === 'Edm.Boolean') return condition(sql`NOT (${inner})`, nullable);
  const hint = "'not' applies to what stands next to it, so write not (a eq 1)";
  throw invalid(`'not' at position ${at} stands before '${abridged(name)}' (${kindName(kind)}): ${hint}.`);
}

function together(operands: readonly Expression[], join: typeof conjunction, scope: Scope): Typed {
  const parts = operands.map((operand) => truth(operand, scope));
  const nullable = parts.some((part) => part.nullable);
  return condition(join(parts.map((part) => part.sql)), nullable);
}

function comparison({ operator, left, right }: Of<'compare'>, scope: Scope): Typed {
  const [a, b] = sides(left, right, scope);
  refuseUnlike(operator, a, b, left.kind === 'literal' ? b : a);
  return condition(compared(operator, a, b));
}

/** Two operands; a literal is what the other one is. */
function sides(left: Expression, right: Expression, scope: Scope): readonly [Typed, Typed] {
  if (left.kind === 'literal' && right.kind === 'literal') {
    const kind = kindOf(left.literal) ?? kindOf(right.literal) ?? { edm: 'Edm.String' };
    return [literalAs(kind, left.literal, 'a value'), literalAs(kind, right.literal, 'a value')];
  }
  if (left.kind === 'literal') {
    const other = typed(right, scope);
    return [literalAs(other.kind, left.literal, other.name), other];
  }
  const first = typed(left, scope);
  return [first, right.kind === 'literal' ? literalAs(first.kind, right.literal, first.name) : typed(right, scope)];
}

function membership({ operand, items, at }: Of<'in'>, scope: Scope): Typed {
  const member = typed(operand, scope);
  const values = items.map((item) => {
    if (item.kind !== 'literal') throw invalid(`The list after 'in' at position ${at} may hold values only.`);
    return literalAs(member.kind, item.literal, member.name);
  });
  const present = values.filter(({ nullable }) => !nullable);
  return condition(
    inValues(
      member,
      present.map((value) => value.sql),
      present.length < values.length,
    ),
  );
}

function called({ name, operands, at }: Of<'call'>, scope: Scope): Typed {
  const form = functions.get(name);
  if (!form) {
    const known = [...functions.keys()].join(', ');
    throw invalid(`The function '${abridged(name)}' at position ${at} is not supported. Supported are ${known}.`);
  }
  const least = form.takes.length - (form.optional ?? 0);
  if (operands.length < least || operands.length > form.takes.length) {
    const most = form.optional ? ` to ${form.takes.length}` : '';
    throw invalid(`'${name}' at position ${at} takes ${least}${most} operands, not ${operands.length}.`);
  }
  const given = operands.map((operand, place) => operandOf(name, operand, form.takes[place], scope));
  return {
    kind: form.gives,
    sql: form.as(...given.map((one) => one.sql)),
    nullable: given.some(({ nullable }) => nullable),
    name: `${name}(...)`,
  };
}

function operandOf(name: string, operand: Expression, edm: Form['takes'][number] = 'Edm.String', scope: Scope): Typed {
  const kind: Scalar = { edm };
  if (operand.kind === 'literal') return literalAs(kind, operand.literal, `${name}(...)`);
  const found = typed(operand, scope);
  if (found.kind.edm === edm) return found;
  throw invalid(
    `'${name}' at position ${operand.at} takes ${edm}, and '${abridged(found.name)}' is ${kindName(found.kind)}.`,
  );
}

function counted({ segments }: Of<'count'>, scope: Scope): Typed {
  const { from, those } = membersAt(segments, scope);
  const count = sql`(SELECT count(*)::int4 FROM ${from()} WHERE ${those})`;
  return { kind: { edm: 'Edm.Int32' }, sql: count, nullable: false, name: `${segments.join('/')}/$count` };
}

const timesInside = ({ areRows }: Members, { times = 1 }: Scope): number =>
  areRows ? times * limits.stepsToMany : times;

/** True of some, or of all, of the entities behind a link; what is null for an entity is not true of it. */
function quantified({ kind, segments, each, at }: Of<'any' | 'all'>, scope: Scope): Typed {
  const members = membersAt(segments, scope);
  const { from, those } = members;
  if (!each) return condition(sql`EXISTS (SELECT 1 FROM ${from()} WHERE ${those})`);
  const name = each.variable.toLowerCase();
  if (scope.variables.has(name))
    throw invalid(`'${abridged(each.variable)}' at position ${at} is in use: choose another variable.`);
  const variables = new Map([...scope.variables, [name, members.each(each.variable)]]);
  if (variables.size > limits.lambdas)
    throw invalid(`'any' and 'all' are nested deeper than ${limits.lambdas} levels: simplify it.`);
  const test = truth(each.predicate, { ...scope, variables, times: timesInside(members, scope) }).sql;
  return kind === 'any'
    ? condition(sql`EXISTS (SELECT 1 FROM ${from()} WHERE ${those} AND ${test})`)
    : condition(sql`NOT EXISTS (SELECT 1 FROM ${from()} WHERE ${those} AND (${test}) IS NOT TRUE)`);
}
