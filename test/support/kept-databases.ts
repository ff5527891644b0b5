import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as emptyDatabase } from '@electric-sql/pglite-prepopulatedfs';
import pg from 'pg';
import { lockFolder } from '../../src/platform/database/folder-lock.js';
import { ledger } from '../../src/platform/database/migrations.js';
import { createDatabase } from './postgres.js';
import { databases } from './size.js';

type Json = Record<string, unknown>;

/** What the database of an earlier build leaves to be done (`test/databases/make.mjs`). */
export interface KeptFacts {
  readonly kind: 'embedded' | 'postgres';
  /** What has made its tables. */
  readonly migrations: readonly string[];
  /** Domain time when it was kept. */
  readonly madeAt: string;
  readonly pending: { readonly requestId: string; readonly approvers: readonly string[]; readonly personId: string };
  readonly scheduled: { readonly requestIds: readonly string[]; readonly startDateTime: string };
  readonly deadLetters: readonly Json[];
  readonly kept: readonly {
    readonly path: string;
    readonly body: Json;
    readonly headers: Record<string, string>;
    readonly answer: Json;
  }[];
  readonly undelivered: readonly string[];
}

/** A database of an earlier build, put where a server of today can start on it. */
export interface KeptDatabase {
  readonly facts: KeptFacts;
  /** The settings that name it. */
  readonly env: Record<string, string>;
  readonly drop: () => Promise<void>;
}

const folder = join(import.meta.dirname, '../databases');
const migrations = join(import.meta.dirname, '../../prisma/migrations');

export const keptDatabases: readonly string[] = readdirSync(folder)
  .filter((name) => databases.some((kind) => name.endsWith(`.${kind}.sql`)))
  .map((name) => name.slice(0, -'.sql'.length));

export const everyMigration = (): string[] =>
  readdirSync(migrations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/** Puts a kept database back, at the domain time when it was kept, its answers kept since now. */
export async function restored(name: string): Promise<KeptDatabase> {
  const facts = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as KeptFacts;
  const read = (path: string): string => readFileSync(path, 'utf8');
  const script = [
    `${ledger};`,
    ...facts.migrations.map((one) => read(join(migrations, one, 'migration.sql'))),
    read(join(folder, `${name}.sql`)),
    `UPDATE virtual_clock SET offset_millis = extract(epoch FROM '${facts.madeAt}'::timestamptz - clock_timestamp()) * 1000;`,
    'UPDATE idempotency_record SET created_at = clock_timestamp();',
  ].join('\n');
  return { facts, ...(await (facts.kind === 'postgres' ? onPostgres(script) : embedded(script))) };
}

async function onPostgres(script: string): Promise<Omit<KeptDatabase, 'facts'>> {
  const { url, drop } = await createDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(script).finally(() => client.end());
  return { env: { DATABASE_URL: url }, drop };
}

async function embedded(script: string): Promise<Omit<KeptDatabase, 'facts'>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-'));
  const held = await lockFolder(dataDir);
  const lite = await PGlite.create(held.path, { loadDataDir: await emptyDatabase() });
  await lite.exec(script);
  await lite.close();
  await held.markComplete();
  await held.release();
  const drop = (): Promise<void> => Promise.resolve(rmSync(dataDir, { recursive: true, force: true }));
  return { env: { DATA_DIR: dataDir }, drop };
}
