import { invalid } from '../query/limits.js';
import type { Comparison } from '../query/tree.js';
import { parameter } from '../sql/parameter.js';
import { commaSeparated, sql, type Sql } from '../sql/sql.js';
import { kindName, type Typed } from './typed.js';

const ordered: readonly string[] = ['Edm.String', 'Edm.Int32', 'Edm.DateTimeOffset', 'Edm.Date', 'Edm.Duration'];

type Write = (a: Typed, b: Typed) => Sql;

/** How each operator's answer is written, for operands of one kind. Whoever asks has an answer: it is never null. */
const written: { readonly [Operator in Comparison]: Write } = {
  eq: (a, b) => equal(...alike(a, b)),
  ne: (a, b) => different(...alike(a, b)),
  // An enumeration here has one member at a time.
  has: equal,
  gt: inOrder(sql`>`),
  lt: inOrder(sql`<`),
  ge: inOrder(sql`>=`),
  le: inOrder(sql`<=`),
};

/** Null equals null and nothing else, and has no place in an order (OData URL conventions, 5.1.1.1). */
export function compared(operator: Comparison, a: Typed, b: Typed): Sql {
  if (!a.isNull && !b.isNull) return written[operator](a, b);
  if (operator === 'gt' || operator === 'lt') return parameter(false, 'bool');
  const other = a.isNull ? b : a;
  return operator === 'ne' ? sql`${other.sql} IS NOT NULL` : sql`${other.sql} IS NULL`;
}

/** Refuses operands of two kinds, members of two enumerations, and an order where there is none. */
export function refuseUnlike(operator: Comparison, a: Typed, b: Typed, subject: Typed): void {
  if (kindName(a.kind) !== kindName(b.kind)) {
    throw invalid(`'${a.name}' (${kindName(a.kind)}) cannot be compared with '${b.name}' (${kindName(b.kind)}).`);
  }
  if (operator === 'has' && a.kind.edm !== 'enum')
    throw invalid(`'has' must follow an enumeration, not '${subject.name}'.`);
  const isOrdering = operator !== 'eq' && operator !== 'ne' && operator !== 'has';
  if (isOrdering && !ordered.includes(a.kind.edm)) {
    throw invalid(`'${subject.name}' has no order: compare it with 'eq', 'ne' or 'in' instead of '${operator}'.`);
  }
}

/** Two operands in one case of letters, where one of them has none of its own. */
const alike = (a: Typed, b: Typed): readonly [Typed, Typed] =>
  a.isCaseless || b.isCaseless ? [folded(a), folded(b)] : [a, b];

/** An operand as the index of its column has it. */
const folded = (operand: Typed): Typed => ({ ...operand, sql: inOneCase(operand.sql) });

const inOneCase = (text: Sql): Sql => sql`lower(${text})`;

const different = (a: Typed, b: Typed): Sql =>
  a.nullable || b.nullable ? sql`${a.sql} IS DISTINCT FROM ${b.sql}` : sql`${a.sql} <> ${b.sql}`;

function equal(a: Typed, b: Typed): Sql {
  if (a.nullable && b.nullable) return sql`${a.sql} IS NOT DISTINCT FROM ${b.sql}`;
  return settled(sql`${a.sql} = ${b.sql}`, a, b);
}

/** What is at least, or at most, something else may equal it, as one null does the other. */
function inOrder(sign: Sql): Write {
  const orEqual = sign.sql.includes('=');
  return (a, b) => {
    const test = sql`${a.sql} ${sign} ${b.sql}`;
    if (!orEqual || !a.nullable || !b.nullable) return settled(test, a, b);
    return sql`COALESCE(${test}, ${a.sql} IS NOT DISTINCT FROM ${b.sql})`;
  };
}

/** One of several values, none of them null; `empty` is the answer for null. */
export function inValues(a: Typed, values: readonly Sql[], empty: boolean): Sql {
  if (values.length === 0) return empty ? sql`${a.sql} IS NULL` : sql`FALSE`;
  const test = a.isCaseless
    ? sql`${inOneCase(a.sql)} IN (${commaSeparated(values.map(inOneCase))})`
    : sql`${a.sql} IN (${commaSeparated(values)})`;
  if (!a.nullable) return test;
  return empty ? sql`COALESCE(${test}, TRUE)` : settled(test, a);
}

/** False where SQL would not know. The form for a column leaves an index of use. */
function settled(test: Sql, ...operands: readonly Typed[]): Sql {
  const open = operands.filter(({ nullable }) => nullable);
  if (open.length === 0) return test;
  const [only, ...others] = open;
  if (only?.bare === true && others.length === 0) return sql`(${test} AND ${only.sql} IS NOT NULL)`;
  return sql`COALESCE(${test}, FALSE)`;
}
