import { join } from 'node:path';
import { Api } from './harness/api.js';
import { type BuiltServer, builtServer } from './harness/built-server.js';
import { Cluster } from './harness/cluster.js';
import { Ledger, LedgerClient } from './harness/ledger.js';
import { killAll, ServerProcess } from './harness/server-process.js';
import { longDescribe } from '../support/size.js';
import { eventually, report } from './harness/report.js';
import { makeGrants } from './harness/world.js';

const mostDeaths = 7;
const poisoned = { entry: join(import.meta.dirname, 'entries/server-with-poison.mjs') };

let built: BuiltServer;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  built = await builtServer();
}, 120_000);

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

afterAll(() => {
  killAll();
  built.remove();
});

/** A server that an extension ends at one target of six, started again whenever it is gone; until nothing waits or it has died too often. */
async function serveWithPoison(sabotage?: string) {
  const cluster = await Cluster.start(built.dist, { processes: 1 });
  closing.push(() => cluster.close());
  const grants = await makeGrants(await Api.signIn(cluster.urls), { people: 6, packages: 1 });
  await cluster.kill(0);
  let url = '';
  let deaths = 0;
  let isOver = false;
  const target = grants[2]?.targetId ?? '';
  const supervise = async (): Promise<void> => {
    while (!isOver && deaths < mostDeaths) {
      const server = ServerProcess.start({
        dist: built.dist,
        sabotage,
        ...poisoned,
        env: cluster.env({ POISONED_TARGET: target }),
      });
      url = await server.ready.catch(() => url);
      await server.exited;
      deaths += 1;
    }
  };
  void supervise();
  await eventually(() => Promise.resolve(url !== ''), 30_000);
  const api = await Api.signIn(() => [url]);
  const ledger = new Ledger(join(built.dist, '../ledger.jsonl'));
  const client = new LedgerClient(api, ledger);
  const sending = grants.map((assignment) => client.send({ requestType: 'adminAdd', assignment }));
  await eventually(async () => {
    // Nobody waits for the back-off here.
    await cluster.query('UPDATE event_delivery SET due_at = clock_timestamp() WHERE due_at > clock_timestamp()');
    const left = await cluster.query('SELECT FROM event_delivery');
    return deaths >= mostDeaths || (left.length === 0 && ledger.acknowledged === grants.length);
  }, 90_000);
  const lived = deaths < mostDeaths;
  isOver = true;
  if (lived) await Promise.all(sending);
  const states = await cluster.query('SELECT state, count(*)::int AS n FROM assignment_request GROUP BY 1');
  const dead = await cluster.query('SELECT consumer, attempts FROM event_dead_letter');
  report('poisoned process', { sabotage, deaths, acknowledged: ledger.acknowledged, states, dead });
  ledger.close();
  return { lived, states, dead };
}

longDescribe('an event that ends the process', () => {
  it('is given up after five tries, and nobody else suffers', async () => {
    const { lived, states, dead } = await serveWithPoison();
    expect(lived).toBe(true);
    expect(states).toEqual([{ state: 'delivered', n: 6 }]);
    expect(dead).toEqual([{ consumer: 'Poison.drunk', attempts: 5 }]);
  }, 120_000);

  it('would end it for ever if nothing were doubtful (counter-run)', async () => {
    const { lived, dead } = await serveWithPoison('trust-what-waits.mjs');
    expect([lived, dead]).toEqual([false, []]);
  }, 120_000);
});
