import type { Caller } from '../../auth/caller.js';
import type { Asked } from '../../http/asked.js';
import { invalid, limits } from '../query/limits.js';
import type { ExpandItem, QueryOptions } from '../query/tree.js';
import type { ResourceRegistry } from '../resource-registry.js';
import { type Field, type Link, relationOf, type Resource, shownFields, waysOf } from '../resource.js';
import { Source, type Tie, tieOf } from '../sql/source.js';
import { sql, type Sql } from '../sql/sql.js';
import { whereOf } from '../sql/where.js';
import { EntityPlace, onlyPairs, refuseUnknown } from './entity-place.js';
import { filterOf } from './filter.js';
import { insideOf } from './inside.js';
import { levelled } from './levels.js';
import { requireSomewhere, selectedIn } from './kinds.js';
import { type OrderKey, orderOf } from './order.js';
import { entryNamed } from './place.js';
import { searchOf } from './search.js';
import { typedParameter } from './typed.js';

/** What goes out of a resource's rows: which members, and which links with what they lead to. */
export interface Shape {
  readonly resource: Resource;
  readonly fields: readonly (readonly [string, Field<Record<string, unknown>>])[];
  /** The names that `$select` asked for; undefined when there was none. */
  readonly selected?: readonly string[];
  readonly expanded: readonly Expanded[];
  /** Who asked for it. */
  readonly caller?: Caller;
  /** Under which address and in which dialect, where all control information is asked for. */
  readonly full?: FullMetadata;
}

/** What is needed to write control information. */
export type FullMetadata = Pick<Asked, 'base' | 'dialect'>;

/** Which rows of a resource are read, in which order, and what goes out of them. */
export interface Reading {
  readonly shape: Shape;
  readonly source: Source;
  readonly conditions: readonly Sql[];
  readonly keys: readonly OrderKey[];
}

/** The rows that a link leads to, and what ties them to those that it is followed from. */
export interface Way {
  readonly reading: Reading;
  readonly tie: Tie;
}

/** A link that is followed. */
export interface Expanded extends Way {
  readonly name: string;
  readonly many: boolean;
  /** Where it may lead to entities of several kinds: the same of the kinds beside the first. */
  readonly others?: readonly Way[];
  readonly options: Pick<QueryOptions, 'top' | 'skip' | 'count'>;
  /** The options as they were written. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Where a shape is worked out: what can be linked to, who is asking, and how many links may still be followed. */
export interface Setting {
  readonly registry: ResourceRegistry;
  readonly caller: Caller;
  readonly links: { left: number };
  /** How many links its questions may still follow. */
  readonly steps: { left: number };
  readonly full?: FullMetadata;
}

/** The setting of a call, whose links are all still to be followed. */
export const settingOf = (asked: Asked, registry: ResourceRegistry): Setting => ({
  registry: registry.in(asked.dialect),
  caller: asked.caller,
  links: { left: limits.expansions },
  steps: { left: limits.steps },
  full: fullOf(asked),
});

/** What control information is written by; undefined where not all of it is asked for. */
export const fullOf = ({
  base,
  dialect,
  metadata,
}: Pick<Asked, 'base' | 'dialect' | 'metadata'>): FullMetadata | undefined =>
  metadata === 'full' ? { base, dialect } : undefined;

/** Everything that a resource declares, and no link. */
export const wholeShape = (resource: Resource): Shape => ({
  resource,
  fields: shownFields(resource),
  expanded: [],
});

/** What `$select` names of a resource, and no link. */
export function selectedShape(resource: Resource, select: readonly string[]): Shape {
  const selected = [...new Set(select.map((name) => (name === '*' ? name : selectable(resource, name))))];
  const fields = Object.entries(resource.fields).filter(
    ([name, { isUnshown }]) => selected.includes(name) || (selected.includes('*') && !isUnshown),
  );
  return { resource, fields, selected, expanded: [] };
}

/** The rows of the caller's tenant that the caller may see and asks for. */
export function readingOf(
  resource: Resource,
  options: QueryOptions,
  setting: Setting,
  source = Source.of(resource.model),
): Reading {
  const scope = { ...setting, it: new EntityPlace(resource, source), variables: new Map() };
  const conditions = [
    ...inTenant(source, setting),
    whereOf(resource.visibleTo(setting.caller), source),
    ...(options.filter ? [filterOf(options.filter, scope)] : []),
    ...(options.search ? [searchOf(options.search, scope.it)] : []),
  ];
  return {
    shape: shapeOf(resource, options, setting),
    source,
    conditions,
    keys: orderOf(options.orderby ?? [], scope),
  };
}

/** A resource says itself whether its rows are every tenant's: `resource-check.ts` holds its table to that. */
const inTenant = ({ tenant }: Source, { caller }: Setting): Sql[] =>
  tenant ? [sql`${tenant} = ${typedParameter(caller.tenantId, { edm: 'Edm.Guid' })}`] : [];

/** The shape that `$select` and `$expand` ask for. */
function shapeOf(resource: Resource, { select, expand = [] }: QueryOptions, setting: Setting): Shape {
  const asked = expand.flatMap((item) => (item.name === '*' ? everyLink(resource, expand) : [item]));
  const inside = insideOf(resource, asked);
  const followed = asked.filter((item) => !inside.has(item));
  const items = [...followed, ...shownUnasked(resource, followed, select)];
  const expanded = items.map((item) => expandedOf(resource, item, setting));
  const names = expanded.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) < place);
  if (twice !== undefined) throw invalid(`'$expand' names '${twice}' twice: name it once.`);
  const { caller, full } = setting;
  return { ...showing(resource, [...new Set(inside.values())], select), expanded, caller, full };
}

