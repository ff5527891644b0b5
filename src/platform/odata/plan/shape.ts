import type { Caller } from '../../auth/caller.js';
import { invalid, limits } from '../query/limits.js';
import type { ExpandItem, QueryOptions } from '../query/tree.js';
import type { ResourceRegistry } from '../resource-registry.js';
import type { Field, Link, Resource } from '../resource.js';
import { filterOf } from './filter.js';
import { declared, membersOf, refuseUnknown } from './members.js';
import { orderByOf, orderOf } from './order.js';

/** What goes out of a resource's rows: which members, and which links with what they lead to. */
export interface Shape {
  readonly resource: Resource;
  readonly fields: readonly (readonly [string, Field<Record<string, unknown>>])[];
  /** The names that `$select` asked for; undefined when there was none. */
  readonly selected?: readonly string[];
  readonly expanded: readonly Expanded[];
  /** Who asked for it. */
  readonly caller?: Caller;
}

/** A link that is followed. */
export interface Expanded {
  readonly name: string;
  readonly link: Link;
  readonly shape: Shape;
  /** Which of many rows are loaded, for Prisma. */
  readonly rows?: Readonly<Record<string, unknown>>;
}

/** Where a shape is worked out: what can be linked to, and who is asking. */
export interface Setting {
  readonly registry: ResourceRegistry;
  readonly caller: Caller;
}

/** Everything that a resource declares, and no link. */
export const wholeShape = (resource: Resource): Shape => ({
  resource,
  fields: Object.entries(resource.fields),
  expanded: [],
});

/** The shape that `$select` and `$expand` ask for. */
export function shapeOf(resource: Resource, { select, expand = [] }: QueryOptions, setting: Setting): Shape {
  const asked = expand.flatMap((item) => (item.name === '*' ? everyLink(resource, expand) : [item]));
  const items = [...asked, ...shownUnasked(resource, asked, select)];
  const expanded = items.map((item) => expandedOf(resource, item, setting));
  const names = expanded.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) < place);
  if (twice !== undefined) throw invalid(`'$expand' names '${twice}' twice: name it once.`);
  const { caller } = setting;
  if (!select) return { ...wholeShape(resource), expanded, caller };
  const selected = [...new Set(select.map((name) => (name === '*' ? name : selectable(resource, name))))];
  const fields = Object.entries(resource.fields).filter(([name]) => selected.includes('*') || selected.includes(name));
  return { resource, fields, selected, expanded, caller };
}

/** The Prisma relations to load with the rows of a shape. */
export function includeOf({ resource, expanded, caller }: Shape): Record<string, unknown> {
  const include: Record<string, unknown> = { ...resource.include, ...(caller && resource.includeFor?.(caller)) };
  for (const { link, shape, rows } of expanded) {
    const needed = { ...nestedInclude(include[link.relation]), ...includeOf(shape) };
    const reached = link.through === undefined ? needed : { [link.through]: whole({ include: needed }) };
    include[link.relation] = whole({ ...rows, include: reached });
  }
  return include;
}

/** What Prisma is to load of a relation; it takes no empty `include`. */
function whole({ include, ...rows }: { readonly include: object }): object | true {
  if (Object.keys(include).length > 0) return { ...rows, include };
  return Object.keys(rows).length > 0 ? rows : true;
}

const nestedInclude = (included: unknown): object | undefined =>
  typeof included === 'object' && included !== null && 'include' in included ? (included.include as object) : undefined;

const everyLink = (resource: Resource, named: readonly ExpandItem[]): ExpandItem[] =>
  Object.keys(resource.links)
    .filter((name) => !named.some((item) => item.name.toLowerCase() === name.toLowerCase()))
    .map((name) => ({ name, options: {} }));

/** The links that are followed unasked; where members are selected, those of them that are. */
const shownUnasked = (resource: Resource, asked: readonly ExpandItem[], select?: readonly string[]): ExpandItem[] =>
  everyLink(resource, asked)
    .filter(({ name }) => resource.links[name]?.isShown)
    .filter(({ name }) => select?.some((other) => other.toLowerCase() === name.toLowerCase()) ?? true);

function selectable(resource: Resource, asked: string): string {
  const found = declared(resource.fields, asked) ?? declared(resource.links, asked) ?? refuseUnknown(resource, asked);
  return found[0];
}

function expandedOf(resource: Resource, { name: asked, options }: ExpandItem, setting: Setting): Expanded {
  const [name, link] = declared(resource.links, asked) ?? refuseUnknown(resource, asked);
  const target = setting.registry.named(link.to);
  if (options.expand) throw invalid(`'$expand' inside '${name}' is not supported: expand one level.`);
  const shape = shapeOf(target, options, setting);
  if (link.many) return { name, link, shape, rows: rowsOf(link, options, setting) };
  if (options.filter ?? options.orderby ?? options.top) {
    throw invalid(`'${name}' leads to one entity: only '$select' applies inside its '$expand'.`);
  }
  return { name, link, shape };
}

function rowsOf({ to, through }: Link, { filter, orderby = [], top }: QueryOptions, { registry, caller }: Setting) {
  const target = registry.named(to);
  const atTheEnd = (condition: object) => (through === undefined ? condition : { [through]: condition });
  const find = membersOf(target, registry);
  const asked = filter ? [filterOf(filter, find)] : [];
  return {
    where: atTheEnd({ AND: [{ tenantId: { equals: caller.tenantId } }, target.visibleTo(caller), ...asked] }),
    orderBy: orderByOf(orderOf(orderby, target, find)).map(atTheEnd),
    take: Math.min(top ?? limits.expandedItems, limits.expandedItems),
  };
}
