import { afterAll, beforeAll } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { CostWorld, holdsTheTable } from '../support/cost-table.js';
import { Embedded } from '../support/costs.js';
import { fillWith } from '../support/crowd.js';
import { quietServer } from '../support/two-servers.js';
import { longDescribe } from '../support/size.js';

/** What a call may cost where the database works in the server's thread: its 1 s is a stretch of the loop, and CPU time of the process. */
const most = {
  ...{ statements: 32, rows: 12_000, entities: 10_000, databaseSeconds: 0 },
  megabytes: { call: 12, batch: 24 },
  times: { cpu: 700, stretch: 500 },
};

longDescribe('the dearest calls on the embedded database, with 2,000 people and packages', () => {
  let world: CostWorld;

  beforeAll(async () => {
    const server = await quietServer({ database: 'embedded' });
    const { opened } = server.app.get(Database);
    await opened.withConnection(({ script }) => script(fillWith(2_000)));
    world = await CostWorld.on(server, new Embedded(opened.adapter), most);
  }, 120_000);
  afterAll(() => world.server.close());

  holdsTheTable(() => world);
});
