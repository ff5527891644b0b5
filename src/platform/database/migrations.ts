import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

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

/**
 * Applies every migration of the folder that the database lacks, in order of name, all or none.
 *
 * Processes that start together take turns; a migration that was changed after it ran stops the start.
 */
export async function migrate(connection: Connection, folder: string): Promise<string[]> {
  // A migration may take its time, but must not hold up those who use the tables while it waits for a lock.
  await connection.script("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '2s'");
  try {
    await connection.query(`SELECT pg_advisory_xact_lock(${migrationLock})`);
    await connection.script(ledger);
    const applied = await appliedOf(connection);
    const added: string[] = [];
    for (const migration of await migrationsIn(folder)) {
      if (applied.has(migration.name)) refuseWhenChanged(migration, applied.get(migration.name));
      else added.push(await apply(connection, migration));
    }
    await connection.script('COMMIT');
    return added;
  } catch (error) {
    await connection.script('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

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

function refuseWhenChanged(migration: Migration, checksum: unknown): void {
  if (checksum === migration.checksum) return;
  throw new Error(
    `Migration ${migration.name} was changed after it ran here: restore its file, and put the change in a new one.`,
  );
}

async function apply(connection: Connection, { name, sql, checksum }: Migration): Promise<string> {
  await connection.script(sql);
  await connection.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)`,
    [randomUUID(), checksum, name],
  );
  return name;
}
