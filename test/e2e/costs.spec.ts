import pg from 'pg';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { Backends, type Cost, costOf } from '../support/costs.js';
import { crowd, crowdSize, fillWithACrowd } from '../support/crowd.js';
import { batches, batchesOfBatches, bodies, functions } from '../support/dear-calls.js';
import { expansions, filters, reads } from '../support/dear-reads.js';
import type { Dear, Who } from '../support/dear-words.js';
import { entitlements } from '../support/given.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';
import { anAdministrator, anApplication, aPerson, type TestServer } from '../support/server.js';
import { tokenFor } from '../support/tokens.js';
import { quietServer } from '../support/two-servers.js';

/** What one call may cost at most; a batch is as many calls as it has parts. */
const most = { statements: 32, rows: 12_000, entities: 10_000, databaseSeconds: 2.5 };
/** What an answer may weigh: 4 MB of a page and 8 MB of what its links lead to; a batch of pages puts off further reads from 8 MB on, with four under way. */
const mostMegabytes = { call: 12, batch: 24 };
/** CPU time, in terms of what reading one request takes: generous, as machines differ. */
const mostTimes = { cpu: 600, stretch: 400 };
/** What reading one request takes at least, in milliseconds: a lucky measure makes no call dear. */
const leastNormal = 3;
const parts = 20;

describe('the dearest calls on a database of 20,000 people and packages', () => {
  let database: TestDatabase;
  let server: TestServer;
  let client: pg.Client;
  let tokens: Record<Who, string>;
  let normal: { readonly cpu: number };

  beforeAll(async () => {
    database = await createDatabase();
    server = await quietServer({ env: { DATABASE_URL: database.url } });
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(fillWithACrowd);
    const scopes = 'User.Read.All Group.Read.All EntitlementManagement.Read.All';
    const sign = (who: object) => tokenFor(server.app, { as: 'user', ...who });
    tokens = {
      application: await sign(anApplication),
      administrator: await sign(anAdministrator),
      reader: await sign(aPerson(crowd.person(5), scopes)),
      person: await sign(aPerson(crowd.person(7))),
      guest: await sign(aPerson(crowd.person(crowdSize))),
    };
    normal = await normalCall();
  }, 120_000);
  afterAll(async () => {
    await client.end();
    await server.close();
    await database.drop();
  }, 120_000);

  const asSent = ({ who, headers, ...call }: Dear) => ({
    ...call,
    headers: { authorization: `Bearer ${tokens[who]}`, 'content-type': 'application/json', ...headers },
  });
  const costs = (dear: Dear): Promise<Cost> => costOf(server.url, asSent(dear), new Backends(client));

  /** What reading one request takes, in the middle of many. */
  async function normalCall() {
    const path = `${entitlements}/assignmentRequests/${crowd.request(3)}`;
    const cpus: number[] = [];
    for (let turn = 0; turn < 40; turn += 1) cpus.push((await costs({ name: 'one', path, who: 'application' })).cpu);
    return { cpu: Math.max(leastNormal, cpus.slice(10).sort((one, other) => one - other)[15] ?? 0) };
  }

  function expectBounded(cost: Cost, calls = 1): void {
    // 501: Graph has such an address, and this server does not.
    expect(cost.status === 501 ? 404 : cost.status).toBeLessThan(500);
    if (cost.status >= 400) expect(cost.code).toMatch(/^\w+$/);
    expect(cost.statements).toBeLessThanOrEqual(most.statements * calls);
    expect(cost.rows).toBeLessThanOrEqual(most.rows * calls);
    expect(cost.entities).toBeLessThanOrEqual(most.entities * calls);
    expect(cost.bytes / 2 ** 20).toBeLessThanOrEqual(calls > 1 ? mostMegabytes.batch : mostMegabytes.call);
    expect(cost.databaseCpu / 1_000).toBeLessThanOrEqual(most.databaseSeconds * calls);
    expect(cost.cpu / normal.cpu).toBeLessThanOrEqual(mostTimes.cpu * calls);
    expect(cost.stretch / normal.cpu).toBeLessThanOrEqual(mostTimes.stretch);
  }

  const tables: Record<string, readonly Dear[]> = { reads, filters, functions, bodies };
  describe.each(Object.entries(tables))('%s', (_, calls) => {
    it.each(calls.map((call) => [call.name, call] as const))('are bounded: %s', async (__, call) => {
      expectBounded(await costs(call));
    });
  });

  it.each(batches.map((call) => [call.name, call] as const))('batches are bounded: %s', async (_, call) => {
    expectBounded(await costs(call), parts);
  });

  it.each(batchesOfBatches.map((call) => [call.name, call] as const))('are refused: %s', async (_, call) => {
    const { statements, rows, bytes } = await costs(call);
    // Whether the caller is disabled, and what time it is: each is asked once a second, whatever is called.
    expect(statements).toBeLessThanOrEqual(2);
    expect(rows).toBeLessThanOrEqual(2);
    expect(bytes).toBeLessThan(20_000);
  });

  it('expansions are bounded, by every link of every resource', async () => {
    const calls = expansions(server.app.get(ResourceRegistry));
    expect(calls.length).toBeGreaterThan(45);
    for (const call of calls) {
      const cost = await costs(call);
      expect({ call: call.name, within: cost.entities <= most.entities }).toEqual({ call: call.name, within: true });
      expectBounded(cost);
    }
  }, 240_000);

  it('leave nobody else out: health and another caller are answered beside them', async () => {
    const dear = [...batches.slice(0, 3), ...filters.slice(0, 6)];
    const under = dear.map(async (call) => {
      const { headers, path, body, method } = asSent(call);
      const { status } = await fetch(`${server.url}${path}`, {
        method: method ?? (body ? 'POST' : 'GET'),
        headers,
        body,
      });
      return status;
    });
    const request = `${entitlements}/assignmentRequests/${crowd.request(3)}`;
    for (const path of ['/health/live', '/health/ready', '/health/live']) {
      expect((await server.anonymous.get(path)).status).toBe(200);
    }
    expect((await server.as(anAdministrator).get(request)).status).toBe(200);
    // The caller's own calls wait for each other, and may wait too long; that nobody else waits is held in fair-reads.
    expect((await Promise.all(under)).filter((status) => ![200, 400, 429, 503].includes(status))).toEqual([]);
  }, 120_000);
});
