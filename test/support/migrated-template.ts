import { generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { developmentSigningKey } from '../../src/platform/auth/keys/development-keys.js';
import { migrate } from '../../src/platform/database/migrations.js';

/** The database that the test run copies for those who need every table, and nothing in it but the key of development tokens. */
export const migratedTemplate = 'migrated';

/** Makes it, on the Postgres at that address. */
export async function makeMigratedTemplate(address: string): Promise<void> {
  await withClient(address, (client) => client.query(`CREATE DATABASE ${migratedTemplate}`));
  const own = new URL(address);
  own.pathname = migratedTemplate;
  await withClient(own.href, async (client) => {
    await migrate(
      {
        query: async (sql, values) => (await client.query<Record<string, unknown>>(sql, values && [...values])).rows,
        script: async (sql) => void (await client.query(sql)),
      },
      fileURLToPath(new URL('../../prisma/migrations', import.meta.url)),
    );
    await client.query('INSERT INTO secret (name, value) VALUES ($1, $2)', [developmentSigningKey, aKey()]);
  });
}

/** Making one takes as long as half a start of a server. */
const aKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

async function withClient(connectionString: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
