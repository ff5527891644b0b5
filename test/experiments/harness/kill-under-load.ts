import { join } from 'node:path';
import { Api } from './api.js';
import { type Fault, faultsIn } from './checker.js';
import { Cluster } from './cluster.js';
import { Ledger, LedgerClient } from './ledger.js';
import { Load } from './load.js';
import { report, sleep } from './report.js';
import { sized } from '../../support/size.js';
import { makeGrants } from './world.js';

const perSecond = sized({ ci: 20, full: 28 });
const drainMillis = sized({ ci: 60_000, full: 10_000 });
const world = { people: sized({ ci: 40, full: 170 }), packages: sized({ ci: 40, full: 170 }) };

/** How two processes are killed, and what they run. */
export interface Killing {
  readonly kills: number;
  /** How many requests are acknowledged at least before it ends. */
  readonly least?: number;
  readonly sabotage?: string;
  /** An earlier build, which one of the two runs. */
  readonly earlier?: string;
}

export interface Outcome {
  readonly faults: readonly Fault[];
  readonly drained: boolean;
  readonly acknowledged: number;
}

/** Kill -9 of one of two processes under load, each started again; then everything is worked off and looked at. */
export async function killUnderLoad(
  experiment: string,
  dist: string,
  { kills, least = 0, sabotage, earlier }: Killing,
): Promise<Outcome> {
  const cluster = await Cluster.start(dist, { processes: 2, sabotage, earlier });
  const api = await Api.signIn(cluster.urls);
  const ledger = new Ledger(join(dist, `../ledger-${experiment}-${kills}.jsonl`));
  const grants = await makeGrants(api, world);
  const load = new Load(api, new LedgerClient(api, ledger), grants, perSecond, () => cluster.waiting());
  load.start();
  let done = 0;
  for (; done < kills || ledger.acknowledged < least; done += 1) {
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
  report(experiment, {
    ...(sabotage && { sabotage }),
    ...numbers,
    faultCount: faults.length,
    faults: faults.slice(0, 3),
  });
  ledger.close();
  await cluster.close();
  return { faults, drained, acknowledged };
}
