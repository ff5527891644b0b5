import { type Condition, type Where, whereOf } from './condition.js';
import type { OrderKey } from './order.js';
import type { Value } from './values.js';

/** The values of a row's order keys: where a page ends and the next one begins. */
export type Place = readonly (Value | null)[];

type Row = Readonly<Record<string, unknown>>;

/** The place of a row in an order. */
export function placeOf(row: Row, keys: readonly OrderKey[]): Place {
  return keys.map(({ member }) => {
    const holder = member.relation === undefined ? row : (row[member.relation] as Row | null | undefined);
    return (holder?.[member.column] ?? null) as Value | null;
  });
}

/** The rows that stand behind a place. */
export function behind(place: Place, keys: readonly OrderKey[]): Where {
  const steps = keys.map((key, depth) => ({
    AND: [
      ...keys.slice(0, depth).map((earlier, at) => whereOf(earlier.member, same(place[at] ?? null))),
      whereOf(key.member, beyond(key, place[depth] ?? null)),
    ],
  }));
  return { AND: [...bound(place, keys), { OR: steps }] };
}

/** What the first key alone says; redundant, and what lets the database begin to read at the place. */
function bound(place: Place, [first, ...more]: readonly OrderKey[]): Where[] {
  const value = place[0] ?? null;
  if (!first || more.length === 0 || value === null || typeof value === 'boolean') return [];
  const operator = first.descending ? 'lte' : 'gte';
  return [whereOf(first.member, { present: { operator, value }, absent: first.nulls === 'last' })];
}

const same = (value: Value | null): Condition =>
  value === null ? { present: false, absent: true } : { present: { operator: 'equals', value }, absent: false };

function beyond({ descending, nulls }: OrderKey, value: Value | null): Condition {
  if (value === null) return { present: nulls === 'first', absent: false };
  const absent = nulls === 'last';
  if (typeof value !== 'boolean') return { present: { operator: descending ? 'lt' : 'gt', value }, absent };
  // Prisma cannot compare flags, but there is only one other.
  return { present: value === descending && { operator: 'equals', value: !value }, absent };
}
