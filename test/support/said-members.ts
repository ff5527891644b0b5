import fc from 'fast-check';
import { bodyTypeOf } from '../../src/platform/beta/bodies.js';
import { betaMembers } from '../../src/graph/index.js';
import type { Dialect } from '../../src/platform/beta/names.js';
import { declaredMembers, type DeclaredMember } from '../../src/platform/edm/declared-members.js';
import { betaShapeOf, kindsOf } from '../../src/platform/http/member-index.js';
import { derivedTypes } from '../../src/platform/edm/members.js';
import { typeNameOf } from '../../src/platform/edm/type-names.js';
import type { Class } from './body-classes.js';

type Json = Record<string, unknown>;

/** A member as its schema declares it, with the limits that `members.ts` gives to @nestjs/swagger. */
type Declared = DeclaredMember & { readonly minimum?: number; readonly maximum?: number };

/** What texts say in beta that are words there. */
const betaWords: Readonly<Record<string, readonly string[]>> = {
  recurrenceType: ['weekly', 'quarterly', 'annual'],
  reviewerType: ['Self', 'Manager', 'Reviewers'],
  approvalMode: ['SingleStage', 'Serial'],
  scopeType: ['AllExistingDirectoryMemberUsers', 'SpecificDirectorySubjects'],
  accessReviewTimeoutBehavior: ['keepAccess', 'removeAccess'],
};

/** Words and values of the right form for a member that holds no object. */
export function plainValue(name: string, declared: Declared, guids: readonly string[]): fc.Arbitrary<unknown> {
  const words = declared.enum ?? declared.items?.enum ?? betaWords[name];
  const one = words ? fc.constantFrom(...words) : ofForm(declared, guids);
  return declared.isArray === true || declared.type === 'array' ? fc.array(one, { minLength: 1, maxLength: 2 }) : one;
}

const forms: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  boolean: fc.boolean(),
  'date-time': fc.integer({ min: 1, max: 999 }).map((day) => new Date(Date.UTC(2030, 0, day)).toISOString()),
  date: fc.constantFrom('2030-01-01', '2031-12-31'),
  duration: fc.constantFrom('P2D', 'PT36H', 'P90D'),
};

function ofForm({ type, format = '', minimum = 0, maximum = 9 }: Declared, guids: readonly string[]) {
  if (format === 'uuid') return fc.constantFrom(...guids);
  if (format === 'uri-reference') return fc.constantFrom(...guids).map((id) => `users/${id}`);
  if (type === 'integer') return fc.integer({ min: minimum, max: Math.min(maximum, minimum + 9) });
  return forms[format] ?? forms[String(type)] ?? fc.constantFrom('one', 'two', 'three@contoso.example');
}

/** The members that a body of this class has in a dialect, as that dialect calls them, with the classes of their values. */
export function membersSaid(type: Class, dialect: Dialect): [string, Declared, Class | undefined][] {
  const betas = betaMembers[bodyTypeOf(type)?.entityType ?? ''] ?? {};
  const shape = dialect === 'beta' ? betaShapeOf(type)?.type() : undefined;
  const own = new Map<string, DeclaredMember>([...declaredMembers(type), ...(shape ? declaredMembers(shape) : [])]);
  return [...own].map(([name, declared]) => [
    dialect === 'beta' ? (betas[name] ?? name) : name,
    declared,
    typeof declared.type === 'function' ? declared.type() : undefined,
  ]);
}

/** The kinds of objects that a member's class stands for, each with what it says of its type. */
export function kindsSaid(type: Class): { type: Class; said: Json }[] {
  const told = [...derivedTypes].flatMap(([name, kind]) =>
    kind && (kind.prototype instanceof type || kind === type)
      ? [{ type: kind, said: { '@odata.type': `#${name}` } }]
      : [],
  );
  const answered = kindsOf([type], undefined)
    .filter((kind) => kind !== type && !told.some((each) => each.type === kind))
    .map((kind) => ({ type: kind, said: { '@odata.type': `#microsoft.graph.${typeNameOf(kind)}` } }));
  return told.length + answered.length > 0 ? [...told, ...answered] : [{ type, said: {} }];
}

/** Bodies of a class in a dialect, of the right form at every depth; their values need not go together. */
export function bodyArbitrary(type: Class, dialect: Dialect, guids: readonly string[], depth = 6): fc.Arbitrary<Json> {
  const members = membersSaid(type, dialect).filter(([name, , part]) => name !== '@odata.type' && (!part || depth > 0));
  const model = Object.fromEntries(
    members.map(([name, declared, part]) => {
      if (!part) return [name, plainValue(name, declared, guids)];
      const object = fc.oneof(
        ...kindsSaid(part).map((kind) =>
          bodyArbitrary(kind.type, dialect, guids, depth - 1).map((body) => ({ ...kind.said, ...body })),
        ),
      );
      return [name, declared.isArray ? fc.array(object, { minLength: 1, maxLength: 2 }) : object];
    }),
  );
  return fc.record(model, { requiredKeys: [] });
}

/** The same body with every name in a case of letters that the bits choose. */
export function respelled(value: unknown, bits: readonly boolean[]): unknown {
  let at = 0;
  const flip = (letter: string) => (bits[at++ % bits.length] ? letter.toUpperCase() : letter.toLowerCase());
  const spell = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(spell);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(
      Object.entries(each).map(([name, member]) => [name.replace(/[a-z]/gi, flip), spell(member)]),
    );
  };
  return spell(value);
}

/** Every place in a body at which an object stands, with its path. */
export function objectsIn(value: unknown, path = ''): { path: string; object: Json }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => objectsIn(item, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Json;
  const deeper = Object.entries(object).flatMap(([name, member]) => objectsIn(member, path ? `${path}.${name}` : name));
  return [{ path, object }, ...deeper];
}
