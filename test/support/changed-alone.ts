import fc from 'fast-check';
import { bodyTypeOf } from '../../src/platform/beta/bodies.js';
import { betaMembers } from '../../src/graph/index.js';
import type { Dialect } from '../../src/platform/beta/names.js';
import { unheededMembers } from '../../src/platform/edm/member-classes.js';
import { betaShapeOf, kindsOf, memberNamed } from '../../src/platform/http/member-index.js';
import type { Class } from './body-classes.js';
import { bodyArbitrary, kindsSaid, membersSaid, plainValue } from './said-members.js';
import { sized } from './size.js';

type Json = Record<string, unknown>;
type Step = string | number;

/** A body in which one member alone says something else. */
export interface Change {
  readonly path: readonly Step[];
  readonly is: 'heeded' | 'passed over' | 'refused';
  readonly value: unknown;
}

/** A place in a body at which an object stands, with the class that it is read as. */
interface Place {
  readonly path: readonly Step[];
  readonly object: Json;
  readonly type: Class;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same body in the names of a dialect. */
export function inDialect(body: Json, type: Class, dialect: Dialect): Json {
  if (dialect === 'v1.0') return body;
  const betas = betaMembers[bodyTypeOf(type)?.entityType ?? ''] ?? {};
  const parts = new Map(membersSaid(type, 'v1.0').map(([name, , part]) => [name, part]));
  const members = Object.entries(body).map(([name, value]) => {
    const part = parts.get(name);
    const isPart = part !== undefined && isObject(value);
    return [betas[name] ?? name, isPart ? inDialect(value, part, dialect) : value] as const;
  });
  return Object.fromEntries(members);
}

/** One place for each class that a body's objects are read as. */
function placesIn(body: Json, type: Class, dialect: Dialect): Place[] {
  const found = new Map<Class, Place>();
  const visit = (value: unknown, types: readonly Class[], path: readonly Step[]): void => {
    if (Array.isArray(value)) return value.forEach((item, index) => visit(item, types, [...path, index]));
    if (!isObject(value)) return;
    const kinds = kindsOf(types, value['@odata.type']);
    const kind = types.some((each) => kindsOf([each], value['@odata.type']).length > 1) ? kinds[0] : types[0];
    if (!kind || found.has(kind)) return;
    found.set(kind, { path, object: value, type: kind });
    const shape = dialect === 'beta' ? betaShapeOf(kind) : undefined;
    for (const [name, member] of Object.entries(value)) {
      const known = memberNamed([...(shape ? [shape.type()] : []), kind], name);
      if (known?.is === 'heeded') visit(member, known.parts.slice(0, 1), [...path, name]);
    }
  };
  visit(body, [type], []);
  return [...found.values()];
}

/** Every member of every class in a body, changed alone: the heeded ones to a few values each. */
export function changesOf(body: Json, type: Class, dialect: Dialect, guids: readonly string[]): Change[][] {
  return placesIn(body, type, dialect).flatMap(({ path, object, type: kind }) => [
    ...membersSaid(kind, dialect)
      .filter(([name, , part]) => name !== '@odata.type' && !(part && heedsNothing(part)))
      .map(([name, declared, part]) => {
        const values = part
          ? [null, ...partValues(part, declared.isArray === true, dialect, guids)]
          : fc.sample(plainValue(name, declared, guids), { seed: 7, numRuns: sized({ small: 2, ci: 3, full: 6 }) });
        return differing(values, object[name]).map((value) => ({
          path: [...path, name],
          is: 'heeded' as const,
          value,
        }));
      }),
    ...[...unheededMembers(kind)].map(([name, { is }]) =>
      differing([{ id: guids[0] }], object[name]).map((value) => ({ path: [...path, name], is, value })),
    ),
  ]);
}

/** Each of its members is looked at by itself. */
const heedsNothing = (part: Class): boolean => membersSaid(part, 'v1.0').length === 0;

function partValues(part: Class, isMany: boolean, dialect: Dialect, guids: readonly string[]): unknown[] {
  const [kind] = kindsSaid(part);
  if (!kind) return [];
  const bodies = fc.sample(bodyArbitrary(kind.type, dialect, guids, 1), { seed: 7, numRuns: 2 });
  return bodies.map((each) => ({ ...kind.said, ...each })).map((each) => (isMany ? [each] : each));
}

function differing(values: readonly unknown[], now: unknown): unknown[] {
  const texts = new Set([JSON.stringify(now)]);
  return values.filter((value) => {
    const text = JSON.stringify(value);
    return texts.has(text) ? false : Boolean(texts.add(text));
  });
}

/** The body with that change. */
export function changed(body: Json, { path, value }: Change): Json {
  const copy = structuredClone(body);
  let at: unknown = copy;
  for (const step of path.slice(0, -1)) at = (at as Record<Step, unknown>)[step];
  (at as Record<Step, unknown>)[path.at(-1) ?? ''] = value;
  return copy;
}

/** What is stored, without its times and without ids that the server made. */
export function comparable(row: unknown, kept: readonly string[]): string {
  const text = JSON.stringify(row, (name, value: unknown) => (passing.has(name) ? undefined : value)) ?? 'nothing';
  return text.replace(guid, (id) => (kept.includes(id) ? id : '<new>'));
}

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const passing = new Set([
  ...['createdAt', 'modifiedAt', 'completedAt', 'startedAt', 'deniesAt', 'reviewedAt', 'escalatesAt', 'startAt'],
  ...['version', 'policyVersion', 'decision', 'failure'],
]);
