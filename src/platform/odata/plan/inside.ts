import { isEntityClass } from '../../edm/type-names.js';
import { kindNamed } from '../../edm/kinds.js';
import { declaredMembers } from '../../edm/declared-members.js';
import { invalid } from '../query/limits.js';
import type { ExpandItem } from '../query/tree.js';
import type { Resource } from '../resource.js';
import { entryNamed } from './place.js';

type Class = abstract new () => object;

/**
 * The items of an `$expand` that stay inside the entity, each with the member that shows it.
 *
 * Graph has entities there (the lines of an order); here they are kept in their owner, and every answer shows them whole.
 */
export function insideOf(resource: Resource, items: readonly ExpandItem[]): ReadonlyMap<ExpandItem, string> {
  const found = items.flatMap((item): [ExpandItem, string][] => {
    const name = entryNamed(resource.links, item.name) ? undefined : memberOf(resource, item);
    return name === undefined ? [] : [[item, name]];
  });
  return new Map(found);
}

function memberOf(resource: Resource, item: ExpandItem): string | undefined {
  const [first = '', ...rest] = item.name.split('/');
  const [name, field] = entryNamed(resource.fields, first) ?? [];
  if (name === undefined || field?.kind.edm !== 'complex') return undefined;
  const type = field.kind.type();
  const last = rest.reduce<Class | undefined>(
    (part, step) => part && (kindNamed(part, step) ?? partOf(part, step)),
    type,
  );
  if (!last || !isEntityClass(last)) return undefined;
  requireWhole(last, item);
  return name;
}

/** The class of a member that has members of its own. */
function partOf(type: Class, name: string): Class | undefined {
  const [, member] = entryNamed(Object.fromEntries(declaredMembers(type)), name) ?? [];
  return typeof member?.type === 'function' ? member.type() : undefined;
}

/** What is shown as a whole takes no options but an `$expand` of what is inside it. */
function requireWhole(type: Class, { name, levels, options: { expand = [], ...others } }: ExpandItem): void {
  if (levels !== undefined || Object.keys(others).length > 0) {
    throw invalid(`'${name}' is shown as a whole: inside its '$expand' only '$expand' applies, of what is inside it.`);
  }
  for (const item of expand) {
    const part = partOf(type, item.name);
    if (!part || !isEntityClass(part))
      throw invalid(`'$expand' names '${item.name}', which is no navigation property of '${name}'.`);
    requireWhole(part, item);
  }
}
