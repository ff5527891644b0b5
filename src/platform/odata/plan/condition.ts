import type { Member } from './members.js';
import type { Value } from './values.js';

/** A Prisma `where`, or a part of one. */
export type Where = Readonly<Record<string, unknown>>;

/** What a column that has a value must fulfil; the values are proven, and stand under one of Prisma's operators. */
export type ColumnTest =
  | { readonly operator: 'equals' | 'not' | 'gt' | 'gte' | 'lt' | 'lte'; readonly value: Value }
  | { readonly operator: 'in'; readonly value: readonly Value[] }
  | { readonly operator: 'notIn'; readonly value: readonly Value[] };

/** A question about a member with a yes or no for every row: what a value must fulfil, and whether null will do. */
export interface Condition {
  readonly present: ColumnTest | boolean;
  readonly absent: boolean;
}

// Empty lists of conditions will not do: Prisma forgets them once they are nested, and `AND: [{ OR: [] }]` is every row.
export const always: Where = { tenantId: { notIn: [] } };
export const never: Where = { tenantId: { in: [] } };

const opposites = {
  equals: 'not',
  not: 'equals',
  gt: 'lte',
  gte: 'lt',
  lt: 'gte',
  lte: 'gt',
} as const;

/** The condition that holds for exactly the other rows. */
export const opposite = ({ present, absent }: Condition): Condition => ({ present: without(present), absent: !absent });

function without(test: ColumnTest | boolean): ColumnTest | boolean {
  if (typeof test === 'boolean') return !test;
  if (test.operator === 'in') return { operator: 'notIn', value: test.value };
  if (test.operator === 'notIn') return { operator: 'in', value: test.value };
  return { operator: opposites[test.operator], value: test.value };
}

/**
 * The rows for which a condition holds.
 *
 * Nothing here is negated in SQL, where `not` of an unknown would be unknown again.
 */
export function whereOf(member: Member, { present, absent }: Condition): Where {
  const parts = [...whenPresent(member, present), ...(absent ? whenAbsent(member) : [])];
  const [first = never, ...others] = parts;
  return others.length > 0 ? { OR: parts } : first;
}

function whenPresent({ column, nullable, relation }: Member, test: ColumnTest | boolean): Where[] {
  if (test === false) return [];
  const some = test === true ? filled(column, nullable) : { [column]: { [test.operator]: test.value } };
  return [relation === undefined ? some : { [relation]: { is: some } }];
}

const filled = (column: string, nullable: boolean): Where => (nullable ? { [column]: { not: null } } : always);

function whenAbsent({ column, nullable, relation }: Member): Where[] {
  const empty = nullable ? [{ [column]: { equals: null } }] : [];
  if (relation === undefined) return empty;
  // `is: null` would look at the foreign key, and the tenant in it is never null; `isNot: {}` asks for the row.
  return [...empty.map((test) => ({ [relation]: { is: test } })), { [relation]: { isNot: {} } }];
}