/** What an action answers: it follows no link. */
export function shapeOfAnswer(resource: Resource, { select, expand = [] }: QueryOptions): Shape {
  const inside = insideOf(resource, expand);
  const other = expand.find((item) => !inside.has(item));
  if (other) refuseUnknown(resource, other.name);
  return showing(resource, [...inside.values()], select);
}

/** What `$select` names, or everything, and beside it the members that an `$expand` names. */
function showing(resource: Resource, inside: readonly string[], select?: readonly string[]): Shape {
  if (select) return selectedShape(resource, [...select, ...inside]);
  const whole = wholeShape(resource);
  const more = Object.entries(resource.fields).filter(([name, { isUnshown }]) => isUnshown && inside.includes(name));
  return { ...whole, fields: [...whole.fields, ...more] };
}

const everyLink = (resource: Resource, named: readonly ExpandItem[]): ExpandItem[] =>
  Object.keys(resource.links)
    .filter((name) => !named.some((item) => item.name.toLowerCase() === name.toLowerCase()))
    .map((name) => ({ name, options: {}, texts: new Map() }));

/** The links that are followed unasked; where members are selected, those of them that are. */
const shownUnasked = (resource: Resource, asked: readonly ExpandItem[], select?: readonly string[]): ExpandItem[] =>
  everyLink(resource, asked)
    .filter(({ name }) => resource.links[name]?.isShown)
    .filter(({ name }) => select?.some((other) => other.toLowerCase() === name.toLowerCase()) ?? true);

function selectable(resource: Resource, asked: string): string {
  const found =
    entryNamed(resource.fields, asked) ?? entryNamed(resource.links, asked) ?? refuseUnknown(resource, asked);
  return found[0];
}

function expandedOf(resource: Resource, item: ExpandItem, setting: Setting): Expanded {
  setting.links.left -= 1;
  if (setting.links.left < 0) {
    throw invalid(
      `'$expand' follows more than ${limits.expansions} links, those inside others included: ask for fewer.`,
    );
  }
  const [name, link] = entryNamed(resource.links, item.name) ?? refuseUnknown(resource, item.name);
  const { options, texts } = levelled(resource, name, link, item);
  if (!link.many) refuseSelection(name, options);
  if (link.others)
    return { name, many: false, ...severalWays(resource, [name, link], options, setting), options, texts };
  return { name, many: link.many, ...wayOf(resource, [name, link], options, setting), options, texts };
}

function wayOf(
  resource: Resource,
  [name, link]: readonly [string, Link],
  options: QueryOptions,
  setting: Setting,
): Way {
  const { source, ties } = Source.of(resource.model).related(relationOf(link), onlyPairs(link));
  const target = setting.registry.behind(resource, [name, link], setting.caller);
  return { reading: readingOf(target, options, setting, source), tie: tieOf(name, ties) };
}

/** The ways to each kind, each with the members of those that are selected that it has; the caller may read every kind. */
function severalWays(
  resource: Resource,
  [name, link]: readonly [string, Link],
  { select, expand }: QueryOptions,
  setting: Setting,
): Way & { readonly others: readonly Way[] } {
  if (expand)
    throw invalid(`'${name}' leads to entities of several kinds: only '$select' applies inside its '$expand'.`);
  const ways = waysOf(link).map((way) => [name, way] as const);
  const kinds = ways.map((way) => setting.registry.behind(resource, way, setting.caller));
  if (select) requireSomewhere(select, kinds);
  const [first, ...others] = ways.map((way, at) => {
    const own = select && kinds[at] ? { select: selectedIn(kinds[at], select) } : {};
    return wayOf(resource, way, own, setting);
  });
  if (!first) throw new Error(`The link '${name}' leads nowhere.`);
  return { ...first, others };
}

function refuseSelection(name: string, { select, expand, ...others }: QueryOptions): void {
  if (Object.keys(others).length === 0) return;
  throw invalid(`'${name}' leads to one entity: only '$select', '$expand' and '$levels' apply inside its '$expand'.`);
}
