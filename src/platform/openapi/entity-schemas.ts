import type { ResourceRegistry } from '../odata/resource-registry.js';
import { type Field, type Kind, type Link, type Resource, waysOf } from '../odata/resource.js';
import { schemaNameOf } from '../edm/type-names.js';
import { exampleOf } from './examples.js';
import { capitalized } from '../text/words.js';
import { listOf, orNull, refTo, type Schema, type Schemas } from './schemas.js';

/** The schema's name of what a resource answers. */
export const entityName = ({ entityType }: Resource): string => capitalized(entityType);

/** The schema's name of a page of it. */
export const collectionName = (resource: Resource): string => `${entityName(resource)}Collection`;

/** What every answer to a read or a write says of itself. */
const context: Schema = { type: 'string', format: 'uri' };

/** What was saved as it was sent, and will hardly do what was meant; there is none when all is well. */
const warnings: Schemas = { '@openEntitlements.warnings': listOf({ type: 'string' }) };

/** The schemas of all entities and their pages; members that may be missing are not in every answer because of `$select`. */
export function entitySchemas(registry: ResourceRegistry): Schemas {
  const schemas: Schemas = {
    EntityAnswer: {
      type: 'object',
      required: ['@odata.context'],
      properties: { '@odata.context': context, ...warnings },
    },
  };
  for (const resource of registry.all) {
    const others = registry.all.filter(({ entityType }) => entityType === resource.entityType);
    schemas[entityName(resource)] = entitySchema(others, registry);
    schemas[collectionName(resource)] = collectionSchema(resource);
  }
  return schemas;
}

/** One entity as a whole answer. */
export const entityAnswerSchema = (resource: Resource): Schema => ({
  allOf: [refTo(entityName(resource)), refTo('EntityAnswer')],
});

const collectionSchema = (resource: Resource): Schema => ({
  type: 'object',
  required: ['@odata.context', 'value'],
  properties: {
    '@odata.context': context,
    '@odata.nextLink': { type: 'string', format: 'uri' },
    '@openEntitlements.countIsAtLeast': {
      type: 'integer',
      description: 'How many there are at least, where `$count=true` counted no further.',
    },
    value: listOf(refTo(entityName(resource))),
  },
});

/** One type may come from several resources: then a member may be null when any of them says so. */
function entitySchema(resources: readonly Resource[], registry: ResourceRegistry): Schema {
  const properties: Schemas = {};
  for (const { fields, links } of resources) {
    for (const [name, field] of Object.entries(fields)) {
      const nullable = resources.some((other) => mayBeNull(name, other.fields[name]));
      const schema = schemaOf(field.kind, registry);
      properties[name] = nullable ? orNull(schema) : schema;
    }
    for (const [name, link] of Object.entries(links)) {
      const target = targetSchema(link, registry);
      properties[name] = link.many ? listOf(target) : orNull(target);
    }
  }
  const [resource] = resources;
  return { type: 'object', properties, ...(resource ? { examples: [entityExample(resource)] } : {}) };
}

function targetSchema(link: Link, registry: ResourceRegistry): Schema {
  const kinds = waysOf(link).map(({ to }) => refTo(entityName(registry.named(to))));
  return kinds.length === 1 && kinds[0] ? kinds[0] : { anyOf: kinds };
}

/** An entity without its links: what it declares, else what the kind of a member suggests. */
export const entityExample = ({ fields, example = {} }: Resource): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, { kind, nullable }]) => [name, example[name] ?? sampleOf(name, kind, nullable)]),
  );

function sampleOf(name: string, kind: Kind, nullable: boolean): unknown {
  if (kind.edm === 'texts') return [];
  if (kind.edm === 'complex') return kind.collection ? [] : null;
  const isSaid = kind.edm === 'Edm.String' || !nullable || /^(id|objectId)$/.test(name);
  return isSaid ? exampleOf(schemaOf(kind), {}, name) : null;
}

/** OData's keys and collections are never null. */
const mayBeNull = (name: string, field: Field<Record<string, unknown>> | undefined): boolean =>
  field?.nullable === true && name !== 'id' && !isCollection(field.kind);

const isCollection = (kind: Kind): boolean => kind.edm === 'texts' || (kind.edm === 'complex' && kind.collection);

const primitives = {
  'Edm.String': { type: 'string' },
  'Edm.Guid': { type: 'string', format: 'uuid' },
  'Edm.Boolean': { type: 'boolean' },
  'Edm.Int32': { type: 'integer', format: 'int32' },
  'Edm.DateTimeOffset': { type: 'string', format: 'date-time' },
  'Edm.Duration': { type: 'string', format: 'duration' },
  texts: listOf({ type: 'string' }),
} satisfies Record<Exclude<Kind['edm'], 'enum' | 'complex'>, Schema>;

function schemaOf(kind: Kind, registry?: ResourceRegistry): Schema {
  if (kind.edm === 'enum') return { type: 'string', enum: registry?.wordsOf(kind) ?? [...kind.members] };
  if (kind.edm !== 'complex') return primitives[kind.edm];
  const item = refTo(schemaNameOf(kind.type()));
  return kind.collection ? listOf(item) : item;
}

/** The classes that members of entities are made of. */
export const partsOf = (registry: ResourceRegistry): (abstract new () => object)[] =>
  registry.all
    .flatMap(({ fields }) => Object.values(fields))
    .flatMap(({ kind }) => (kind.edm === 'complex' ? [kind.type()] : []));
