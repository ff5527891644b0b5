import { invalid } from '../query/limits.js';
import type { OrderItem } from '../query/tree.js';
import type { Resource } from '../resource.js';
import type { FindMember, Member } from './members.js';

/** One key of an order, and where in it the rows stand that have no value for it. */
export interface OrderKey {
  readonly member: Member;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last' | 'none';
}

/** The asked order, made total by the entity's key. */
export function orderOf(items: readonly OrderItem[], resource: Resource, find: FindMember): OrderKey[] {
  const keys = items.map(({ segments, descending }) => keyOf(find(segments), descending));
  const paths = keys.map(({ member }) => member.path);
  const twice = paths.find((path, place) => paths.indexOf(path) < place);
  if (twice !== undefined) throw invalid(`'$orderby' names '${twice}' twice: name it once.`);
  if (paths.includes('id')) return keys;
  if (resource.fields['id']?.column === undefined)
    throw new Error(`Resource '${resource.name}' has no column for its id.`);
  return [...keys, keyOf(find(['id']), false)];
}

/** The same order for Prisma. */
export const orderByOf = (keys: readonly OrderKey[]): object[] =>
  keys.map(({ member, descending, nulls }) => {
    const sort = descending ? 'desc' : 'asc';
    const column = { [member.column]: member.nullable ? { sort, nulls } : sort };
    return member.relation === undefined ? column : { [member.relation]: column };
  });

/** OData puts null before all values, so first in ascending and last in descending order. */
function keyOf(member: Member, descending: boolean): OrderKey {
  if (member.nullable) return { member, descending, nulls: descending ? 'last' : 'first' };
  if (member.relation === undefined) return { member, descending, nulls: 'none' };
  // Prisma takes `nulls` for nullable columns only, so rows without a row at the link's end stand where Postgres puts them.
  return { member, descending, nulls: descending ? 'first' : 'last' };
}
