import { invalid } from '../query/limits.js';
import type { OrderItem } from '../query/tree.js';
import { commaSeparated, sql, type Sql } from '../sql/sql.js';
import { columnOf } from './entity-place.js';
import { typed } from './filter.js';
import type { Scope } from './scope.js';
import type { Typed } from './typed.js';
import type { Scalar } from './values.js';

/** One key of an order. OData puts null before all values, so first in ascending and last in descending order. */
export interface OrderKey {
  readonly by: Typed;
  readonly descending: boolean;
}

/** The asked order, made total by the row's id. */
export function orderOf(items: readonly OrderItem[], scope: Scope): OrderKey[] {
  const keys = items.map(({ by, descending }) => ({ by: typed(by, scope), descending }));
  const names = keys.flatMap(({ by }) => (by.bare ? [by.name] : []));
  const twice = names.find((name, place) => names.indexOf(name) < place);
  if (twice !== undefined) throw invalid(`'$orderby' names '${twice}' twice: name it once.`);
  if (names.includes('id')) return keys;
  return [...keys, { by: columnOf(scope.it.source, 'id', kindOfId(scope), 'id'), descending: false }];
}

/** What stands behind ORDER BY, where `named` gives each key's values. */
export const orderBy = (keys: readonly OrderKey[], named: (key: OrderKey, place: number) => Sql): Sql =>
  commaSeparated(keys.map((key, place) => sql`${named(key, place)}${directionOf(key)}`));

/** Where no value is missing, the plain form is left, which an index can serve. */
function directionOf({ by, descending }: OrderKey): Sql {
  if (by.nullable) return descending ? sql` DESC NULLS LAST` : sql` ASC NULLS FIRST`;
  return descending ? sql` DESC` : sql``;
}

/** Ids are GUIDs, but those that are put together of several. */
const kindOfId = ({ it: { resource } }: Scope): Scalar =>
  resource.fields['id']?.kind.edm === 'Edm.String' ? { edm: 'Edm.String' } : { edm: 'Edm.Guid' };
