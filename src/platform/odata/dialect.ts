import { betaNames, type Dialect } from '../beta/names.js';
import { pathIn } from '../beta/paths.js';
import type { Field, Kind, Resource } from './resource.js';
import { alsoCalled } from './synonyms.js';

type AnyField = Field<Record<string, unknown>>;
type Names = Readonly<Record<string, string>>;

const seenInBeta = new WeakMap<Resource, Resource>();
const understood = new WeakSet();

/** The same resource as a dialect calls its members; what the other one calls them is understood, too. */
export function inDialect(resource: Resource, dialect: Dialect): Resource {
  if (resource.origin) return resource;
  if (dialect === 'beta') {
    const seen = seenInBeta.get(resource) ?? inBeta(resource);
    seenInBeta.set(resource, seen);
    return seen;
  }
  if (!understood.has(resource.fields)) understandBeta(resource);
  return resource;
}

function understandBeta(resource: Resource): void {
  const others = Object.entries(namesOf(resource)).map(([ours, betas]) => [betas, ours] as const);
  alsoCalled(resource.fields, others);
  alsoCalled(resource.links, others);
  understood.add(resource.fields);
}

function inBeta(resource: Resource): Resource {
  const names = namesOf(resource);
  const ids = Object.keys(betaNames.get().ids[resource.entityType] ?? {}).map((name) => [name, idIn(name)] as const);
  const fields = {
    ...renamed(mapped(unshownOthers(resource), capitalized), names),
    ...resource.inBeta?.fields,
    ...Object.fromEntries(ids),
  };
  const links = renamed(resource.links, names);
  alsoCalled(fields, Object.entries(names));
  alsoCalled(links, Object.entries(names));
  const entityType = betaNames.get().types[resource.entityType] ?? resource.entityType;
  return { ...resource, entityType, path: pathIn('beta', resource.path), fields, links, origin: resource };
}

/** The fields of v1.0, of which beta does not show those that it has in another shape. */
function unshownOthers({ fields, inBeta }: Resource): Resource['fields'] {
  const shown = inBeta?.shown;
  if (!shown) return fields;
  const entries = Object.entries(fields).map(([name, field]) => [
    name,
    shown.includes(name) ? field : { ...field, isUnshown: true },
  ]);
  return Object.fromEntries(entries) as Resource['fields'];
}

const idIn = (column: string): AnyField => ({
  ...{ kind: { edm: 'Edm.Guid' }, column, nullable: false },
  read: (row) => row[column],
});

const namesOf = ({ entityType }: Resource): Names => betaNames.get().members[entityType] ?? {};

const renamed = <T>(all: Readonly<Record<string, T>>, names: Names): Record<string, T> =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [names[name] ?? name, value]));

const mapped = <T>(all: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, change(value)]));

/** A field as it is, or in beta's words where these are texts there. */
function capitalized(field: AnyField): AnyField {
  const others = field.kind.edm === 'enum' ? betaNames.get().texts[field.kind.name] : undefined;
  if (field.kind.edm !== 'enum' || !others) return field;
  const kind = inWords(field.kind, others);
  const { members } = field.kind;
  const read: AnyField['read'] = (row, caller) => {
    const word = field.read(row, caller);
    // A word that an extension brought is answered as it is.
    return typeof word === 'string' && members.includes(word) ? wordIn(others, word) : word;
  };
  return { ...field, kind, read };
}

type EnumKind = Extract<Kind, { readonly edm: 'enum' }>;

function inWords(kind: EnumKind, others: Names): EnumKind {
  const words = kind.members.map((member) => [wordIn(others, member), member] as const);
  const stored = [...kind.members.map((member) => [member, member] as const), ...words];
  return {
    ...kind,
    members: words.map(([word]) => word),
    stored: new Map(stored.map(([word, member]) => [word.toLowerCase(), member])),
  };
}

const wordIn = (others: Names, word: string): string =>
  others[word] ?? `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
