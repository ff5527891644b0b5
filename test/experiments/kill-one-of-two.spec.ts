import { join } from 'node:path';
import { Api } from './harness/api.js';
import { type BuiltServer, builtServer } from './harness/built-server.js';
import { type Fault, faultsIn, invariantsOf } from './harness/checker.js';
import { Cluster } from './harness/cluster.js';
import { Ledger, LedgerClient } from './harness/ledger.js';
import { Load } from './harness/load.js';
import { killAll } from './harness/server-process.js';
import { report, size, sized, sleep } from './harness/size.js';
import { makeGrants } from './harness/world.js';

const longest = sized({ ci: 6, full: 90 }) * 60_000;
const perSecond = sized({ ci: 20, full: 28 });
const kills = sized({ ci: 20, full: 300 });
const least = sized({ ci: 200, full: 20_000 });
const drainMillis = sized({ ci: 60_000, full: 10_000 });
const world = { people: sized({ ci: 40, full: 170 }), packages: sized({ ci: 40, full: 170 }) };

interface Outcome {
  readonly faults: readonly Fault[];
  readonly drained: boolean;
  readonly acknowledged: number;
}

let built: BuiltServer;

beforeAll(async () => {
  built = await builtServer();
}, 120_000);

afterAll(() => {
  killAll();
  built.remove();
});

/** Kill -9 of one of two processes under load, each started again; then everything is worked off and looked at. */
async function killUnderLoad(times: number, leastAcknowledged = 0, sabotage?: string): Promise<Outcome> {
  const cluster = await Cluster.start(built.dist, { processes: 2, sabotage });
  const api = await Api.signIn(cluster.urls);
  const ledger = new Ledger(join(built.dist, `../ledger-${times}.jsonl`));
  const grants = await makeGrants(api, world);
  const load = new Load(api, new LedgerClient(api, ledger), grants, perSecond, () => cluster.waiting());
  load.start();
  let done = 0;
  for (; done < times || ledger.acknowledged < leastAcknowledged; done += 1) {
    await sleep(Math.random() * 1_500);
    const at = Math.floor(Math.random() * 2);
    await cluster.kill(at);
    await cluster.restart(at);
  }
  await load.stop();
  const started = performance.now();
  const waiting = await cluster.waiting();
  const drained = await cluster.drained(drainMillis);
  const drainedMillis = Math.round(performance.now() - started);
  const faults = await faultsIn(cluster.query, ledger.entries);
  const { acknowledged, ambiguous } = ledger;
  const numbers = { kills: done, sent: load.sent, acknowledged, ambiguous, waiting, drainedMillis };
  report('E1', { ...(sabotage && { sabotage }), ...numbers, faultCount: faults.length, faults: faults.slice(0, 3) });
  ledger.close();
  await cluster.close();
  return { faults, drained, acknowledged };
}

describe(`kill -9 of one of two processes under load (E1, ${size})`, () => {
  it(
    'loses nothing that was acknowledged and does nothing twice',
    async () => {
      const { faults, drained, acknowledged } = await killUnderLoad(kills, least);
      expect(faults).toEqual([]);
      expect(drained).toBe(true);
      expect(acknowledged).toBeGreaterThanOrEqual(least);
    },
    longest,
  );

  it(
    'is noticed to lose work when deliveries are acknowledged before they are done',
    async () => {
      const { faults } = await killUnderLoad(4, 0, 'acknowledge-first.mjs');
      expect(invariantsOf(faults)).toContain('I6');
    },
    longest,
  );
});
