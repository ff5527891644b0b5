import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** One session of the database, below Prisma. */
export interface Connection {
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** Runs several statements without parameters. */
  script(sql: string): Promise<void>;
}

const migrationLock = 7_205_221;

// The layout of Prisma's own table, so that `prisma migrate deploy` can take over.
export const ledger = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

/** How a migration begins that runs outside a transaction, and after it why: `CONTRIBUTING.md` says what it may be. */
const outsideMark = '-- Outside a transaction: ';

const patient = "SET statement_timeout = 0; SET lock_timeout = '2s'";
const asBefore = 'RESET statement_timeout; RESET lock_timeout';

/**
 * Applies every migration of the folder that the database lacks, in order of name.
 *
 * Those that follow each other are applied all or none. One that runs outside a transaction stands alone: it is entered once it is
 * done, and what a kill left half done is taken up again. Processes that start together take turns, by an advisory lock of their
 * session; a migration that was changed after it ran stops the start.
 */
export async function migrate(connection: Connection, folder: string): Promise<string[]> {
  const migrations = await migrationsIn(folder);
  // A migration may take its time, but must not hold up those who use the tables while it waits for a lock.
  await connection.script(patient);
  try {
    await takeTurn(connection);
    return await applyAll(connection, migrations);
  } finally {
    // Where the connection is lost, so is its lock.
    await connection.script(`ROLLBACK; SELECT pg_advisory_unlock_all(); ${asBefore}`).catch(() => undefined);
  }
}

/** Asks again and again: a statement that waits for the lock would itself be waited for by CREATE INDEX CONCURRENTLY. */
async function takeTurn(connection: Connection): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    const [row] = await connection.query(`SELECT pg_try_advisory_lock(${migrationLock}) AS taken`);
    if (row?.['taken'] === true) return;
    await sleep(100);
  }
  throw new Error('Another process applies migrations; this one goes on once it is done.');
}

async function applyAll(connection: Connection, migrations: readonly Migration[]): Promise<string[]> {
  const added: string[] = [];
  for (;;) {
    const { together, outside } = await applyTogether(connection, migrations);
    added.push(...together);
    if (!outside) return added;
    await applyOutside(connection, outside);
    added.push(outside.name);
  }
}

/** Applies what comes before the next migration that runs outside a transaction, and names that one. */
async function applyTogether(
  connection: Connection,
  migrations: readonly Migration[],
): Promise<{ together: string[]; outside?: Migration }> {
  await connection.script('BEGIN');
  await connection.script(ledger);
  const applied = await appliedOf(connection);
  for (const migration of migrations) refuseWhenChanged(migration, applied);
  const lacking = migrations.filter(({ name }) => !applied.has(name));
  const next = lacking.findIndex(isOutside);
  const together = next < 0 ? lacking : lacking.slice(0, next);
  for (const migration of together) {
    await connection.script(migration.sql);
    await enter(connection, migration);
  }
  await connection.script('COMMIT');
  return { together: together.map(({ name }) => name), outside: lacking[next] };
}

/** Waits for locks as long as it takes: what may run outside a transaction holds nobody up while it waits. */
async function applyOutside(connection: Connection, migration: Migration): Promise<void> {
  await connection.script('SET lock_timeout = 0');
  await connection.script(migration.sql);
  const halfMade = await connection.query(
    `SELECT format('%I', relname) AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace AND strpos($1, relname) > 0`,
    [migration.sql],
  );
  // What was killed while it made an index leaves one that is not valid, and that the name is taken by.
  for (const { name } of halfMade) await connection.script(`DROP INDEX CONCURRENTLY ${String(name)}`);
  if (halfMade.length > 0) await connection.script(migration.sql);
  await enter(connection, migration);
  await connection.script(patient);
}

const isOutside = ({ sql }: Migration): boolean => sql.startsWith(outsideMark);

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

async function migrationsIn(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return Promise.all(
    names
      .map((entry) => entry.name)
      .sort()
      .map(async (name) => {
        const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
        return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
      }),
  );
}

async function appliedOf(connection: Connection): Promise<Map<unknown, unknown>> {
  const rows = await connection.query(
    'SELECT migration_name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  return new Map(rows.map((row) => [row['migration_name'], row['checksum']]));
}

function refuseWhenChanged({ name, checksum }: Migration, applied: ReadonlyMap<unknown, unknown>): void {
  if (!applied.has(name) || applied.get(name) === checksum) return;
  throw new Error(
    `Migration ${name} was changed after it ran here: restore its file, and put the change in a new one.`,
  );
}

async function enter(connection: Connection, { name, checksum }: Migration): Promise<void> {
  await connection.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)`,
    [randomUUID(), checksum, name],
  );
}
