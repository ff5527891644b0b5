import type { Caller } from '../../auth/caller.js';
import { invalid, limits, shown } from '../query/limits.js';
import type { ResourceRegistry } from '../resource-registry.js';
import { relationOf, type Resource } from '../resource.js';
import type { Source } from '../sql/source.js';
import { all, sql, type Sql } from '../sql/sql.js';
import { whereOf } from '../sql/where.js';
import { synonymIn } from '../synonyms.js';
import type { Typed } from './typed.js';
import type { Scalar } from './values.js';

/** Rows of a resource in a statement, and by which names a path leads there. */
export interface Place {
  readonly resource: Resource;
  readonly source: Source;
  readonly path: readonly string[];
}

/** Where a path means something: what is asked about, what variables stand for, and who is asking. */
export interface Scope {
  readonly it: Place;
  /** By their names in lower case. */
  readonly variables: ReadonlyMap<string, Place>;
  readonly registry: ResourceRegistry;
  readonly caller: Caller;
}

/** The member that a path leads to, through links to one entity each. */
export function memberAt(segments: readonly string[], scope: Scope): Typed {
  const { place, name } = endOf(segments, scope);
  const link = declared(place.resource.links, name);
  if (link) {
    const hint = link[1].many
      ? `ask '${link[0]}/any(x:...)' or '${link[0]}/$count'`
      : `name one of its properties, as in '${link[0]}/id'`;
    throw invalid(`'${link[0]}' is a navigation property: ${hint}.`);
  }
  const [spelled, { kind, column }] = declared(place.resource.fields, name) ?? refuseUnknown(place.resource, name);
  if (column === undefined || kind.edm === 'complex') {
    throw invalid(`'${spelled}' is worked out when it is read: it can be neither filtered nor ordered by.`);
  }
  const known = kind.edm === 'enum' ? { ...kind, members: scope.registry.wordsOf(kind) } : kind;
  return columnOf(place.source, column, known, [...place.path, spelled].join('/'));
}

/** The entities that a path leads to, which the caller may see, and what ties them to where the path begins. */
export function membersAt(segments: readonly string[], scope: Scope): Omit<Place, 'path'> & { readonly those: Sql } {
  const { place, name } = endOf(segments, scope);
  const [spelled, link] = declared(place.resource.links, name) ?? refuseUnknown(place.resource, name);
  if (!link.many) throw invalid(`'${spelled}' leads to one entity: 'any', 'all' and '$count' follow collections.`);
  const resource = scope.registry.named(link.to);
  const { source, tie } = place.source.subset(relationOf(link));
  return { resource, source, those: all([tie, whereOf(resource.visibleTo(scope.caller), source)]) };
}

/** What is declared under that name, in any case, or is also called so; the exact spelling wins. */
export function declared<T>(among: Readonly<Record<string, T>>, asked: string): readonly [string, T] | undefined {
  const entries = Object.entries(among);
  const lower = asked.toLowerCase();
  const other = synonymIn(among, asked);
  return (
    entries.find(([name]) => name === asked) ??
    entries.find(([name]) => name.toLowerCase() === lower) ??
    entries.find(([name]) => name === other)
  );
}

export function refuseUnknown(resource: Resource, name: string): never {
  throw invalid(`Could not find a property named '${shown(name)}' on type 'microsoft.graph.${resource.entityType}'.`);
}

/** Follows a path up to its last name. */
function endOf(segments: readonly string[], { it, variables, registry }: Scope) {
  const [first = '', ...others] = segments;
  const variable = variables.get(first.toLowerCase());
  const links = variable ? others : [...segments];
  const name = links.pop();
  if (name === undefined) throw invalid(`'${first}' is an entity: name one of its properties, as in '${first}/id'.`);
  if (links.length > limits.links) {
    throw invalid(`'${shown(segments.join('/'))}' follows more than ${limits.links} links.`);
  }
  return { place: links.reduce((from, asked) => onward(from, asked, registry), variable ?? it), name };
}

function onward({ resource, source, path }: Place, asked: string, registry: ResourceRegistry): Place {
  const [name, link] = declared(resource.links, asked) ?? refuseUnknown(resource, asked);
  if (link.many) throw invalid(`'${name}' is a collection: ask '${name}/any(x:...)' of its members.`);
  return { resource: registry.named(link.to), source: source.joined(link.relation), path: [...path, name] };
}

/** The milliseconds of a duration, which is kept as a text. */
const millisOf = (stored: Sql): Sql => sql`floor(extract(epoch FROM ${stored}::interval) * 1000)::float8`;

/** A column as a part of a question. */
export function columnOf(source: Source, column: string, kind: Scalar, name: string): Typed {
  const stored = source.column(column);
  const compared = kind.edm === 'Edm.Duration' ? millisOf(stored) : stored;
  return { kind, sql: compared, nullable: source.isNullable(column), name, bare: true };
}
