import { answeredKinds, schemaNameOf, typeNameOf } from '../edm/type-names.js';
import { derivedTypes } from '../edm/members.js';
import { refTo, type Schema, type Schemas } from './schemas.js';

type Class = abstract new () => object;

/** Types that stand for one another, told apart by their `@odata.type`. */
export interface TypeFamily {
  readonly base: string;
  /** Each class with the `@odata.type`s that mean it. */
  readonly members: ReadonlyMap<Class, readonly string[]>;
}

/**
 * Every type that is only ever one of those that derive from it.
 *
 * Those that are only answered count where their base is `shown`. A type that is also itself keeps its own schema; what derives from it has no members of its own.
 */
export function typeFamilies(shown: readonly Class[]): readonly TypeFamily[] {
  const told = [...derivedTypes.values()].filter((type) => type !== undefined);
  const answered = answeredKinds().filter((kind) => shown.includes(baseOf(kind)));
  const classes = new Set<Class>([...told, ...answered]);
  const deriving = [...classes].filter((type) => hasMerelyDerived(baseOf(type), classes));
  return [...Map.groupBy(deriving, (type) => schemaNameOf(baseOf(type)))].map(([base, types]) => ({
    base,
    members: new Map(types.map((type) => [type, namesOf(type)])),
  }));
}

const baseOf = (type: Class): Class => Object.getPrototypeOf(type) as Class;

/** True for a class that `@odata.type` never chooses itself; what is derived from nothing has no such base. */
const hasMerelyDerived = (base: Class, chosen: ReadonlySet<Class>): boolean =>
  typeof base.prototype === 'object' && !chosen.has(base);

function namesOf(type: Class): string[] {
  const told = [...derivedTypes].filter(([, chosen]) => chosen === type).map(([name]) => `#${name}`);
  return told.length > 0 ? told : [`#microsoft.graph.${typeNameOf(type)}`];
}

/** The same schemas, in which a base type is one of those that derive from it. */
export function withFamilies(schemas: Schemas, families: readonly TypeFamily[]): Schemas {
  const changed: Schemas = { ...schemas };
  for (const { base, members } of families) {
    changed[base] = oneOf(members);
    for (const [type, names] of members) changed[schemaNameOf(type)] = named(changed[schemaNameOf(type)] ?? {}, names);
  }
  return changed;
}

function oneOf(members: TypeFamily['members']): Schema {
  const mapping = [...members].flatMap(([type, names]) => names.map((name) => [name, refTo(schemaNameOf(type)).$ref]));
  return {
    oneOf: [...members.keys()].map((type) => refTo(schemaNameOf(type))),
    discriminator: { propertyName: '@odata.type', mapping: Object.fromEntries(mapping) as Record<string, string> },
  };
}

function named(schema: Schema, names: readonly string[]): Schema {
  if ('$ref' in schema) return schema;
  const tag = { type: 'string', enum: [...names] };
  return {
    ...schema,
    properties: { ...schema.properties, '@odata.type': tag },
    required: [...new Set(['@odata.type', ...(schema.required ?? [])])],
  };
}
