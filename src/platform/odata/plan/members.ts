import { invalid, shown } from '../query/limits.js';
import type { ResourceRegistry } from '../resource-registry.js';
import type { Field, Kind, Resource } from '../resource.js';
import { synonymIn } from '../synonyms.js';

/** Something that rows are compared and ordered by: a column of the resource, or of what a to-one link leads to. */
export interface Member {
  /** Its path in the declared spelling, such as `target/objectId`. */
  readonly path: string;
  readonly kind: Exclude<Kind, { readonly edm: 'complex' }>;
  readonly column: string;
  readonly nullable: boolean;
  /** Prisma's relation that leads to the column; the row at its other end may be missing. */
  readonly relation?: string;
}

export type FindMember = (segments: readonly string[]) => Member;

/** Finds the members of a resource by the paths that a caller writes. */
export function membersOf(resource: Resource, registry: ResourceRegistry): FindMember {
  return (segments) => {
    const [first = '', second, ...more] = segments;
    if (second === undefined) return memberOf(resource, first);
    if (more.length > 0) throw invalid(`'${shown(segments.join('/'))}' is too long a path: follow one link at most.`);
    const [name, link] = declared(resource.links, first) ?? refuseUnknown(resource, first);
    if (link.many) throw invalid(`'${name}' is a collection: a path can follow links to one entity only.`);
    const member = memberOf(registry.named(link.to), second);
    return { ...member, path: `${name}/${member.path}`, relation: link.relation };
  };
}

/** What is declared under that name, in any case, or is also called so; the exact spelling wins. */
export function declared<T>(all: Readonly<Record<string, T>>, asked: string): readonly [string, T] | undefined {
  const entries = Object.entries(all);
  const lower = asked.toLowerCase();
  const other = synonymIn(all, asked);
  return (
    entries.find(([name]) => name === asked) ??
    entries.find(([name]) => name.toLowerCase() === lower) ??
    entries.find(([name]) => name === other)
  );
}

export function refuseUnknown(resource: Resource, name: string): never {
  throw invalid(`Could not find a property named '${shown(name)}' on type 'microsoft.graph.${resource.entityType}'.`);
}

function memberOf(resource: Resource, asked: string): Member {
  const link = declared(resource.links, asked);
  if (link) throw invalid(`'${link[0]}' is a navigation property: name one of its properties, as in '${link[0]}/id'.`);
  const [name, field] = declared(resource.fields, asked) ?? refuseUnknown(resource, asked);
  return { path: name, ...stored(name, field) };
}

function stored(name: string, { kind, column, nullable }: Field<Record<string, unknown>>): Omit<Member, 'path'> {
  if (column === undefined || kind.edm === 'complex') {
    throw invalid(`'${name}' is worked out when it is read: it can be neither filtered nor ordered by.`);
  }
  return { kind, column, nullable };
}
