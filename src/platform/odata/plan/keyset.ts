import { conjunction, disjunction, sql, type Sql } from '../sql/sql.js';
import type { OrderKey } from './order.js';
import { typedParameter, type Typed } from './typed.js';
import type { Value } from './values.js';

/** The values of a row's order keys: where a page ends and the next one begins. */
export type Cursor = readonly (Value | null)[];

/** Under which name a row that was read carries the value of one of its order keys. */
export const keyName = (place: number): string => `$${place}`;

/** The cursor of a row that was read in its order. */
export const cursorOf = (row: Readonly<Record<string, unknown>>, keys: readonly OrderKey[]): Cursor =>
  keys.map(({ by }, place) => {
    const value = row[keyName(place)] ?? null;
    const written = value instanceof Date ? value.toISOString() : value;
    return by.kind.edm === 'Edm.Date' && typeof written === 'string' ? written.slice(0, 10) : (written as Value | null);
  });

/** The rows that stand behind a cursor (keyset pagination). */
export function behind(cursor: Cursor, keys: readonly OrderKey[]): Sql {
  const steps = keys.map((key, depth) =>
    conjunction([
      ...keys.slice(0, depth).map((earlier, at) => same(earlier.by, cursor[at] ?? null)),
      beyond(key, cursor[depth] ?? null),
    ]),
  );
  return conjunction([...bound(cursor, keys), disjunction(steps)]);
}

/** What the first key alone says; redundant, and what lets the database begin to read at the cursor. */
function bound(cursor: Cursor, [first, ...more]: readonly OrderKey[]): Sql[] {
  const value = cursor[0] ?? null;
  if (!first || more.length === 0 || value === null) return [];
  const { by, descending } = first;
  return [
    descending
      ? orNull(by, sql`${by.sql} <= ${typedParameter(value, by.kind)}`)
      : sql`${by.sql} >= ${typedParameter(value, by.kind)}`,
  ];
}

const same = ({ sql: by, kind }: Typed, value: Value | null): Sql =>
  value === null ? sql`${by} IS NULL` : sql`${by} = ${typedParameter(value, kind)}`;

function beyond({ by, descending }: OrderKey, value: Value | null): Sql {
  if (value === null) return descending ? sql`FALSE` : sql`${by.sql} IS NOT NULL`;
  return descending
    ? orNull(by, sql`${by.sql} < ${typedParameter(value, by.kind)}`)
    : sql`${by.sql} > ${typedParameter(value, by.kind)}`;
}

const orNull = ({ sql: by, nullable }: Typed, test: Sql): Sql => (nullable ? sql`(${test} OR ${by} IS NULL)` : test);
