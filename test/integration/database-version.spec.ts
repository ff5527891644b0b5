import { setTimeout as after } from 'node:timers/promises';
import pg from 'pg';
import { requireVersion } from '../../src/platform/database/version.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';
import { proxyTo } from '../support/proxy.js';
import { startServer } from '../support/server.js';

/** A database that says of itself what a server of another version would say. */
async function databaseThatSays(version: { number: string; name: string }): Promise<TestDatabase> {
  const database = await createDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`CREATE FUNCTION public.current_setting(name text) RETURNS text LANGUAGE sql AS $$
    SELECT CASE name WHEN 'server_version_num' THEN '${version.number}' WHEN 'server_version' THEN '${version.name}'
      ELSE pg_catalog.current_setting(name) END $$`);
  await client.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET search_path = public, pg_catalog`);
  await client.end();
  return database;
}

const tooOld = { number: '140013', name: '14.13 (Debian 14.13-1)' };

async function rowsOf(database: TestDatabase, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<object>(sql);
  await client.end();
  return rows;
}

const tablesOf = (database: TestDatabase) =>
  rowsOf(database, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`);
const serversThatAsked = (database: TestDatabase) =>
  rowsOf(
    database,
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'open-entitlements'
      AND query LIKE '%server_version_num%'`,
  );

describe('the version of Postgres', () => {
  it.each([
    ['15beta1', '150000'],
    ['15.10', '150010'],
    ['18.4', '180004'],
  ])('%s is enough', async (name, number) => {
    const query = () => Promise.resolve([{ number, name }]);
    await expect(requireVersion({ query, script: () => Promise.resolve() })).resolves.toBeUndefined();
  });

  it('stops the start when it is too old, by its name, with nothing written', async () => {
    const database = await databaseThatSays(tooOld);
    await expect(startServer({ env: { DATABASE_URL: database.url } })).rejects.toThrow(
      'The database is Postgres 14.13 (Debian 14.13-1): version 15 or newer is needed.',
    );
    expect(await tablesOf(database)).toEqual([]);
    await database.drop();
  });

  it('leaves a server that started before its database not ready, and alive', async () => {
    const database = await databaseThatSays(tooOld);
    const proxy = await proxyTo(database.url, { startsCut: true });
    const server = await startServer({ env: { DATABASE_URL: proxy.url } });
    await proxy.mend();
    for (let tries = 0; tries < 150 && (await serversThatAsked(database)).length === 0; tries += 1) await after(100);
    expect(await serversThatAsked(database)).not.toEqual([]);
    expect((await server.anonymous.get('/health/live')).status).toBe(200);
    expect((await server.anonymous.get('/health/ready')).status).toBe(503);
    await server.close();
    await proxy.close();
    expect(await tablesOf(database)).toEqual([]);
    await database.drop();
  });
});
