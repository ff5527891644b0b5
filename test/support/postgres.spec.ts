import pg from 'pg';
import { createDatabase } from './postgres.js';

const ask = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query<Record<string, unknown>>(sql).finally(() => client.end());
};

describe('the Postgres of a test run', () => {
  it('gives every test an empty database of its own', async () => {
    const [one, other] = await Promise.all([createDatabase(), createDatabase()]);
    await ask(one.url, 'CREATE TABLE mine (id int)');
    await expect(ask(other.url, 'SELECT * FROM mine')).rejects.toThrow('does not exist');
    await Promise.all([one.drop(), other.drop()]);
    await expect(ask(one.url, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('is a version that the server supports', async () => {
    const { url, drop } = await createDatabase();
    const { rows } = await ask(url, 'SHOW server_version_num');
    expect(Number(rows[0]?.['server_version_num'])).toBeGreaterThanOrEqual(150_000);
    await drop();
  });
});
