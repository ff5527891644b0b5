import { join } from 'node:path';
import { Api } from './harness/api.js';
import { type BuiltServer, builtServer, root } from './harness/built-server.js';
import { type Fault, faultsIn, invariantsOf } from './harness/checker.js';
import { Cluster } from './harness/cluster.js';
import { Ledger, LedgerClient } from './harness/ledger.js';
import { Load } from './harness/load.js';
import { killAll } from './harness/server-process.js';
import { report, size, sized, sleep } from './harness/size.js';
import { makeGrants } from './harness/world.js';

const longest = sized({ ci: 5, full: 25 }) * 60_000;
const perSecond = sized({ ci: 30, full: 60 });

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

/** E1: kill -9 of one of two processes under load, each started again; then everything is worked off and looked at. */
async function killUnderLoad(kills: number, sabotage?: string): Promise<Outcome> {
  const cluster = await Cluster.start(built.dist, { processes: 2, sabotage });
  const api = await Api.signIn(cluster.urls);
  const grants = await makeGrants(
    api,
    sized({ ci: 0, full: 1 }) ? { people: 160, packages: 160 } : { people: 50, packages: 50 },
  );
  const ledger = new Ledger(join(root, '.tmp', `ledger-${process.pid}.jsonl`));
  const load = new Load(api, new LedgerClient(api, ledger), grants, perSecond);
  load.start();
  for (let kill = 0; kill < kills; kill += 1) {
    const at = Math.floor(Math.random() * 2);
    await sleep(Math.random() * 1_500);
    await cluster.kill(at);
    await cluster.restart(at);
  }
  const lastKill = performance.now();
  await load.stop();
  const drained = await cluster.drained(sized({ ci: 30_000, full: 10_000 }));
  const drainedMillis = Math.round(performance.now() - lastKill);
  const faults = await faultsIn(cluster.query, ledger.entries);
  const { acknowledged, ambiguous } = ledger;
  report('E1', {
    sabotage,
    kills,
    sent: load.sent,
    acknowledged,
    ambiguous,
    drainedMillis,
    faults: faults.slice(0, 5),
    faultCount: faults.length,
  });
  ledger.close();
  await cluster.close();
  return { faults, drained, acknowledged };
}

describe(`kill -9 of one of two processes under load (E1, ${size})`, () => {
  it(
    'loses nothing that was acknowledged and does nothing twice',
    async () => {
      const { faults, drained, acknowledged } = await killUnderLoad(sized({ ci: 20, full: 300 }));
      expect(faults).toEqual([]);
      expect(drained).toBe(true);
      expect(acknowledged).toBeGreaterThan(sized({ ci: 200, full: 20_000 }));
    },
    longest,
  );

  it(
    'is noticed to lose work when deliveries are acknowledged before they are done',
    async () => {
      const { faults } = await killUnderLoad(5, 'acknowledge-first.mjs');
      expect(invariantsOf(faults)).toContain('I6');
    },
    longest,
  );
});
