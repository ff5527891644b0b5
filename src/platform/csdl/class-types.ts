import { declaredMembers, type DeclaredMember as Declared } from '../edm/declared-members.js';
import { derivedTypes } from '../edm/members.js';
import { type CsdlMember, type CsdlType, qualified } from './csdl-type.js';
import { answeredKinds, enumNameOf, isEntityClass, typeNameOf } from '../edm/type-names.js';

type Class = abstract new () => object;

const primitives: Readonly<Record<string, string>> = {
  boolean: 'Edm.Boolean',
  integer: 'Edm.Int32',
  'date-time': 'Edm.DateTimeOffset',
  date: 'Edm.Date',
  duration: 'Edm.Duration',
};

/** The types of classes, of what they are made of and of what derives from them. */
export function classTypes(roots: readonly Class[]): { types: CsdlType[]; enums: Map<string, readonly string[]> } {
  const found = reachable(roots);
  const types = [...found].flatMap((type) => typesOf(type, found));
  const words = [...found].flatMap((type) => ownMembers(type)).map(([, declared]) => wordsOf(declared));
  const enums = words.flatMap((members) => {
    const name = members && enumNameOf(members);
    return name === undefined ? [] : [[name, members ?? []] as const];
  });
  return { types, enums: new Map(enums) };
}

function reachable(roots: readonly Class[]): ReadonlySet<Class> {
  const found = new Set(roots);
  for (const type of found) {
    for (const [, declared] of ownMembers(type)) {
      if (typeof declared.type === 'function') found.add(declared.type());
    }
    for (const derived of [...derivedTypes.values(), ...answeredKinds()])
      if (derived && baseOf(derived) === type) found.add(derived);
  }
  return found;
}

/** A class is one type, or several that differ by name only: those that `@odata.type` calls it. */
function typesOf(type: Class, all: ReadonlySet<Class>): CsdlType[] {
  const chosen = [...derivedTypes].filter(([, value]) => value === type).map(([name]) => shortened(name));
  const base = baseOf(type);
  const merely = merelyNamed(type);
  const hasDerived = merely.length > 0 || [...all].some((other) => baseOf(other) === type);
  const kind = kindOf(type);
  const own = { kind, members: ownMembers(type).flatMap(([name, declared]) => membersOf(type, name, declared)) };
  const ground = all.has(base) ? typeNameOf(base) : kind === 'EntityType' ? 'entity' : undefined;
  const isAbstract = hasDerived && chosen.length === 0;
  const names = chosen.length > 0 ? chosen : [typeNameOf(type)];
  const types = names.map((name) => ({ ...own, name, ...(ground && { base: ground }), isAbstract }));
  return [...types, ...merely.map((name) => ({ kind, name, base: typeNameOf(type), members: [] }))];
}

const derivesFrom = (kind: Class | undefined, type: Class): boolean => kind !== undefined && baseOf(kind) === type;

/** What `@odata.type` may say in a part that is read the same whatever it says. */
function merelyNamed(type: Class): string[] {
  const [, tag] = ownMembers(type).find(([name]) => name === '@odata.type') ?? [];
  const names = (tag && wordsOf(tag))?.map((name) => name.replace(/^#/, '')) ?? [];
  const own = new Set([...answeredKinds()].filter((kind) => baseOf(kind) === type).map(typeNameOf));
  return names
    .filter((name) => !derivesFrom(derivedTypes.get(name), type))
    .map(shortened)
    .filter((name) => !own.has(name) && name !== typeNameOf(type));
}

function membersOf(type: Class, name: string, declared: Declared): CsdlMember[] {
  if (name.includes('@') || (name === 'id' && kindOf(type) === 'EntityType')) return [];
  const part = typeof declared.type === 'function' ? declared.type() : undefined;
  const many = declared.isArray === true || declared.type === 'array';
  const of = part ? qualified(typeNameOf(part)) : primitiveOf(declared);
  const isNavigation = part !== undefined && isEntityClass(part);
  return [{ name, type: of, many, nullable: declared.nullable === true, isNavigation }];
}

function primitiveOf(declared: Declared): string {
  const words = wordsOf(declared);
  const name = words && enumNameOf(words);
  if (name !== undefined) return qualified(name);
  return primitives[declared.format ?? String(declared.type)] ?? 'Edm.String';
}

const wordsOf = (declared: Declared): readonly string[] | undefined => declared.enum ?? declared.items?.enum;

/** The members that a class declares itself, with their schemas. */
function ownMembers(type: Class): [string, Declared][] {
  const inherited = typeof baseOf(type).prototype === 'object' ? declaredMembers(baseOf(type)) : new Map();
  return [...declaredMembers(type)].filter(([name]) => !inherited.has(name));
}

/** A part is an entity where it, or what it derives from, is declared as one. */
const kindOf = (type: Class): CsdlType['kind'] =>
  isEntityClass(type) || isEntityClass(baseOf(type)) ? 'EntityType' : 'ComplexType';

const baseOf = (type: Class): Class => Object.getPrototypeOf(type) as Class;
const shortened = (name: string): string => name.replace(/^microsoft\.graph\./, '');
