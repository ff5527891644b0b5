import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migratedTemplate } from './migrated-template.js';

/** An empty database of the test run's Postgres. */
export interface TestDatabase {
  readonly url: string;
  /** Ends every connection to it and removes it. */
  readonly drop: () => Promise<void>;
}

/** A condition for `pg_locks`, which shows every database of the server: neighbours' tests lock as well. */
export const locksOfThisDatabase = 'database = (SELECT oid FROM pg_database WHERE datname = current_database())';

/** Makes an empty database that no other test sees. */
export const createDatabase = (): Promise<TestDatabase> => createFrom('template1');

/** Makes a database that no other test sees, in which every migration has run. */
export const createMigratedDatabase = (): Promise<TestDatabase> => createFrom(migratedTemplate);

async function createFrom(template: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  const url = new URL(administratorUrl());
  url.pathname = name;
  return { url: url.href, drop: () => asAdministrator(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

function administratorUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (url) return url;
  throw new Error(`The Postgres of the test run did not start. ${process.env['TEST_POSTGRES_FAILURE'] ?? ''}`);
}

async function asAdministrator(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: administratorUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
