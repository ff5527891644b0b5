import { type BetaShape, bodyTypeOf } from '../beta/bodies.js';
import { betaNames } from '../beta/names.js';
import { answeredKinds, typeNameOf } from '../edm/type-names.js';
import { declaredMembers } from '../edm/declared-members.js';
import { unheededMembers, type Unheeded } from '../edm/member-classes.js';
import { derivedTypes } from '../edm/members.js';

type Class = abstract new () => object;

/** A member as a body may say it. */
export type KnownMember = {
  /** In v1.0's words, where those are others. */
  readonly name: string;
} & (Heeded | Unheeded);

interface Heeded {
  readonly is: 'heeded';
  /** The classes that its value may be of; none for a plain value. */
  readonly parts: readonly Class[];
  /** The link whose id it is, for an id that beta has beside a link. */
  readonly link?: string;
}

const indexes = new WeakMap<Class, ReadonlyMap<string, KnownMember>>();

/** The members of a class by their names in lower case, in both dialects. */
function indexOf(type: Class): ReadonlyMap<string, KnownMember> {
  const index = indexes.get(type) ?? build(type);
  indexes.set(type, index);
  return index;
}

function build(type: Class): Map<string, KnownMember> {
  const index = new Map<string, KnownMember>();
  for (const [name, unheeded] of unheededMembers(type)) index.set(name.toLowerCase(), { name, ...unheeded });
  for (const [name, { type: part }] of declaredMembers(type)) {
    index.set(name.toLowerCase(), { name, is: 'heeded', parts: typeof part === 'function' ? [part()] : [] });
  }
  const known = bodyTypeOf(type);
  if (known) addBetas(index, known.entityType);
  return index;
}

function addBetas(index: Map<string, KnownMember>, entityType: string): void {
  const { members, ids } = betaNames.get();
  for (const [name, betas] of Object.entries(members[entityType] ?? {})) alias(index, betas, name, (same) => same);
  for (const [id, link] of Object.entries(ids[entityType] ?? {})) {
    alias(index, id, link, (same) => (same.is === 'heeded' ? { name: id, is: 'heeded', parts: [], link } : same));
  }
}

/** What a class declares itself under a name of beta's stays that. */
function alias(
  index: Map<string, KnownMember>,
  betas: string,
  ours: string,
  as: (same: KnownMember) => KnownMember,
): void {
  const same = index.get(ours.toLowerCase());
  if (same !== undefined && !index.has(betas.toLowerCase())) index.set(betas.toLowerCase(), as(same));
}

export const betaShapeOf = (type: Class): BetaShape | undefined => bodyTypeOf(type)?.shape;

/** What a name, in any case of letters, means in an object of one of these classes: heeded before passed over before refused. */
export function memberNamed(types: readonly Class[], name: string): KnownMember | undefined {
  const found = types.flatMap((type) => indexOf(type).get(name.toLowerCase()) ?? []);
  const heeded = found.filter((member) => member.is === 'heeded');
  const [first] = heeded;
  if (first) return { ...first, parts: [...new Set(heeded.flatMap(({ parts }) => parts))] };
  return found.find(({ is }) => is === 'passed over') ?? found[0];
}

/** The classes that an object of these classes may be of, by what it says of its type: those that it says, else every kind of them. */
export function kindsOf(types: readonly Class[], said: unknown): Class[] {
  const kinds = types.flatMap((type) => derivedFrom(type));
  const name = typeof said === 'string' ? shortened(said) : undefined;
  const meant = kinds.filter(([called]) => called === name);
  return [...new Set([...(meant.length > 0 ? meant : kinds).map(([, kind]) => kind), ...types])];
}

const shortened = (name: string): string => name.replace(/^#?(microsoft\.graph\.)?/, '');

function derivedFrom(type: Class): [string, Class][] {
  const told = [...derivedTypes].flatMap(([name, kind]): [string, Class][] => (kind ? [[shortened(name), kind]] : []));
  const answered = answeredKinds().map((kind): [string, Class] => [typeNameOf(kind), kind]);
  return [...told, ...answered].filter(([, kind]) => kind.prototype instanceof type);
}
