import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { idOf, idsOf, nextOf, openODataWorld, type ODataWorld, requests, states } from '../support/odata-world.js';

type Value = string | number | boolean | Date | null;
type Thing = Record<string, Value>;

interface Member {
  readonly path: string;
  readonly values: readonly Exclude<Value, null>[];
  readonly type: 'text' | 'guid' | 'enum' | 'flag' | 'whole' | 'moment';
  /** Rows without a package stand at the other end than null does elsewhere. */
  readonly turned?: boolean;
}

const texts = ['', 'a', 'A', 'b', "it's", "''", '%', '_', 'a b', 'é', 'ü', '😀', '\uffff', 'null', 'x,y;(z)', 'C++'];
const moments = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00.001Z',
  '2026-06-30T22:00:00Z',
  '1970-01-01T00:00:00Z',
].map((time) => new Date(time));
const guids = [1, 2, 3, 4].map((number) => idOf(number));

const members: readonly Member[] = [
  { path: 'id', values: [100, 107, 119, 131].map((number) => idOf(number)), type: 'guid' },
  { path: 'kind', values: texts, type: 'text' },
  { path: 'state', values: states, type: 'enum' },
  { path: 'note', values: texts, type: 'text' },
  { path: 'targetId', values: guids, type: 'guid' },
  { path: 'version', values: [-1, 0, 1, 2147483647], type: 'whole' },
  { path: 'isChecked', values: [true, false], type: 'flag' },
  { path: 'startDateTime', values: moments, type: 'moment' },
  { path: 'createdDateTime', values: moments, type: 'moment' },
  { path: 'pack/id', values: [30, 31, 32].map((number) => idOf(number)), type: 'guid', turned: true },
  { path: 'pack/displayName', values: texts, type: 'text', turned: true },
  { path: 'pack/description', values: texts, type: 'text' },
  { path: 'pack/isHidden', values: [true, false], type: 'flag', turned: true },
];

type Tree =
  | { op: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'; member: Member; value: Value; swapped: boolean }
  | { op: 'in'; member: Member; values: Value[] }
  | { op: 'flag'; member: Member }
  | { op: 'not'; of: Tree }
  | { op: 'and' | 'or'; of: Tree[] };

const valueFor = (member: Member) =>
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...member.values) }, fc.constant(null));
const leaf = fc.constantFrom(...members).chain((member): fc.Arbitrary<Tree> => {
  const operators = ['text', 'whole', 'moment'].includes(member.type)
    ? (['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const)
    : (['eq', 'ne'] as const);
  const comparison: fc.Arbitrary<Tree> = fc.record({
    op: fc.constantFrom(...operators),
    member: fc.constant(member),
    value: valueFor(member),
    swapped: fc.boolean(),
  });
  const list: fc.Arbitrary<Tree> = fc.record({
    op: fc.constant('in' as const),
    member: fc.constant(member),
    values: fc.array(valueFor(member), { minLength: 1, maxLength: 4 }),
  });
  const flags: fc.Arbitrary<Tree>[] = member.type === 'flag' ? [fc.constant({ op: 'flag', member })] : [];
  return fc.oneof(comparison, list, ...flags);
});

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ op: fc.constant('not' as const), of: tie('tree') }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

const order = fc.uniqueArray(fc.record({ member: fc.constantFrom(...members), descending: fc.boolean() }), {
  maxLength: 3,
  selector: ({ member }) => member.path,
});
type Order = ReturnType<typeof order.generate>['value'];

/** The tree as a client writes it, with parentheses only where they are needed. */
function written(node: Tree): string {
  switch (node.op) {
    case 'in':
      return `${node.member.path} in (${node.values.map((value) => literal(node.member, value)).join(',')})`;
    case 'flag':
      return node.member.path;
    case 'not':
      return `not ${node.of.op === 'not' || node.of.op === 'flag' || node.of.op === 'in' ? written(node.of) : `(${written(node.of)})`}`;
    case 'and':
    case 'or':
      return node.of
        .map((part) => (part.op === 'or' && node.op === 'and' ? `(${written(part)})` : written(part)))
        .join(` ${node.op} `);
    default: {
      const value = literal(node.member, node.value);
      const mirrored = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const;
      return node.swapped
        ? `${value} ${mirrored[node.op]} ${node.member.path}`
        : `${node.member.path} ${node.op} ${value}`;
    }
  }
}

function literal({ type }: Member, value: Value): string {
  if (value === null) return 'null';
  if (value instanceof Date) return value.toISOString();
  return type === 'text' || type === 'enum' ? `'${String(value).replaceAll("'", "''")}'` : String(value);
}

function compared(a: Exclude<Value, null>, b: Exclude<Value, null>): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}

/** What OData says the tree is for a row: true, false, or null. */
function holds(node: Tree, row: Thing): boolean | null {
  switch (node.op) {
    case 'not': {
      const inner = holds(node.of, row);
      return inner === null ? null : !inner;
    }
    case 'and':
    case 'or': {
      const parts = node.of.map((part) => holds(part, row));
      const deciding = node.op === 'or';
      return parts.includes(deciding) ? deciding : parts.includes(null) ? null : !deciding;
    }
    case 'flag':
      return row[node.member.path] as boolean | null;
    case 'in':
      return node.values.some((value) => related('eq', row[node.member.path] ?? null, value));
    default:
      return related(node.op, row[node.member.path] ?? null, node.value);
  }
}

