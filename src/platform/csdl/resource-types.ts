import type { ResourceRegistry } from '../odata/resource-registry.js';
import { type Field, type Kind, type Kinds, type Link, type Resource, shownFields, waysOf } from '../odata/resource.js';
import { type CsdlMember, type CsdlType, qualified } from './csdl-type.js';
import { furtherRoots, servedRoot } from '../served-root.js';
import { isEntityClass, typeNameOf } from '../edm/type-names.js';

/** The types of all resources; one without an id is no entity. */
export const resourceTypes = (registry: ResourceRegistry): CsdlType[] =>
  registry.all.flatMap((resource): CsdlType[] => {
    const { entityType, fields, derived } = resource;
    const isEntity = 'id' in fields;
    const members = [
      ...shownFields(resource).flatMap(([name, field]) => (name === 'id' ? [] : [memberOf(name, field)])),
      ...linksOf(resource, registry),
    ];
    const base = basesIn(registry).get(entityType) ?? entity.base;
    if (derived) return derivedFrom({ name: entityType, ...entity, base, members }, derived);
    return [{ name: entityType, ...(isEntity ? { ...entity, base } : { kind: 'ComplexType' as const }), members }];
  });

/** A type that no entity is itself, and those that derive from it. */
function derivedFrom(base: CsdlType, { types, members: own }: Pick<Kinds<never>, 'types' | 'members'>): CsdlType[] {
  const isOwn = ({ name }: CsdlMember): boolean => own.includes(name);
  const shared = base.members.filter((one) => !isOwn(one));
  const kinds = types.map((name) => ({ ...base, name, base: base.name, members: base.members.filter(isOwn) }));
  return [{ ...base, isAbstract: true, members: shared }, ...kinds];
}

/** The types from which kinds of a link derive: nothing is said of them but that. */
export const baseTypes = (registry: ResourceRegistry): CsdlType[] =>
  [...new Set(basesIn(registry).values())].map((name) => ({ name, ...entity, members: [] }));

/** Such a base by the type of each kind. */
const basesIn = (registry: ResourceRegistry): ReadonlyMap<string, string> =>
  new Map(
    registry.all
      .flatMap(({ links }) => Object.values<Link>(links))
      .flatMap((link) =>
        link.base === undefined ? [] : kindsOf(link, registry).map((kind) => [kind, link.base ?? '']),
      )
      .map(([kind = '', base = '']) => [kind, base]),
  );

const kindsOf = (link: Link, registry: ResourceRegistry): string[] =>
  waysOf(link).map(({ to }) => registry.named(to).entityType);

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

/** The roots of the product's collections, each with the type that has them. */
const roots = (): [string, string][] => {
  const root = servedRoot.get();
  return [[root, root.split('/').at(-1) ?? ''], ...Object.entries(furtherRoots.get())];
};

/** The names at which the ways to the collections begin. */
export const singletons = (): string[] => roots().map(([root]) => root.replace(/\/.*/, ''));

/** What is served beside the types: the ways to the collections under the product's roots. */
export const collectionTypes = (registry: ResourceRegistry): CsdlType[] =>
  roots().flatMap(([root, type]) => typesUnder(registry, root, type));

function typesUnder(registry: ResourceRegistry, root: string, type: string): CsdlType[] {
  const members = topLevel(registry)
    .filter(({ path }) => path.startsWith(`${root}/`))
    .map(({ path, entityType }) => contained(path.slice(root.length + 1), entityType, true));
  const [last = '', ...above] = root.split('/').reverse();
  const steps = above.map((name, at) => {
    const next = at === 0 ? last : (above[at - 1] ?? '');
    return { name, kind: 'EntityType' as const, members: [contained(next, at === 0 ? type : next, false)] };
  });
  return [{ name: type, ...entity, members }, ...steps];
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
  Object.entries(links).map(([name, { to, many, base }]) => {
    const target = registry.named(to);
    const isContained = target.path === `${path}/${name}`;
    const type = qualified(base ?? target.entityType);
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
