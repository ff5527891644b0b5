import { PGlite } from '@electric-sql/pglite';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Connection, migrate } from '../../src/platform/database/migrations.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';

const root = join(import.meta.dirname, '../..');
const migrations = join(root, 'prisma/migrations');

const catalogue = `
  SELECT 'column' AS kind, table_name || '.' || column_name AS name,
         concat_ws(' ', udt_name, character_maximum_length, datetime_precision, is_nullable, column_default) AS definition
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c')
  ORDER BY 1, 2`;

const tables = `SELECT count(*)::int AS found FROM information_schema.tables WHERE table_schema = 'public'`;

let lite: PGlite;
let database: TestDatabase;
let client: pg.Client;
let embedded: Connection;
let postgres: Connection;

beforeAll(async () => {
  lite = await PGlite.create();
  embedded = {
    query: async (sql, values) => (await lite.query<Record<string, unknown>>(sql, values ? [...values] : [])).rows,
    script: async (sql) => void (await lite.exec(sql)),
  };
});

beforeEach(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  postgres = connectionOf(client);
});

afterEach(async () => {
  await client.end();
  await database.drop();
});

afterAll(() => lite.close());

function connectionOf(one: pg.Client): Connection {
  return {
    query: async (sql, values) => (await one.query<Record<string, unknown>>(sql, values ? [...values] : [])).rows,
    script: async (sql) => void (await one.query(sql)),
  };
}

describe('the migrations', () => {
  it('make the same tables, columns, indexes and keys on both databases', async () => {
    await migrate(embedded, migrations);
    await migrate(postgres, migrations);
    const made = await postgres.query(catalogue);
    expect(made.length).toBeGreaterThan(100);
    expect(await embedded.query(catalogue)).toEqual(made);
  });

  it('make what prisma/schema describes, but for the listed differences', async () => {
    const draft = join(root, 'scripts/draft-migration.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [draft], { cwd: root });
    expect(stdout).toBe('');
  });

  it('are applied once, also by processes that start together', async () => {
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    const [one, two] = await Promise.all([migrate(postgres, migrations), migrate(connectionOf(other), migrations)]);
    await other.end();
    expect([one.length, two.length].sort()[0]).toBe(0);
    expect(one.length + two.length).toBeGreaterThan(0);
    expect(await migrate(postgres, migrations)).toEqual([]);
  });

  describe('of another folder', () => {
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'migrations-'));
      await cp(migrations, folder, { recursive: true });
    });

    afterEach(() => rm(folder, { recursive: true, force: true }));

    const add = async (name: string, sql: string): Promise<void> => {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, name, 'migration.sql'), sql);
    };

    it('leave nothing behind when one of them fails', async () => {
      const later = (await readdir(folder)).filter((name) => name > '20261124000000_first');
      await Promise.all(later.map((name) => rm(join(folder, name), { recursive: true })));
      await add('99990101000000_wrong', 'CREATE TABLE half (id int); SELECT 1 / 0;');
      await expect(migrate(postgres, folder)).rejects.toThrow('division by zero');
      expect(await postgres.query(tables)).toEqual([{ found: 0 }]);
    });

    it('refuse to go on when one was changed after it ran', async () => {
      await add('99990101000000_small', 'CREATE TABLE small (id int);');
      await migrate(postgres, folder);
      await add('99990101000000_small', 'CREATE TABLE small (id bigint);');
      await expect(migrate(postgres, folder)).rejects.toThrow('99990101000000_small was changed after it ran here');
    });
  });
});