function related(op: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le', a: Value, b: Value): boolean {
  const same = a === null || b === null ? a === b : compared(a, b) === 0;
  const more = a !== null && b !== null && compared(a, b) > 0;
  const less = a !== null && b !== null && compared(a, b) < 0;
  return { eq: same, ne: !same, gt: more, lt: less, ge: more || same, le: less || same }[op];
}

function sorted(rows: readonly Thing[], by: Order): Thing[] {
  const keys = [...by, { member: { path: 'id', turned: false }, descending: false }];
  return [...rows].sort((a, b) => {
    for (const { member, descending } of keys) {
      const [x, y] = [a[member.path] ?? null, b[member.path] ?? null];
      const nullSide = member.turned ? 1 : -1;
      const step = x === null ? (y === null ? 0 : nullSide) : y === null ? -nullSide : compared(x, y);
      if (step !== 0) return descending ? -step : step;
    }
    return 0;
  });
}

const packs: readonly Thing[] = [
  { 'pack/id': idOf(30), 'pack/displayName': "it's", 'pack/description': null, 'pack/isHidden': false },
  { 'pack/id': idOf(31), 'pack/displayName': 'é', 'pack/description': 'a', 'pack/isHidden': true },
  { 'pack/id': idOf(32), 'pack/displayName': 'a', 'pack/description': '😀', 'pack/isHidden': false },
];
const missing: Thing = { 'pack/id': null, 'pack/displayName': null, 'pack/description': null, 'pack/isHidden': null };

/** Forty rows whose members take every value, and null, in ever new combinations. */
const things: readonly Thing[] = Array.from({ length: 40 }, (_, at) => ({
  id: idOf(100 + at),
  kind: texts[(at * 7) % texts.length] ?? '',
  state: states[at % 3] ?? '',
  note: at % 5 === 0 ? null : (texts[(at * 5 + 1) % texts.length] ?? null),
  targetId: guids[at % 4] ?? '',
  version: [-1, 0, 1, 2147483647][(at * 3) % 4] ?? 0,
  isChecked: at % 2 === 0,
  startDateTime: at % 3 === 0 ? null : (moments[(at * 3) % 4] ?? null),
  createdDateTime: moments[(at >> 2) % 4] ?? null,
  ...(packs[at % 4] ?? missing),
}));

async function fill(world: ODataWorld): Promise<void> {
  await world.addShelf(idOf(50));
  for (const pack of packs) {
    const [id, displayName] = [String(pack['pack/id']), String(pack['pack/displayName'])];
    const [description, isHidden] = [pack['pack/description'] as string | null, pack['pack/isHidden'] === true];
    await world.addPackage({ id, catalogId: idOf(50), displayName, description, isHidden });
  }
  const rows = things.map((thing) => ({
    id: thing['id'],
    requestType: thing['kind'],
    state: thing['state'],
    justification: thing['note'],
    targetId: thing['targetId'],
    policyVersion: thing['version'],
    needsApproval: thing['isChecked'],
    startAt: thing['startDateTime'],
    createdAt: thing['createdDateTime'],
    accessPackageId: thing['pack/id'] ?? idOf(39),
  }));
  await world.addRequests(rows as Parameters<ODataWorld['addRequests']>[0]);
}

describe.each(['embedded', 'postgres'] as const)('Collections on %s', (kind) => {
  let world: ODataWorld;

  beforeAll(async () => {
    world = await openODataWorld(kind);
    await fill(world);
  });
  afterAll(() => world.close());

  it('hold the rows that the filter means, in the order asked for, each once over all pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.option(tree, { nil: undefined }),
        order,
        fc.integer({ min: 3, max: 45 }),
        async (filter, by, size) => {
          const text = filter && written(filter);
          fc.pre(text === undefined || Buffer.byteLength(text) < 2_000);
          const orderby = by.map(({ member, descending }) => `${member.path}${descending ? ' desc' : ''}`).join(',');
          const options = [
            ...(text === undefined ? [] : [`$filter=${encodeURIComponent(text)}`]),
            ...(orderby === '' ? [] : [`$orderby=${encodeURIComponent(orderby)}`]),
            `$top=${size}`,
          ];
          const meant = things.filter((thing) => !filter || holds(filter, thing) === true);
          expect(await walked(world, options.join('&'), size)).toEqual(sorted(meant, by).map(({ id }) => id));
        },
      ),
      { numRuns: 150 },
    );
  }, 180_000);
});

/** The ids on all pages; every page but the last is full. */
async function walked(world: ODataWorld, query: string, size: number): Promise<unknown[]> {
  const ids: unknown[] = [];
  for (let next: string | undefined = query; next !== undefined;) {
    const answer = await world.list(requests, next);
    ids.push(...idsOf(answer));
    next = nextOf(answer);
    if (next !== undefined) expect(idsOf(answer)).toHaveLength(size);
  }
  return ids;
}
