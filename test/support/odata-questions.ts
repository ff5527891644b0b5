import fc, { type GeneratorValue } from 'fast-check';
import {
  call,
  compareNodes,
  type Entity,
  follow,
  type Here,
  type Kind,
  membersOf,
  type Node,
  type Operator,
  type OrderKey,
  together,
  type Value,
  type works,
} from './odata-meaning.js';

/** What questions may be about: the members of each type with values to compare them with, and the links. */
export interface World {
  readonly [type: string]: {
    readonly members: Readonly<
      Record<
        string,
        { readonly kind: Kind; readonly values: readonly Exclude<Value, null>[]; readonly isCaseless?: boolean }
      >
    >;
    readonly one: Readonly<Record<string, string>>;
    readonly many: Readonly<Record<string, string>>;
  };
}

/** What can be named where a question stands: the entity itself, and each variable. */
interface Ground {
  readonly world: World;
  readonly pick: GeneratorValue;
  readonly names: readonly { readonly prefix: readonly string[]; readonly type: string }[];
}

const anyOf = <T>({ pick }: Ground, choices: readonly T[]): T => pick(() => fc.constantFrom(...choices));
const chance = ({ pick }: Ground, outOf: number): boolean => pick(fc.nat, { max: outOf - 1 }) === 0;

/** A question that is true or false, of so many levels at most. */
export const aQuestion = (world: World, type: string, pick: GeneratorValue, depth: number): Node =>
  condition({ world, pick, names: [{ prefix: [], type }] }, depth);

/** Keys to order by. */
export function anOrder(world: World, type: string, pick: GeneratorValue): OrderKey[] {
  const ground: Ground = { world, pick, names: [{ prefix: [], type }] };
  const keys = Array.from({ length: pick(fc.nat, { max: 3 }) }, () => ({
    by: operand(
      ground,
      anyOf(
        ground,
        kinds.filter((kind) => isKnown(ground, kind)),
      ),
      1,
      false,
    ),
    descending: chance(ground, 2),
  }));
  // The same property twice is refused.
  const plain = ({ by }: OrderKey) => by.text.toLowerCase().replace(/[()]/g, '');
  return keys.filter((key, at) => keys.findIndex((other) => plain(other) === plain(key)) === at);
}

const kinds: readonly Kind[] = ['text', 'guid', 'enum', 'flag', 'whole', 'moment', 'duration'];
const compared: readonly Kind[] = [...kinds, 'text', 'whole', 'moment', 'day'];

function condition(ground: Ground, depth: number): Node {
  const simple = [comparison, comparison, comparison, membership, search, flag];
  const nested = [negation, combination, combination, lambda, lambda, comparison];
  return anyOf(ground, depth > 0 ? [...simple, ...nested] : simple)(ground, depth);
}

const grouped = ({ text }: Node): string => `(${text})`;

function negation(ground: Ground, depth: number): Node {
  const inner = condition(ground, depth - 1);
  return {
    kind: 'flag',
    text: `not ${grouped(inner)}`,
    means: (here) => {
      const found = inner.means(here);
      return found === null ? null : !found;
    },
  };
}

function combination(ground: Ground, depth: number): Node {
  const operator = anyOf(ground, ['and', 'or'] as const);
  const parts = [condition(ground, depth - 1), condition(ground, depth - 1)];
  return {
    kind: 'flag',
    text: parts.map(grouped).join(` ${operator} `),
    means: (here) =>
      together(
        operator === 'or',
        parts.map((part) => part.means(here)),
      ),
  };
}

