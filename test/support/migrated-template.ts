import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { migrate } from '../../src/platform/database/migrations.js';

/** The database that the test run copies for those who need every table, and nothing in it. */
export const migratedTemplate = 'migrated';

/** Makes it, on the Postgres at that address. */
export async function makeMigratedTemplate(address: string): Promise<void> {
  await withClient(address, (client) => client.query(`CREATE DATABASE ${migratedTemplate}`));
  const own = new URL(address);
  own.pathname = migratedTemplate;
  await withClient(own.href, (client) =>
    migrate(
      {
        query: async (sql, values) => (await client.query<Record<string, unknown>>(sql, values && [...values])).rows,
        script: async (sql) => void (await client.query(sql)),
      },
      fileURLToPath(new URL('../../prisma/migrations', import.meta.url)),
    ),
  );
}

async function withClient(connectionString: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
