import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { groupIdsOf, groupsWithin, mostNestings } from '../../src/directory/index.js';
import { Database } from '../../src/platform/database/database.js';
import { sql, type Sql } from '../../src/platform/database/sql.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { scope } from '../support/happenings.js';
import { developmentTenantId as tenantId, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

/** Which group holds which, by their numbers; somebody is in the group 0. */
type Edge = readonly [holder: number, member: number];

const chain = (length: number): Edge[] => Array.from({ length: length - 1 }, (_, n): Edge => [n + 1, n]);
const ring = (length: number): Edge[] => [...chain(length), [0, length - 1]];
const everyPair = (size: number): Edge[] =>
  Array.from({ length: size * size }, (_, n): Edge => [n % size, Math.floor(n / size)]).filter(([a, b]) => a !== b);
const star = (size: number): Edge[] => Array.from({ length: size }, (_, n): Edge => [n + 1, 0]);
/** Levels of groups, each held by all of the next level. */
const layers = (width: number, depth: number): Edge[] => [
  ...star(width),
  ...Array.from({ length: (depth - 1) * width * width }, (_, n): Edge => {
    const level = Math.floor(n / (width * width));
    return [1 + (level + 1) * width + (n % width), 1 + level * width + (Math.floor(n / width) % width)];
  }),
];

/** What plans add: rows of a level as a rounded average, and small tables read whole. */
const slack = 100;

/** The groups by which somebody in the group 0 is in others, ten deep, worked out level by level. */
function expected(edges: readonly Edge[]): number[] {
  const seen = new Set([0]);
  let last = new Set([0]);
  for (let depth = 2; depth <= 10; depth += 1) {
    last = new Set(edges.filter(([, member]) => last.has(member)).map(([holder]) => holder));
    for (const group of last) seen.add(group);
  }
  return [...seen].sort((a, b) => a - b);
}

describe.each(databases)('groups in groups on the %s database', (kind) => {
  let server: TestServer;
  let database: Database;
  beforeAll(async () => {
    server = await startServer({ database: kind });
    database = server.app.get(Database);
    await database.opened.withConnection(({ script }) =>
      // A directory of others, that a look at every row would show.
      script(`INSERT INTO directory_group (tenant_id, id, display_name) SELECT '${tenantId}', gen_random_uuid(), 'other' FROM generate_series(1, 5000);
        INSERT INTO nested_group (tenant_id, group_id, member_id) SELECT tenant_id, id, next FROM (
          SELECT tenant_id, id, lead(id) OVER (ORDER BY id) AS next FROM directory_group) AS pairs WHERE next IS NOT NULL;
        ANALYZE`),
    );
  }, 60_000);
  afterAll(() => server.close());

  /** Makes the groups of some edges, with somebody in the group 0. */
  async function world(edges: readonly Edge[]) {
    const size = Math.max(0, ...edges.flat()) + 1;
    const ids: string[] = Array.from({ length: size }, () => randomUUID());
    const id = (n: number) => ids[n] ?? '';
    const { client } = database;
    const userId = randomUUID();
    const upn = `${userId}@contoso.example`;
    await client.directoryUser.create({ data: { tenantId, id: userId, displayName: 'x', userPrincipalName: upn } });
    await client.directoryGroup.createMany({ data: ids.map((one) => ({ tenantId, id: one, displayName: 'x' })) });
    await client.groupMember.create({ data: { tenantId, groupId: id(0), userId } });
    for (let from = 0; from < edges.length; from += 5_000) {
      const some = edges.slice(from, from + 5_000);
      const data = some.map(([holder, member]) => ({ tenantId, groupId: id(holder), memberId: id(member) }));
      await client.nestedGroup.createMany({ data });
    }
    return { userId, ids, id };
  }

  /** How many rows this connection has read of all tables and indexes, and has not told the statistics yet. */
  const readSoFar = async (): Promise<number> => {
    const [{ rows }] = await database.query<[{ rows: number }]>`
      SELECT sum(pg_stat_get_xact_tuples_returned(oid))::int4 AS rows FROM pg_class
      WHERE relkind IN ('r', 'i') AND relnamespace = current_schema()::regnamespace`;
    return rows;
  };

  /** What a statement answers, and how many rows it reads, in the functions that it calls too. */
  const answerOf = <Row>(statement: Sql): Promise<{ row: Row; rows: number }> =>
    server.app.get(Transactions).run(scope, async () => {
      const before = await readSoFar();
      const [row] = await database.query<[Row]>(statement);
      return { row, rows: (await readSoFar()) - before };
    });
  const above = (userId: string): Sql =>
    sql`SELECT ${groupIdsOf({ tenantId: sql`${tenantId}::uuid`, userId: sql`${userId}::uuid` })} AS ids`;
  const upFrom = (userId: string) => answerOf<{ ids: string[] | null }>(above(userId));
  const downFrom = (groupId: string) =>
    answerOf<{ seen: string[]; is_cut: boolean }>(
      sql`SELECT * FROM (${groupsWithin(sql`${tenantId}::uuid`, sql`ARRAY[${groupId}::uuid]`)}) AS walked`,
    );

  const shapes: [string, Edge[]][] = [
    ['one group alone', []],
    ['a chain of ten', chain(10)],
    ['a chain of twelve, of which ten count', chain(12)],
    ['a circle of two', ring(2)],
    ['a circle of five', ring(5)],
    ['a circle longer than counts', ring(15)],
    ['two ways to one group', [...chain(4), [3, 0]]],
    ['a short way beside a long one', [...chain(12), [9, 0]]],
    ['a group in many', star(1_500)],
    ['every one in every other', everyPair(40)],
    ['wide levels', layers(14, 9)],
  ];

  it.each(shapes)('have somebody as far as they count, and read no row twice: %s', async (_, edges) => {
    const { userId, ids } = await world(edges);
    const { row, rows } = await upFrom(userId);
    const wanted = expected(edges);
    expect(row.ids?.map((id) => ids.indexOf(id)).sort((a, b) => a - b)).toEqual(wanted);
    const walked = edges.filter(([, member]) => wanted.includes(member)).length;
    expect(rows).toBeGreaterThanOrEqual(1 + Math.min(walked, wanted.length - 1));
    expect(rows).toBeLessThanOrEqual(1 + walked + slack);
  });

  it.each(shapes)('are found from above by the same rule: %s', async (_, edges) => {
    const { ids, id } = await world(edges.map(([holder, member]): Edge => [member, holder]));
    const { row, rows } = await downFrom(id(0));
    expect(row.seen.map((one) => ids.indexOf(one)).sort((a, b) => a - b)).toEqual(expected(edges));
    expect(row.is_cut).toBe(false);
    expect(rows).toBeLessThanOrEqual(edges.length + slack);
  });

  it('are no part of the plan of a statement that asks about somebody: nobody pays for a walk who is in no nested group', async () => {
    const { text, values } = above(randomUUID());
    const [row] = await database.query<[object]>({ text: `EXPLAIN (FORMAT JSON) ${text}`, values });
    expect(JSON.stringify(row).match(/"Node Type":"[^"]+"/g)?.length).toBeLessThanOrEqual(3);
  });

  it.each<[string, Edge[]]>([
    ['too many at once', star(5_000)],
    ['too many ways', everyPair(60)],
    ['too wide levels', layers(25, 9)],
  ])('are looked at no further than there is room for: %s', async (_, edges) => {
    const up = await world(edges);
    const reached = await upFrom(up.userId);
    expect(reached.row.ids).toBeNull();
    expect(reached.rows).toBeLessThanOrEqual(mostNestings + 1 + slack);
    const down = await world(edges.map(([holder, member]): Edge => [member, holder]));
    const within = await downFrom(down.id(0));
    expect(within.row.is_cut).toBe(true);
    expect(within.rows).toBeLessThanOrEqual(mostNestings + 1 + slack);
  });
});