function lambda(ground: Ground, depth: number): Node {
  const found = collection(ground);
  if (!found || ground.names.length > 3) return comparison(ground, depth);
  const { path, type } = found;
  const written = path.join('/');
  if (chance(ground, 6)) {
    return { kind: 'flag', text: `${written}/any()`, means: (here) => membersOf(path, here).length > 0 };
  }
  const quantifier = anyOf(ground, ['any', 'all'] as const);
  const variable = `v${ground.names.length}`;
  const each = condition({ ...ground, names: [...ground.names, { prefix: [variable], type }] }, depth - 1);
  return {
    kind: 'flag',
    text: `${written}/${quantifier}(${variable}:${each.text})`,
    means: (here) => {
      const holds = (member: Entity) =>
        each.means({ ...here, variables: { ...here.variables, [variable]: member } }) === true;
      const members = membersOf(path, here);
      return quantifier === 'any' ? members.some(holds) : members.every(holds);
    },
  };
}

function comparison(ground: Ground, depth: number): Node {
  const kind = anyOf(
    ground,
    compared.filter((each) => each === 'day' || isKnown(ground, each)),
  );
  const operators: readonly Operator[] =
    kind === 'enum'
      ? ['eq', 'ne', 'has']
      : kind === 'guid' || kind === 'flag'
        ? ['eq', 'ne']
        : ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
  const operator = anyOf(ground, operators);
  const left = operand(ground, kind, depth, false);
  const right = operand(ground, kind, depth, true);
  const [a, b] = operator !== 'has' && chance(ground, 3) ? [right, left] : [left, right];
  return {
    kind: 'flag',
    text: `${a.text} ${operator} ${b.text}`,
    means: (here) => compareNodes(operator, [a, b], here),
  };
}

function membership(ground: Ground, depth: number): Node {
  const kind = anyOf(
    ground,
    kinds.filter((each) => isKnown(ground, each)),
  );
  const member = operand(ground, kind, depth, false);
  const items = Array.from({ length: 1 + ground.pick(fc.nat, { max: 3 }) }, () => literal(ground, kind));
  return {
    kind: 'flag',
    text: `${member.text} in (${items.map(({ text }) => text).join(',')})`,
    means: (here) => items.some((item) => compareNodes('eq', [member, item], here)),
  };
}

const search = (ground: Ground, depth: number): Node =>
  called(ground, anyOf(ground, ['contains', 'startswith', 'endswith'] as const), 'flag', ['text', 'text'], depth);

const flag = (ground: Ground): Node => member(ground, 'flag') ?? literal(ground, 'flag', false);

/** A value of a kind; a literal only where something else stands beside it. */
function operand(ground: Ground, kind: Kind, depth: number, literals: boolean): Node {
  if (literals && chance(ground, 2)) return literal(ground, kind);
  if (kind === 'flag' && depth > 0 && chance(ground, 4)) {
    const inner = condition(ground, depth - 1);
    return { ...inner, text: grouped(inner) };
  }
  const made = (depth > 0 && chance(ground, 2)) || kind === 'day' ? functionOf(ground, kind, depth - 1) : undefined;
  return made ?? member(ground, kind) ?? literal(ground, kind, false);
}

function functionOf(ground: Ground, kind: Kind, depth: number): Node | undefined {
  if (kind === 'day') return called(ground, 'date', 'day', ['moment'], depth);
  if (kind === 'text') {
    const name = anyOf(ground, ['tolower', 'toupper', 'trim', 'concat', 'substring'] as const);
    const more: readonly Kind[] = chance(ground, 2) ? ['text', 'whole'] : ['text', 'whole', 'whole'];
    return called(
      ground,
      name,
      'text',
      name === 'concat' ? ['text', 'text'] : name === 'substring' ? more : ['text'],
      depth,
    );
  }
  if (kind !== 'whole') return undefined;
  const name = anyOf(ground, [
    'length',
    'indexof',
    'year',
    'month',
    'day',
    'hour',
    'minute',
    'second',
    '$count',
  ] as const);
  if (name === '$count') return counted(ground);
  const takes: readonly Kind[] = name === 'length' ? ['text'] : name === 'indexof' ? ['text', 'text'] : ['moment'];
  return called(ground, name, 'whole', takes, depth);
}

