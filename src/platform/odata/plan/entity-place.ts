import type { Caller } from '../../auth/caller.js';
import { invalid, abridged } from '../query/limits.js';
import type { ResourceRegistry } from '../resource-registry.js';
import { type Field, type Kind, type Link, relationOf, type Resource } from '../resource.js';
import type { Only, Source } from '../sql/source.js';
import { conjunction, type Sql } from '../sql/sql.js';
import { whereOf } from '../sql/where.js';
import { memberIn, PartPlace, partsIn } from './part-place.js';
import { type Asker, entryNamed, type Members, type Place, step } from './place.js';
import { millisOf, type Typed } from './typed.js';
import type { Scalar } from './values.js';

type Complex = Extract<Kind, { readonly edm: 'complex' }>;

/** Rows of a resource in a statement. */
export class EntityPlace implements Place {
  constructor(
    readonly resource: Resource,
    readonly source: Source,
    /** By which names a path leads here. */
    private readonly path: readonly string[] = [],
  ) {}

  member(name: string, { registry }: Asker): Typed {
    const link = entryNamed(this.resource.links, name);
    if (link) throw invalid(`'${link[0]}' is a navigation property: ${hintAt(link[0], link[1])}.`);
    const [spelled, { kind, column, worked, isCaseless = false }] = this.field(name);
    const asked = [...this.path, spelled].join('/');
    if (worked && isScalar(kind)) return { kind, sql: worked(this.source), nullable: true, name: asked };
    if (column === undefined) {
      throw invalid(`'${spelled}' is worked out when it is read: it can be neither filtered nor ordered by.`);
    }
    if (!isScalar(kind)) throw invalid(`'${spelled}' has members: name one of them, as in '${spelled}/id'.`);
    return { ...columnOf(this.source, column, wordsKnown(kind, registry), asked), isCaseless };
  }

  onward(name: string, asker: Asker): Place {
    const { registry, caller } = asker;
    const link = entryNamed(this.resource.links, name);
    if (!link) return this.part(name, caller);
    const [spelled, followed] = link;
    if (followed.many) throw invalid(`'${spelled}' is a collection: ask '${spelled}/any(x:...)' of its members.`);
    if (followed.others) throw invalid(`'${spelled}' leads to entities of several kinds: it cannot be asked about.`);
    const resource = registry.behind(this.resource, link, caller);
    if (!this.source.hasJoined(followed.relation)) step(asker);
    const source = this.source.joined(followed.relation, onlySeen(resource, caller));
    return new EntityPlace(resource, source, [...this.path, spelled]);
  }

  members(name: string, asker: Asker): Members {
    const { registry, caller } = asker;
    const link = entryNamed(this.resource.links, name);
    if (!link) return this.parts(name, caller);
    const [spelled, followed] = link;
    if (!followed.many)
      throw invalid(`'${spelled}' leads to one entity: 'any', 'all' and '$count' follow collections.`);
    const resource = registry.behind(this.resource, link, caller);
    step(asker, true);
    const { source, tie } = this.source.subset(relationOf(followed), onlyPairs(followed));
    return {
      areRows: true,
      from: () => source.from,
      those: conjunction([tie, whereOf(resource.visibleTo(caller), source)]),
      each: (variable) => new EntityPlace(resource, source, [variable]),
    };
  }

  private part(name: string, caller: Caller): Place {
    const [spelled, kind, column] = this.complex(name, caller);
    if (kind.collection) throw invalid(`'${spelled}' is a collection: ask '${spelled}/any(x:...)' of its members.`);
    return new PartPlace(kind.type(), column, this.source, [...this.path, spelled]);
  }

  private parts(name: string, caller: Caller): Members {
    const [spelled, kind, column] = this.complex(name, caller);
    if (!kind.collection) throw invalid(`'${spelled}' is no collection: 'any', 'all' and '$count' follow collections.`);
    return partsIn(kind.type(), column, this.source);
  }

  /** A member that has members of its own, and where it is kept. */
  private complex(name: string, caller: Caller): readonly [string, Complex, Sql] {
    const [spelled, { kind, column, key, inQuestions, keptAs }] = this.field(name);
    if (kind.edm !== 'complex') throw invalid(`'${spelled}' has no members.`);
    if (column === undefined) throw invalid(`'${spelled}' is worked out when it is read: it cannot be asked about.`);
    const stored = this.source.column(column);
    const kept = key === undefined ? stored : memberIn(stored, key);
    const asked = keptAs ? { ...kind, type: keptAs } : kind;
    return [spelled, asked, inQuestions?.(caller)?.(kept, this.source) ?? kept];
  }

  private field(name: string): readonly [string, Field<Record<string, unknown>>] {
    return entryNamed(this.resource.fields, name) ?? refuseUnknown(this.resource, name);
  }
}

const isScalar = (kind: Kind): kind is Exclude<Scalar, { readonly edm: 'Edm.Date' }> =>
  kind.edm !== 'complex' && kind.edm !== 'texts';

/** An enumeration with the words that extensions bring. */
const wordsKnown = (kind: Scalar, registry: ResourceRegistry): Scalar =>
  kind.edm === 'enum' ? { ...kind, members: registry.wordsOf(kind) } : kind;

/** The rows that the caller may see, where they may not see them all. */
function onlySeen({ visibleTo }: Resource, caller: Caller): Only | undefined {
  const where = visibleTo(caller);
  return Object.keys(where).length === 0 ? undefined : (source) => whereOf(where, source);
}

/** The pairs by which a link leads, where not all of them count. */
export const onlyPairs = ({ pairs }: Link): Only | undefined => pairs && ((source) => whereOf(pairs, source));

export function refuseUnknown({ entityType }: Resource, name: string): never {
  throw invalid(`Could not find a property named '${abridged(name)}' on type 'microsoft.graph.${entityType}'.`);
}

const hintAt = (name: string, { many }: Link): string =>
  many ? `ask '${name}/any(x:...)' or '${name}/$count'` : `name one of its properties, as in '${name}/id'`;

/** A column as a part of a question. */
export function columnOf(source: Source, column: string, kind: Scalar, name: string): Typed {
  const stored = source.column(column);
  const compared = kind.edm === 'Edm.Duration' ? millisOf(stored) : stored;
  return { kind, sql: compared, nullable: source.isNullable(column), name, bare: true };
}
