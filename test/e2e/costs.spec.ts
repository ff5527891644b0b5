import { afterAll, beforeAll, describe } from '@jest/globals';
import pg from 'pg';
import { CostWorld, holdsTheTable } from '../support/cost-table.js';
import { Backends } from '../support/costs.js';
import { fillWithACrowd } from '../support/crowd.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';
import { quietServer } from '../support/two-servers.js';

const most = {
  ...{ statements: 32, rows: 12_000, entities: 10_000, databaseSeconds: 2.5 },
  // 4 MB of a page and 8 MB of what its links lead to; a batch of pages puts off further reads from 8 MB on, with four under way.
  megabytes: { call: 12, batch: 24 },
  // Generous, as machines differ.
  times: { cpu: 600, stretch: 400 },
};

describe('the dearest calls on a database of 20,000 people and packages', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let world: CostWorld;

  beforeAll(async () => {
    database = await createDatabase();
    const server = await quietServer({ env: { DATABASE_URL: database.url } });
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(fillWithACrowd);
    world = await CostWorld.on(server, new Backends(client), most);
  }, 120_000);
  afterAll(async () => {
    await client.end();
    await world.server.close();
    await database.drop();
  }, 120_000);

  holdsTheTable(() => world);
});