function called(ground: Ground, name: keyof typeof works, kind: Kind, takes: readonly Kind[], depth: number): Node {
  const operands = takes.map((wanted) => operand(ground, wanted, Math.max(depth, 0), true));
  return {
    kind,
    text: `${name}(${operands.map(({ text }) => text).join(',')})`,
    means: (here) =>
      call(
        name,
        operands.map((one) => one.means(here)),
        here,
      ),
  };
}

function counted(ground: Ground): Node | undefined {
  const found = collection(ground);
  return (
    found && {
      kind: 'whole',
      text: `${found.path.join('/')}/$count`,
      means: (here) => membersOf(found.path, here).length,
    }
  );
}

interface Way {
  readonly path: readonly string[];
  readonly type: string;
}

/** The ways over links to one entity each, from everything that has a name. */
function ways({ names, world }: Ground): Way[] {
  const onward = ({ path, type }: Way): Way[] =>
    Object.entries(world[type]?.one ?? {}).map(([name, to]) => ({ path: [...path, name], type: to }));
  const starts = names.map(({ prefix, type }) => ({ path: prefix, type }));
  const near = starts.flatMap(onward);
  return [...starts, ...near, ...near.flatMap(onward)];
}

const namesOf = (ground: Ground, { type }: Way, kind: Kind): string[] =>
  Object.entries(ground.world[type]?.members ?? {}).flatMap(([name, declared]) =>
    declared.kind === kind ? [name] : [],
  );

function collection(ground: Ground): Way | undefined {
  const found = ways(ground).flatMap(({ path, type }) =>
    Object.entries(ground.world[type]?.many ?? {}).map(([name, to]) => ({ path: [...path, name], type: to })),
  );
  return found.length > 0 ? anyOf(ground, found) : undefined;
}

const isKnown = (ground: Ground, kind: Kind): boolean =>
  ways(ground).some((way) => namesOf(ground, way, kind).length > 0);

function member(ground: Ground, kind: Kind): Node | undefined {
  const found = ways(ground).flatMap((way) => namesOf(ground, way, kind).map((name) => ({ ...way, name })));
  if (found.length === 0) return undefined;
  const { path, type, name } = anyOf(ground, found);
  const text = [...path, chance(ground, 4) ? name.toUpperCase() : name].join('/');
  const isCaseless = ground.world[type]?.members[name]?.isCaseless ?? false;
  return { kind, text, isCaseless, means: (here: Here) => (follow(path, here)?.[name] ?? null) as Value };
}

const someDays = ['2026-01-01', '2026-06-30', '1970-01-01'];

function literal(ground: Ground, kind: Kind, nulls = true): Node {
  const known = Object.values(ground.world)
    .flatMap(({ members }) => Object.values(members))
    .filter((declared) => declared.kind === kind)
    .flatMap(({ values }) => values);
  const value = nulls && chance(ground, 6) ? null : anyOf(ground, kind === 'day' ? someDays : known);
  return { kind, text: value === null ? 'null' : written(ground, kind, value), means: () => value };
}

/** One of the ways in which a value can be written. */
function written(ground: Ground, kind: Kind, value: Exclude<Value, null>): string {
  const quoted = `'${String(value).replaceAll("'", "''")}'`;
  switch (kind) {
    case 'text':
      return quoted;
    case 'enum':
      return anyOf(ground, [quoted, `microsoft.graph.requestState${quoted}`, quoted.toUpperCase()]);
    case 'guid':
      return anyOf(ground, [String(value), quoted, String(value).toUpperCase()]);
    case 'duration':
      return anyOf(ground, [`duration${quoted}`, quoted]);
    case 'moment':
      return inZone(value as Date, anyOf(ground, [0, 120, -330]));
    default:
      return String(value);
  }
}

function inZone(at: Date, minutes: number): string {
  if (minutes === 0) return at.toISOString();
  const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(minutes);
  const digits = (count: number) => String(count).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}:${digits(size % 60)}`;
}
