import { typeNameOf } from '../../edm/type-names.js';
import { type DeclaredMember, declaredMembers } from '../../edm/declared-members.js';
import { derivedTypes } from '../../edm/members.js';
import { scalarOf } from '../kind-of-member.js';
import { invalid, abridged } from '../query/limits.js';
import { cast, parameter } from '../sql/parameter.js';
import type { Source } from '../sql/source.js';
import { sql, type Sql } from '../sql/sql.js';
import { entryNamed, type Members, type Place } from './place.js';
import { millisOf, type Typed } from './typed.js';
import { type Scalar, typeOf } from './values.js';

type Class = abstract new () => object;

/** A part that a row keeps as JSON, with the members that its class declares. */
export class PartPlace implements Place {
  constructor(
    private readonly type: Class,
    private readonly value: Sql,
    private readonly source: Source,
    /** By which names a path leads here. */
    private readonly path: readonly string[],
  ) {}

  member(name: string): Typed {
    const [spelled, member] = this.entryNamed(name);
    const kind = scalarOf(member);
    if (!kind) throw invalid(`'${spelled}' has members of its own: name one of them.`);
    const written = sql`(${this.value} ->> ${key(spelled)})`;
    return { kind, sql: as(kind, written), nullable: true, name: [...this.path, spelled].join('/') };
  }

  onward(name: string): Place {
    if (name.includes('.')) return this.asType(name);
    const [spelled, { type, isArray }] = this.entryNamed(name);
    if (typeof type !== 'function') throw invalid(`'${spelled}' has no members.`);
    if (isArray) throw invalid(`'${spelled}' is a collection: ask '${spelled}/any(x:...)' of its members.`);
    return new PartPlace(type(), memberIn(this.value, spelled), this.source, [...this.path, spelled]);
  }

  members(name: string): Members {
    const [spelled, { type, isArray }] = this.entryNamed(name);
    if (typeof type !== 'function' || !isArray) {
      throw invalid(`'${spelled}' is no collection of parts: 'any', 'all' and '$count' follow such.`);
    }
    return partsIn(type(), memberIn(this.value, spelled), this.source);
  }

  /** The part as one of the types that derive from its own; nothing where it is of another. */
  private asType(asked: string): Place {
    const [name, type] =
      [...derivedTypes].find(([known]) => known.toLowerCase() === asked.toLowerCase()) ??
      refuseUnknown(this.type, asked);
    if (!type || !(type.prototype instanceof this.type)) refuseUnknown(this.type, asked);
    const said = sql`${this.value} ->> '@odata.type' IN (${key(name)}, ${key(`#${name}`)})`;
    const value = sql`(CASE WHEN ${said} THEN ${this.value} END)`;
    return new PartPlace(type, value, this.source, [...this.path, name]);
  }

  private entryNamed(name: string): readonly [string, DeclaredMember] {
    return entryNamed(Object.fromEntries(declaredMembers(this.type)), name) ?? refuseUnknown(this.type, name);
  }
}

/** What stands under a name in an object that is kept as JSON. */
export const memberIn = (value: Sql, name: string): Sql => sql`(${value} -> ${key(name)})`;

/** The parts in a collection that is kept as JSON. */
export function partsIn(type: Class, value: Sql, source: Source): Members {
  const alias = source.anotherAlias();
  const list = sql`CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} ELSE '[]'::jsonb END`;
  return {
    from: () => sql`jsonb_array_elements(${list}) AS ${alias}(value)`,
    those: sql`TRUE`,
    each: (variable) => new PartPlace(type, sql`${alias}.value`, source, [variable]),
  };
}

const key = (name: string): Sql => parameter(name, 'text');

function refuseUnknown(type: Class, name: string): never {
  throw invalid(`Could not find a property named '${abridged(name)}' on type 'microsoft.graph.${typeNameOf(type)}'.`);
}

/** A value as JSON's text shows it, as the database compares it. */
const as = (kind: Scalar, text: Sql): Sql => (kind.edm === 'Edm.Duration' ? millisOf(text) : cast(text, typeOf(kind)));
