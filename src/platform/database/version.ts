import type { Connection } from './migrations.js';

/** The oldest major version of Postgres that is tried and still maintained. */
export const oldestPostgres = 15;

/** Refuses a server that is too old before anything is written to it. */
export async function requireVersion(connection: Connection): Promise<void> {
  const [row] = await connection.query(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS name`,
  );
  // Postgres counts 15.4 as 150004.
  if (Number(row?.['number']) >= oldestPostgres * 10_000) return;
  throw new Error(`The database is Postgres ${String(row?.['name'])}: version ${oldestPostgres} or newer is needed.`);
}
