import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QueryBus } from '@nestjs/cqrs';
import { LintAddressesQuery } from '../../src/directory/index.js';
import { Database } from '../../src/platform/database/database.js';
import { startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const tenantId = randomUUID();

describe.each(databases)('addresses that are stored in the %s database', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database: kind });
  });
  afterAll(() => server.close());

  const add = (id: string, mail: string | null, principalName = `${id}@contoso.example`) => server.app.get(Database)
    .execute`INSERT INTO directory_user (tenant_id, id, display_name, user_principal_name, mail)
      VALUES (${tenantId}::uuid, ${id}::uuid, 'Somebody', ${principalName}, ${mail})`;
  const lint = () => server.app.get(QueryBus).execute(new LintAddressesQuery(tenantId));

  it('are named where they are none, or where they name several people', async () => {
    const [bad, one, twin, named, fine] = Array.from(
      { length: 5 },
      (_, at) => `${at}a000000-0000-4000-8000-000000000000`,
    );
    await server.app.get(Database).execute`
      INSERT INTO directory_user (tenant_id, id, display_name, user_principal_name, mail)
      SELECT ${tenantId}::uuid, gen_random_uuid(), 'Person ' || n, 'person' || n || '@contoso.example', 'mail' || n || '@contoso.example'
      FROM generate_series(1, 2500) n`;
    expect(await lint()).toEqual([]);
    await add(String(bad), 'a b@c');
    await add(String(one), 'Twin@contoso.example');
    await add(String(twin), 'twin@CONTOSO.example');
    await add(String(named), 'ada@contoso.example');
    await add(String(fine), null, 'ADA@contoso.example');
    const found = await lint();
    expect(found).toHaveLength(4);
    expect(found).toEqual(
      expect.arrayContaining([
        `The mail of the user ${bad} is no address: "a b@c".`,
        `The mail of the user ${one} also names ${twin}: requests that name Twin@contoso.example are refused.`,
        `The mail of the user ${twin} also names ${one}: requests that name twin@CONTOSO.example are refused.`,
        `The mail of the user ${named} also names ${fine}: requests that name ada@contoso.example are refused.`,
      ]),
    );
  });
});
