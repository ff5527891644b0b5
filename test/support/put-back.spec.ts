import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { keep, type Kept } from './authority/put-back.js';
import { createMigratedDatabase, type TestDatabase } from './postgres.js';

describe('a database that is kept', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let kept: Kept;
  beforeAll(async () => {
    database = await createMigratedDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(aGroup('there'));
    kept = await keep(database.url);
  });
  afterAll(async () => {
    await kept.close();
    await client.end();
    await database.drop();
  });

  const aGroup = (name: string) =>
    `INSERT INTO directory_group (tenant_id, id, display_name) VALUES (gen_random_uuid(), gen_random_uuid(), '${name}')`;
  const names = async (): Promise<unknown[]> =>
    (await client.query<{ display_name: string }>('SELECT display_name FROM directory_group')).rows;

  it.each([
    ['a row that is added', aGroup('new')],
    ['a row that says something else', "UPDATE directory_group SET display_name = 'else'"],
    ['a row that is gone', 'DELETE FROM directory_group'],
    ['a table that is emptied', 'TRUNCATE directory_group CASCADE'],
  ])('is told apart by %s, and put back', async (_, sql) => {
    expect(await kept.changed()).toEqual([]);
    await client.query(sql);
    expect(await kept.changed()).toEqual(['directory_group']);
    await kept.putBack();
    expect([await kept.changed(), await names()]).toEqual([[], [{ display_name: 'there' }]]);
  });

  it('is no other by what is written and taken back', async () => {
    await client.query(`${aGroup('new')}; DELETE FROM directory_group WHERE display_name = 'new'`);
    await client.query("UPDATE directory_group SET display_name = 'there'");
    expect(await kept.changed()).toEqual([]);
  });
});
