import { parameter, parameters } from './parameter.js';
import type { Only, Source } from './source.js';
import { conjunction, disjunction, sql, type Sql } from './sql.js';

type Part = Readonly<Record<string, unknown>>;
/** A value, or several as one array, as a parameter of the column's type. */
type Value = (given: unknown) => Sql;
type Test = (column: Sql, value: Value, given: unknown) => Sql;

/** The operators that a condition of ours may use on a column, as Prisma spells them. */
const operators: Readonly<Record<string, Test>> = {
  equals: (column, value, given) => (given === null ? sql`${column} IS NULL` : sql`${column} = ${value(given)}`),
  not: (column, value, given) => (given === null ? sql`${column} IS NOT NULL` : sql`${column} <> ${value(given)}`),
  in: anyOf,
  notIn: (column, value, given) => sql`NOT (${anyOf(column, value, given)})`,
  gt: (column, value, given) => sql`${column} > ${value(given)}`,
  gte: (column, value, given) => sql`${column} >= ${value(given)}`,
  lt: (column, value, given) => sql`${column} < ${value(given)}`,
  lte: (column, value, given) => sql`${column} <= ${value(given)}`,
};

/** How a condition on what a relation leads to decides about the row: whether such a row is there. */
const quantifiers: Readonly<Record<string, (found: (negated: boolean) => Sql) => Sql>> = {
  some: (found) => found(false),
  none: (found) => sql`NOT ${found(false)}`,
  every: (found) => sql`NOT ${found(true)}`,
  is: (found) => found(false),
  isNot: (found) => sql`NOT ${found(false)}`,
};

/**
 * The rows that a Prisma `where` means: how resources and controllers say which rows there are for a caller.
 *
 * What is not understood stops the read: no part of such a condition may be passed over. A function says in SQL what no `where` can.
 */
export const whereOf = (where: object | Only, source: Source): Sql =>
  isSql(where) ? where(source) : conjunction(Object.entries(where).map(([name, part]) => partOf(name, part, source)));

const isSql = (where: object | Only): where is Only => typeof where === 'function';
const isCondition = (part: unknown): part is Only => typeof part === 'function';

/**
 * Rows of which a relation leads to one like this, asked of each row by itself (OFFSET keeps the database from a hash of all such ends).
 *
 * For conditions that hold for many ends, where a page needs few rows.
 */
export const rowByRow =
  (relation: string, where: Part | Only): Only =>
  (source) => {
    const { source: other, tie } = source.subset(relation);
    return sql`EXISTS (SELECT 1 FROM ${other.from} WHERE ${tie} AND ${whereOf(where, other)} OFFSET 0)`;
  };

function partOf(name: string, part: unknown, source: Source): Sql {
  if (part === undefined) throw new Error(`The condition on '${name}' is undefined.`);
  const each = (): Sql[] => listOf(part).map((one) => whereOf(isCondition(one) ? one : partly(one), source));
  if (name === 'AND') return conjunction(each());
  if (name === 'OR') return disjunction(each());
  if (name === 'NOT') return sql`NOT (${conjunction(each())})`;
  return source.has(name)
    ? columnPart(name, part, source)
    : relationPart(name, partly(part, `The condition on '${name}'`), source);
}

function columnPart(name: string, part: unknown, source: Source): Sql {
  const type = source.typeOf(name);
  if (type === 'jsonb' || type === 'other') throw new Error(`No condition compares '${name}'.`);
  const value: Value = (given) =>
    Array.isArray(given) ? parameters(given.map(plain), type) : parameter(plain(given), type);
  const tests = typeof part === 'object' && part !== null && !(part instanceof Date) ? part : { equals: part };
  return conjunction(
    Object.entries(tests).map(([operator, given]) => {
      const test = operators[operator];
      if (!test || given === undefined) throw new Error(`No condition compares '${name}' by '${operator}'.`);
      return test(source.column(name), value, given);
    }),
  );
}

function relationPart(name: string, part: Part, source: Source): Sql {
  const isQuantified = Object.keys(part).every((key) => Object.hasOwn(quantifiers, key));
  const tests = isQuantified && Object.keys(part).length > 0 ? part : { is: part };
  return conjunction(
    Object.entries(tests).map(([quantifier, where]) => {
      const quantified = quantifiers[quantifier];
      if (!quantified) throw new Error(`No condition follows '${name}' by '${quantifier}'.`);
      if (where === null) return quantified(() => sql`NOT ${exists(name, {}, source)}`);
      return quantified((negated) => exists(name, partly(where), source, negated));
    }),
  );
}

function exists(name: string, where: Part, source: Source, negated = false): Sql {
  const { source: other, tie } = source.subset(name);
  const condition = whereOf(where, other);
  return sql`EXISTS (SELECT 1 FROM ${other.from} WHERE ${tie} AND ${negated ? sql`(${condition}) IS NOT TRUE` : condition})`;
}

/** A list travels as one parameter: however long it is, the statement is the same, and its plan is kept once. */
function anyOf(column: Sql, value: Value, given: unknown): Sql {
  const values = listOf(given);
  return values.length === 0 ? sql`FALSE` : sql`${column} = ANY(${value(values)})`;
}

const listOf = (given: unknown): unknown[] => (Array.isArray(given) ? given : [given]);

function partly(given: unknown, what = 'A condition'): Part {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Part;
  throw new Error(`${what} is an object, not '${String(given)}'.`);
}

function plain(given: unknown): string | number | boolean {
  if (given instanceof Date) return given.toISOString();
  if (typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean') return given;
  throw new Error(`No condition compares with ${JSON.stringify(given)}.`);
}
