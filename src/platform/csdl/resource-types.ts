import type { ResourceRegistry } from '../odata/resource-registry.js';
import { type Field, type Kind, type Resource, shownFields } from '../odata/resource.js';
import { type CsdlMember, type CsdlType, qualified } from './csdl-type.js';
import { servedRoot } from '../served-root.js';
import { isEntityClass, typeNameOf } from '../edm/type-names.js';

/** The types of all resources; one without an id is no entity. */
export const resourceTypes = (registry: ResourceRegistry): CsdlType[] =>
  registry.all.map((resource) => {
    const { entityType, fields } = resource;
    const isEntity = 'id' in fields;
    const members = [
      ...shownFields(resource).flatMap(([name, field]) => (name === 'id' ? [] : [memberOf(name, field)])),
      ...linksOf(resource, registry),
    ];
    return { name: entityType, ...(isEntity ? entity : { kind: 'ComplexType' as const }), members };
  });

const entity = { kind: 'EntityType', base: 'entity' } as const;

/** The enumerations of all resources, by name. */
export const resourceEnums = (registry: ResourceRegistry): Map<string, readonly string[]> =>
  new Map(
    registry.all
      .flatMap(shownFields)
      .flatMap(([, { kind }]) => (kind.edm === 'enum' && !kind.stored ? [[kind.name, kind.members] as const] : [])),
  );

/** The classes that members of what is shown are made of. */
export const shownParts = (registry: ResourceRegistry): (abstract new () => object)[] =>
  registry.all.flatMap(shownFields).flatMap(([, { kind }]) => (kind.edm === 'complex' ? [kind.type()] : []));

/** What is served beside the types: the way to the collections under the product's root. */
export function collectionTypes(registry: ResourceRegistry): CsdlType[] {
  const root = servedRoot.get();
  const members = topLevel(registry)
    .filter(({ path }) => path.startsWith(`${root}/`))
    .map(({ path, entityType }) => contained(path.slice(root.length + 1), entityType, true));
  const [last = '', ...above] = root.split('/').reverse();
  const steps = above.map((name, at) => {
    const next = at === 0 ? last : (above[at - 1] ?? '');
    return { name, kind: 'EntityType' as const, members: [contained(next, next, false)] };
  });
  return [{ name: last, ...entity, members }, ...steps];
}

/** The collections that stand at the root. */
export const rootSets = (registry: ResourceRegistry): { name: string; type: string }[] =>
  topLevel(registry)
    .filter(({ path }) => !path.includes('/') && !path.includes('('))
    .map(({ path, entityType }) => ({ name: path, type: entityType }));

/** One resource for each collection that is not reached through another one's entities. */
const topLevel = (registry: ResourceRegistry): Resource[] =>
  [...new Map(registry.all.map((resource) => [resource.path, resource])).values()].filter(
    ({ path }) => !registry.all.some((other) => path.startsWith(`${other.path}/`)),
  );

const linksOf = ({ path, links }: Resource, registry: ResourceRegistry): CsdlMember[] =>
  Object.entries(links).map(([name, { to, many, others }]) => {
    const target = registry.named(to);
    const isContained = target.path === `${path}/${name}`;
    // What entities of several kinds have in common is that they are some.
    const type = qualified(others ? 'entity' : target.entityType);
    return { name, type, many, nullable: !many, isNavigation: true, isContained };
  });

const contained = (name: string, type: string, many: boolean): CsdlMember => ({
  ...{ name, type: qualified(type), many, nullable: !many },
  ...{ isNavigation: true, isContained: true },
});

function memberOf(name: string, { kind, nullable }: Field<Record<string, unknown>>): CsdlMember {
  const many = kind.edm === 'texts' || (kind.edm === 'complex' && kind.collection);
  const isNavigation = kind.edm === 'complex' && isEntityClass(kind.type());
  return { name, type: typeOf(kind), many, nullable, isNavigation };
}

function typeOf(kind: Kind): string {
  if (kind.edm === 'enum') return kind.stored ? 'Edm.String' : qualified(kind.name);
  if (kind.edm === 'complex') return qualified(typeNameOf(kind.type()));
  return kind.edm === 'Edm.Guid' || kind.edm === 'texts' ? 'Edm.String' : kind.edm; // ids are texts at Graph
}
