import { PGlite } from '@electric-sql/pglite';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Connection, migrate } from '../../src/platform/database/migrations.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';

const aPile = 'CREATE TABLE pile AS SELECT n, 0 AS touched FROM generate_series(1, 2000) n';
const inBatches = `-- Outside a transaction: a pile is touched in batches, and what was touched is not touched again.
DO $$ BEGIN
  LOOP
    UPDATE pile SET touched = touched + 1 WHERE n IN (SELECT n FROM pile WHERE touched = 0 ORDER BY n LIMIT 500);
    EXIT WHEN NOT FOUND;
    COMMIT;
  END LOOP;
END $$`;
const anIndex = `-- Outside a transaction: nobody waits while the index is made.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "pile_by_number" ON "pile"("n")`;

const steps = {
  '1_before': 'CREATE TABLE before_it (id int);',
  '2_touched': inBatches,
  '3_between': 'CREATE TABLE between_them (id int);',
  '4_indexed': anIndex,
  '5_after': 'CREATE TABLE after_it (id int);',
};
const everyStep = Object.keys(steps);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  for (const [name, sql] of Object.entries(steps)) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'migration.sql'), sql);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const entered = async ({ query }: Connection): Promise<unknown[]> =>
  (await query('SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1')).map(({ name }) => name);
const touched = ({ query }: Connection): Promise<unknown[]> =>
  query('SELECT touched, count(*)::int AS rows FROM pile GROUP BY 1 ORDER BY 1');
const indexes = ({ query }: Connection): Promise<unknown[]> =>
  query(`SELECT relname AS name, indisvalid AS valid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
         WHERE indrelid = 'pile'::regclass`);

const once = [{ touched: 1, rows: 2000 }];
const whole = [{ name: 'pile_by_number', valid: true }];

describe('migrations that run outside a transaction', () => {
  it('are applied in their place on the embedded database, and once', async () => {
    const lite = await PGlite.create();
    const connection: Connection = {
      query: async (sql, values) => (await lite.query<Record<string, unknown>>(sql, values ? [...values] : [])).rows,
      script: async (sql) => void (await lite.exec(sql)),
    };
    await connection.script(aPile);
    expect(await migrate(connection, folder)).toEqual(everyStep);
    expect([await touched(connection), await indexes(connection)]).toEqual([once, whole]);
    expect(await migrate(connection, folder)).toEqual([]);
    await lite.close();
  });

  describe('on Postgres', () => {
    let database: TestDatabase;
    let clients: pg.Client[];
    let looking: Connection;

    beforeEach(async () => {
      database = await createDatabase();
      clients = [];
      looking = connectionOf(await aClient());
      await looking.script(aPile);
    });

    afterEach(async () => {
      await Promise.all(clients.map((client) => client.end()));
      await database.drop();
    });

    const aClient = async (limits: pg.ClientConfig = {}): Promise<pg.Client> => {
      const client = new pg.Client({ connectionString: database.url, ...limits });
      client.on('error', () => undefined);
      clients.push(client);
      await client.connect();
      return client;
    };

    const connectionOf = (client: pg.Client): Connection => ({
      query: async (sql, values) => (await client.query<Record<string, unknown>>(sql, values ? [...values] : [])).rows,
      script: async (sql) => void (await client.query(sql)),
    });

    const until = async (isSo: () => Promise<boolean>): Promise<void> => {
      while (!(await isSo())) await sleep(20);
    };

    /** Migrates until a statement that holds these words waits for a lock, and is killed there. */
    const killedWhere = async (words: string): Promise<void> => {
      const client = await aClient();
      const [{ pid } = {}] = await connectionOf(client).query('SELECT pg_backend_pid() AS pid');
      const migrating = migrate(connectionOf(client), folder).catch((error: unknown) => error);
      await until(async () => {
        const sql = `SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock' AND strpos(query, $2) > 0`;
        return (await looking.query(sql, [pid, words])).length > 0;
      });
      await looking.query('SELECT pg_terminate_backend($1)', [pid]);
      expect(await migrating).toBeInstanceOf(Error);
    };

    it('are applied in their place, and once, also by processes that start together', async () => {
      const two = await Promise.all([aClient(), aClient()]);
      const added = await Promise.all(two.map((client) => migrate(connectionOf(client), folder)));
      expect(added.flat()).toEqual(everyStep);
      expect([await touched(looking), await indexes(looking)]).toEqual([once, whole]);
    });

    it('leave the session as it was', async () => {
      const client = await aClient({ statement_timeout: 7_000, lock_timeout: 3_000 });
      await migrate(connectionOf(client), folder);
      const [row] = await connectionOf(client).query(`
        SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
               (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks`);
      expect(row).toEqual({ statement: '7s', lock: '3s', locks: 0 });
    });

    it('go on where they were killed between two batches, and touch nothing twice', async () => {
      const holding = await aClient();
      await holding.query('BEGIN; SELECT FROM pile WHERE n = 1250 FOR UPDATE');
      await killedWhere('UPDATE pile');
      expect(await entered(looking)).toEqual(['1_before']);
      expect(await touched(looking)).toEqual([
        { touched: 0, rows: 1000 },
        { touched: 1, rows: 1000 },
      ]);
      await holding.query('ROLLBACK');
      expect(await migrate(looking, folder)).toEqual(everyStep.slice(1));
      expect(await touched(looking)).toEqual(once);
    });

    it('make an index anew that was half made when they were killed', async () => {
      const reading = await aClient();
      await reading.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pile LIMIT 1');
      await killedWhere('CREATE INDEX CONCURRENTLY');
      expect(await entered(looking)).toEqual(everyStep.slice(0, 3));
      expect(await indexes(looking)).toEqual([{ name: 'pile_by_number', valid: false }]);
      await reading.query('ROLLBACK');
      expect(await migrate(looking, folder)).toEqual(everyStep.slice(3));
      expect(await indexes(looking)).toEqual(whole);
    });

    it('go on where they were killed between two steps', async () => {
      for (let applied = 0; applied < everyStep.length; applied += 1) {
        const client = connectionOf(await aClient());
        let left = applied;
        const dying: Connection = {
          ...client,
          query: (sql, values) => {
            if (sql.startsWith('INSERT INTO _prisma_migrations') && left-- === 0) throw new Error('killed');
            return client.query(sql, values);
          },
        };
        await expect(migrate(dying, folder)).rejects.toThrow('killed');
        await migrate(looking, folder);
        expect([await entered(looking), await touched(looking), await indexes(looking)]).toEqual([
          everyStep,
          once,
          whole,
        ]);
        await looking.script(`DROP TABLE _prisma_migrations, before_it, between_them, after_it, pile; ${aPile}`);
      }
    });
  });
});
