import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { fieldsOf, insertion } from '../../src/platform/database/model-rows.js';
import { sql } from '../../src/platform/database/sql.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { developmentTenantId, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const scope = { tenantId: developmentTenantId, actor: 'test' };
const limits = { maxWait: 1_000, timeout: 15_000 };

describe.each(databases)('a statement of our own on the %s database', (kind) => {
  let server: TestServer;
  let database: Database;

  beforeAll(async () => {
    server = await startServer({ database: kind });
    database = server.app.get(Database);
    await database.execute`CREATE TABLE note (text text PRIMARY KEY)`;
  });
  beforeEach(() => database.execute`TRUNCATE note`);
  afterAll(() => server.close());

  const write = (text: string) => database.execute`INSERT INTO note VALUES (${text})`;
  const notes = () => database.query<{ text: string }[]>`SELECT text FROM note ORDER BY text`;

  it('answers every value as what it is', async () => {
    const at = new Date('2026-11-25T08:30:00.123Z');
    const rows =
      await database.query`SELECT 1::int4 AS number, 9007199254740993::int8 AS big, 0.5::float8 AS part, true AS flag,
      ${'O’Brien "x"'}::text AS text, ${at}::timestamptz AS at, ${'{"a":[1,null]}'}::jsonb AS json, NULL::timestamptz AS none,
      ${['a', 'b']}::text[] AS texts, ARRAY[${at}::timestamptz, NULL] AS instants, ARRAY[1, 2]::int8[] AS bigs,
      ARRAY['{"b":2}'::jsonb] AS jsons, '2026-11-25'::date AS day, '01900000-0000-7000-8000-000000000001'::uuid AS id`;
    expect(rows).toEqual([
      {
        ...{
          number: 1,
          big: 9007199254740993n,
          part: 0.5,
          flag: true,
          text: 'O’Brien "x"',
          at,
          json: { a: [1, null] },
        },
        ...{ none: null, texts: ['a', 'b'], instants: [at, null], bigs: [1n, 2n], jsons: [{ b: 2 }] },
        ...{ day: new Date('2026-11-25T00:00:00Z'), id: '01900000-0000-7000-8000-000000000001' },
      },
    ]);
  });

  it('answers the same as Prisma', async () => {
    const statement = sql`SELECT id, display_name, created_at, state, is_externally_visible FROM catalog ORDER BY id LIMIT 3`;
    expect(await database.query(statement)).toEqual(await database.pool.$queryRaw(statement));
  });

  it('says how many rows it wrote, and fails where it was to write one and wrote another number', async () => {
    expect(await database.execute`INSERT INTO note VALUES ('a'), ('b')`).toBe(2);
    await database.writeOne`UPDATE note SET text = 'c' WHERE text = 'a'`;
    await expect(database.writeOne`UPDATE note SET text = 'd' WHERE text = 'gone'`).rejects.toThrow('wrote 0');
    await expect(database.writeOne`DELETE FROM note`).rejects.toThrow('wrote 2');
  });

  it('belongs to the open transaction, beside those of Prisma', async () => {
    const work = server.app.get(Transactions).run(scope, async () => {
      await write('a');
      await database.client.$executeRaw`INSERT INTO note VALUES ('b')`;
      expect(await notes()).toEqual([{ text: 'a' }, { text: 'b' }]);
      throw new Error('on purpose');
    });
    await expect(work).rejects.toThrow('on purpose');
    expect(await notes()).toEqual([]);
  });

  it('is refused once its transaction is over, so that it never runs on somebody else’s', async () => {
    const late = await database.opened.transaction(({ statements }) => Promise.resolve(statements), limits);
    await expect(late.execute`INSERT INTO note VALUES ('late')`).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    expect(await notes()).toEqual([]);
  });

  it('is refused once its transaction took too long and was undone', async () => {
    const over = database.opened.transaction(
      async ({ statements }) => {
        await statements.execute`INSERT INTO note VALUES ('early')`;
        await new Promise((resolve) => setTimeout(resolve, 400));
        await expect(statements.execute`INSERT INTO note VALUES ('late')`).rejects.toMatchObject({
          code: 'ServiceUnavailable',
        });
      },
      { ...limits, timeout: 100 },
    );
    await expect(over).rejects.toMatchObject({ code: 'P2028' });
    expect(await notes()).toEqual([]);
  });

  it('writes and reads rows by the names of their model', async () => {
    const { tenantId } = scope;
    const at = new Date('2026-11-25T08:30:00.123Z');
    const parts = [{ '@odata.type': '#microsoft.graph.domainIdentitySource', domainName: 'contoso.example' }];
    const row = {
      ...{ tenantId, id: '01900000-0000-7000-8000-00000000000a', displayName: 'Contoso', state: 'configured' },
      ...{ description: undefined, identitySources: parts, createdAt: at, modifiedAt: at },
    };
    await database.writeOne(insertion('connectedOrganization', row));
    const [read] = await database.query<object[]>`
      SELECT ${fieldsOf('connectedOrganization')} FROM connected_organization WHERE id = ${row.id}::uuid`;
    const kept = await database.pool.connectedOrganization.findUnique({
      where: { tenantId_id: { tenantId, id: row.id } },
    });
    expect(read).toEqual(kept);
    expect(read).toMatchObject({ displayName: 'Contoso', identitySources: parts, createdAt: at });
  });

  it('knows no field that the model lacks', () => {
    expect(() => insertion('catalog', { colour: 'red' })).toThrow("The model 'catalog' has no column for 'colour'.");
  });
});
