/** What OData says a question means, worked out in memory: an oracle that shares no line with the server. */

export type Value = string | number | boolean | Date | null;

/** An entity as an object; links are the entities at their other ends. */
export interface Entity {
  readonly type: string;
  readonly [member: string]: Value | Entity | readonly Entity[];
}

export type Kind = 'text' | 'guid' | 'enum' | 'flag' | 'whole' | 'moment' | 'day' | 'duration';

/** A question as its parts; `text` is how it may be written. */
export interface Node {
  readonly kind: Kind;
  readonly text: string;
  readonly means: (here: Here) => Value;
  /** Whether it is the same text in any case of letters. */
  readonly isCaseless?: boolean;
}

/** Where a question is asked: of what, what variables stand for, who sees what, and how letters fold. */
export interface Here {
  readonly it: Entity;
  readonly variables: Readonly<Record<string, Entity>>;
  readonly sees: (entity: Entity) => boolean;
  readonly fold: (text: string, to: 'lower' | 'upper') => string;
}

/** Letters as PGlite folds them, and as a Postgres in the C locale does. */
export const foldsAll: Here['fold'] = (text, to) => (to === 'lower' ? text.toLowerCase() : text.toUpperCase());
export const foldsAscii: Here['fold'] = (text, to) =>
  to === 'lower'
    ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    : text.replace(/[a-z]/g, (letter) => letter.toUpperCase());

/** The entity at the end of a path of links to one; null where one of them leads nowhere, or to what is not seen. */
export function follow(path: readonly string[], here: Here): Entity | null {
  const [first = '', ...others] = path;
  const start = here.variables[first];
  let entity: Entity | null = start ?? here.it;
  for (const name of start ? others : path) {
    const next = (entity?.[name] ?? null) as Entity | null;
    entity = next && here.sees(next) ? next : null;
  }
  return entity;
}

/** The entities behind a link to many that may be seen. */
export function membersOf(path: readonly string[], here: Here): Entity[] {
  const owner = follow(path.slice(0, -1), here);
  const members = (owner?.[path.at(-1) ?? ''] ?? []) as readonly Entity[];
  return members.filter((member) => here.sees(member));
}

const dayMillis = 86_400_000;

export function millisOf(duration: string): number {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration) ?? [];
  return Number(days) * dayMillis + Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000;
}

/** Less than 0, 0, or more: texts by their bytes. */
export function order(kind: Kind, a: Exclude<Value, null>, b: Exclude<Value, null>): number {
  if (kind === 'duration') return millisOf(String(a)) - millisOf(String(b));
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}

export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'has';

/** Null equals null and nothing else, and has no order. */
export function compare(operator: Operator, kind: Kind, a: Value, b: Value): boolean {
  const same = a === null || b === null ? a === b : order(kind, a, b) === 0;
  const more = a !== null && b !== null && order(kind, a, b) > 0;
  const less = a !== null && b !== null && order(kind, a, b) < 0;
  return { eq: same, has: same, ne: !same, gt: more, lt: less, ge: more || same, le: less || same }[operator];
}

/** What a comparison of two parts means: where one of them passes over case, `eq` and `ne` do, and no order does. */
export function compareNodes(operator: Operator, [left, right]: readonly [Node, Node], here: Here): boolean {
  const folds = (left.isCaseless || right.isCaseless) && (operator === 'eq' || operator === 'ne');
  const [a, b] = [left, right].map(({ means }) => {
    const value = means(here);
    return folds && typeof value === 'string' ? here.fold(value, 'lower') : value;
  });
  return compare(operator, left.kind, a ?? null, b ?? null);
}

/** Three answers: null is neither true nor false. */
export function together(deciding: boolean, parts: readonly Value[]): Value {
  if (parts.includes(deciding)) return deciding;
  return parts.includes(null) ? null : !deciding;
}

const characters = (text: Value): string[] => [...String(text)];

type Work = (operands: readonly Exclude<Value, null>[], here: Here) => Value;

const low = (value: Value, { fold }: Here): string => fold(String(value), 'lower');

export const works = {
  contains: ([whole = '', piece = ''], here) => low(whole, here).includes(low(piece, here)),
  startswith: ([whole = '', piece = ''], here) => low(whole, here).startsWith(low(piece, here)),
  endswith: ([whole = '', piece = ''], here) => low(whole, here).endsWith(low(piece, here)),
  indexof: ([whole = '', piece = ''], here) => {
    const at = low(whole, here).indexOf(low(piece, here));
    return at < 0 ? -1 : characters(low(whole, here).slice(0, at)).length;
  },
  length: ([whole = '']) => characters(whole).length,
  tolower: ([whole = ''], { fold }) => fold(String(whole), 'lower'),
  toupper: ([whole = ''], { fold }) => fold(String(whole), 'upper'),
  trim: ([whole = '']) => String(whole).replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''),
  concat: ([left = '', right = '']) => `${String(left)}${String(right)}`,
  substring: ([whole = '', start = 0, most = Infinity]) => {
    const from = Math.max(Number(start), 0);
    return characters(whole)
      .slice(from, from + Math.max(Number(most), 0))
      .join('');
  },
  year: ([at]) => (at as Date).getUTCFullYear(),
  month: ([at]) => (at as Date).getUTCMonth() + 1,
  day: ([at]) => (at as Date).getUTCDate(),
  hour: ([at]) => (at as Date).getUTCHours(),
  minute: ([at]) => (at as Date).getUTCMinutes(),
  second: ([at]) => (at as Date).getUTCSeconds(),
  date: ([at]) => (at as Date).toISOString().slice(0, 10),
} satisfies Record<string, Work>;

/** A function of null is null. */
export function call(name: keyof typeof works, operands: readonly Value[], here: Here): Value {
  const present = operands.filter((operand) => operand !== null);
  return present.length < operands.length ? null : (works[name] as Work)(present, here);
}

export interface OrderKey {
  readonly by: Node;
  readonly descending: boolean;
}

/** In the order asked for, null before all values, and by id where that leaves a choice. */
export function sorted(entities: readonly Entity[], keys: readonly OrderKey[], hereOf: (it: Entity) => Here): Entity[] {
  const step = ({ by, descending }: OrderKey, a: Entity, b: Entity): number => {
    const [x, y] = [by.means(hereOf(a)), by.means(hereOf(b))];
    const ascending = x === null ? (y === null ? 0 : -1) : y === null ? 1 : order(by.kind, x, y);
    return descending ? -ascending : ascending;
  };
  return [...entities].sort((a, b) => {
    const decided = keys.map((key) => step(key, a, b)).find((result) => result !== 0);
    return decided ?? order('guid', a['id'] as string, b['id'] as string);
  });
}
