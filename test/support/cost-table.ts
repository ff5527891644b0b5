import { expect, it, describe } from '@jest/globals';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { type Cost, costOf, type Meter } from './costs.js';
import { crowd, crowdSize } from './crowd.js';
import { batches, batchesOfBatches, bodies, functions } from './dear-calls.js';
import { expansions, filters, reads } from './dear-reads.js';
import type { Dear, Who } from './dear-words.js';
import { entitlements } from './given.js';
import { anAdministrator, anApplication, aPerson, type TestServer } from './server.js';
import { tokenFor } from './tokens.js';

/** What one call may cost at most; a batch is as many calls as it has parts. */
export interface Most {
  readonly statements: number;
  readonly rows: number;
  readonly entities: number;
  /** What an answer may weigh. */
  readonly megabytes: { readonly call: number; readonly batch: number };
  readonly databaseSeconds: number;
  /** CPU time, and the longest stretch in which the loop does not turn, in terms of what reading one request takes. */
  readonly times: { readonly cpu: number; readonly stretch: number };
}

/** What reading one request takes at least, in milliseconds: a lucky measure makes no call dear. */
const leastNormal = 3;
const parts = 20;

/** A server on a filled database, with those who call it. */
export class CostWorld {
  private normal = leastNormal;

  private constructor(
    readonly server: TestServer,
    private readonly meter: Meter,
    private readonly most: Most,
    private readonly tokens: Record<Who, string>,
  ) {}

  static async on(server: TestServer, meter: Meter, most: Most): Promise<CostWorld> {
    const scopes = 'User.Read.All Group.Read.All EntitlementManagement.Read.All';
    const sign = (who: object) => tokenFor(server.app, { as: 'user', ...who });
    const world = new CostWorld(server, meter, most, {
      application: await sign(anApplication),
      administrator: await sign(anAdministrator),
      reader: await sign(aPerson(crowd.person(5), scopes)),
      person: await sign(aPerson(crowd.person(7))),
      guest: await sign(aPerson(crowd.person(crowdSize))),
    });
    world.normal = await world.normalCall();
    return world;
  }

  asSent({ who, headers, ...call }: Dear) {
    return {
      ...call,
      headers: { authorization: `Bearer ${this.tokens[who]}`, 'content-type': 'application/json', ...headers },
    };
  }

  costs(dear: Dear): Promise<Cost> {
    return costOf(this.server.url, this.asSent(dear), this.meter);
  }

  /** What reading one request takes, in the middle of many. */
  private async normalCall(): Promise<number> {
    const path = `${entitlements}/assignmentRequests/${crowd.request(3)}`;
    const cpus: number[] = [];
    for (let turn = 0; turn < 40; turn += 1)
      cpus.push((await this.costs({ name: 'one', path, who: 'application' })).cpu);
    return Math.max(leastNormal, cpus.slice(10).sort((one, other) => one - other)[15] ?? 0);
  }

  expectBounded(cost: Cost, calls = 1): void {
    const { most, normal } = this;
    // 501: Graph has such an address, and this server does not.
    expect(cost.status === 501 ? 404 : cost.status).toBeLessThan(500);
    if (cost.status >= 400) expect(cost.code).toMatch(/^\w+$/);
    expect(cost.statements).toBeLessThanOrEqual(most.statements * calls);
    expect(cost.rows).toBeLessThanOrEqual(most.rows * calls);
    expect(cost.entities).toBeLessThanOrEqual(most.entities * calls);
    expect(cost.bytes / 2 ** 20).toBeLessThanOrEqual(calls > 1 ? most.megabytes.batch : most.megabytes.call);
    expect(cost.databaseCpu / 1_000).toBeLessThanOrEqual(most.databaseSeconds * calls);
    expect(cost.cpu / normal).toBeLessThanOrEqual(most.times.cpu * calls);
    this.expectShort(cost.stretch);
  }

  expectShort(stretch: number): void {
    expect(stretch / this.normal).toBeLessThanOrEqual(this.most.times.stretch);
  }
}

/** Holds the dearest legal and refused calls that anybody thought of to one bound. */
export function holdsTheTable(world: () => CostWorld): void {
  const tables: Record<string, readonly Dear[]> = { reads, filters, functions, bodies };
  describe.each(Object.entries(tables))('%s', (_, calls) => {
    it.each(calls.map((call) => [call.name, call] as const))('are bounded: %s', async (__, call) => {
      world().expectBounded(await world().costs(call));
    });
  });

  it.each(batches.map((call) => [call.name, call] as const))('batches are bounded: %s', async (_, call) => {
    world().expectBounded(await world().costs(call), parts);
  });

  it.each(batchesOfBatches.map((call) => [call.name, call] as const))('are refused: %s', async (_, call) => {
    const { statements, rows, bytes } = await world().costs(call);
    // Whether the caller is disabled, and what time it is: each is asked once a second, whatever is called.
    expect(statements).toBeLessThanOrEqual(2);
    expect(rows).toBeLessThanOrEqual(2);
    expect(bytes).toBeLessThan(20_000);
  });

  it('expansions are bounded, by every link of every resource', async () => {
    const calls = expansions(world().server.app.get(ResourceRegistry));
    expect(calls.length).toBeGreaterThan(45);
    for (const call of calls) {
      const cost = await world().costs(call);
      expect({ call: call.name, isServed: cost.status < 500 || cost.status === 501 }).toMatchObject({ isServed: true });
      world().expectBounded(cost);
    }
  }, 240_000);

  it('leave nobody else out: health and another caller are answered beside them', async () => {
    const { server } = world();
    const dear = [...batches.slice(0, 3), ...filters.slice(0, 6)];
    const under = dear.map(async (call) => {
      const { headers, path, body, method } = world().asSent(call);
      const answer = await fetch(`${server.url}${path}`, { method: method ?? (body ? 'POST' : 'GET'), headers, body });
      // A server does not end while an answer is not read.
      await answer.text();
      return answer.status;
    });
    const request = `${entitlements}/assignmentRequests/${crowd.request(3)}`;
    for (const path of ['/health/live', '/health/ready', '/health/live']) {
      expect((await server.anonymous.get(path)).status).toBe(200);
    }
    expect((await server.as(anAdministrator).get(request)).status).toBe(200);
    // The caller's own calls wait for each other, and may wait too long; that nobody else waits is held in fair-reads.
    expect((await Promise.all(under)).filter((status) => ![200, 400, 429, 503].includes(status))).toEqual([]);
  }, 120_000);
}
