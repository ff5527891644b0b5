import { join } from 'node:path';
import { type BuiltServer, builtServer } from './harness/built-server.js';
import { Cluster } from './harness/cluster.js';
import { killAll, ServerProcess } from './harness/server-process.js';
import { eventually, report, sleep } from './harness/report.js';
import { longIt, size, sized } from '../support/size.js';

const longest = sized({ ci: 5, full: 60 }) * 60_000;
const events = sized({ small: 1_000, ci: 1_000, full: 100_000 });
const perSecond = sized({ ci: 200, full: 250 });
const mostTries = 5;
const entry = join(import.meta.dirname, 'entries/server-with-poisons.mjs');

/** How an event goes wrong, and what is given up for it: what no server knows waits for one that does. */
const moods = ['saga throws', 'command rejects', 'saga answers nothing', 'saga answers no command'];
const payloads = ['null', '"text"', '[1]', '7'];
const poisons = [
  ...moods.map((mood) => ({ name: 'experiment.told', payload: `jsonb_build_object('id', id, 'mood', '${mood}')` })),
  ...payloads.map((payload) => ({ name: 'experiment.told', payload: `'${payload}'::jsonb` })),
  { name: 'experiment.unheardOf', payload: `jsonb_build_object('id', id)` },
];
const healthy = { name: 'experiment.told', payload: `jsonb_build_object('id', id, 'mood', 'fine')` };

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

/** A server that hears our events and writes down which it has handled. */
async function start(sabotage?: string, settings: Record<string, string> = {}) {
  const cluster = await Cluster.start(built.dist, { processes: 0 });
  closing.push(() => cluster.close());
  const server = ServerProcess.start({ dist: built.dist, entry, sabotage, env: cluster.env(settings) });
  closing.push(() => server.kill());
  const url = await server.ready;
  await cluster.query('CREATE TABLE effect (about uuid NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp())');
  const isAlive = (): Promise<boolean> =>
    fetch(`${url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  return { cluster, isAlive };
}

/** Puts events of one kind into the log, due at once. */
const tell = ({ query }: Cluster, { name, payload }: { name: string; payload: string }, count = 1) =>
  query(
    `WITH fresh AS (SELECT gen_random_uuid() AS id FROM generate_series(1, $2::int)), told AS (
      INSERT INTO domain_event (id, tenant_id, aggregate_id, aggregate_version, name, schema_version, payload, actor, occurred_at)
      SELECT id, gen_random_uuid(), id, 1, $1, 1, ${payload}, 'experiment', clock_timestamp() FROM fresh RETURNING id, position)
    INSERT INTO event_delivery (event_id, consumer, position) SELECT id, 'sagas', position FROM told`,
    [name, count],
  );

/** Nobody waits for the back-off here. */
const hurry = ({ query }: Cluster) =>
  query(`
    UPDATE event_delivery d SET due_at = clock_timestamp() FROM domain_event e
    WHERE e.id = d.event_id AND e.name <> 'experiment.unheardOf' AND d.due_at > clock_timestamp()`);

/** Tells events at a steady rate, so many of them poisons of each kind in turn; answers how many of each there were. */
async function tellMany(cluster: Cluster, count: number, oneIn: number) {
  const told = { healthy: 0, poisons: 0 };
  const everyMillis = 100;
  const each = (perSecond * everyMillis) / 1_000;
  for (let sent = 0; sent < count; sent += each) {
    const before = Math.floor(sent / oneIn);
    const bad = Math.floor((sent + each) / oneIn) - before;
    for (let nth = before; nth < before + bad; nth += 1) await tell(cluster, poisons[nth % poisons.length] ?? healthy);
    await tell(cluster, healthy, each - bad);
    told.healthy += each - bad;
    told.poisons += bad;
    await sleep(everyMillis);
    if (sent % perSecond === 0) await hurry(cluster);
  }
  return told;
}

/** What came of the events. */
async function lookAt({ query }: Cluster) {
  const [effects] = await query(`
    SELECT count(*)::int AS all, count(DISTINCT about)::int AS different,
      round(percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM f.at - e.occurred_at)) * 1000)::int AS "p99Millis"
    FROM effect f LEFT JOIN domain_event e ON e.id = f.about`);
  const dead = await query(
    'SELECT name, attempts, count(*)::int AS count FROM event_dead_letter l JOIN domain_event e ON e.id = l.event_id GROUP BY 1, 2',
  );
  const waiting = await query(
    'SELECT name, attempts, count(*)::int AS count FROM event_delivery d JOIN domain_event e ON e.id = d.event_id GROUP BY 1, 2',
  );
  return { effects: effects ?? {}, dead, waiting };
}

const drained = (cluster: Cluster): Promise<boolean> =>
  eventually(async () => {
    await hurry(cluster);
    const left = await cluster.query(
      `SELECT FROM event_delivery d JOIN domain_event e ON e.id = d.event_id WHERE e.name <> 'experiment.unheardOf' LIMIT 1`,
    );
    return left.length === 0;
  }, longest / 2);

describe(`events of which one in a hundred always fails (E9, ${size})`, () => {
  it(
    'hold up none of the others, and are each given up after five tries',
    async () => {
      const { cluster, isAlive } = await start();
      const before = await tellMany(cluster, events, Infinity);
      await drained(cluster);
      const baseline = (await lookAt(cluster)).effects;
      await cluster.query('TRUNCATE effect');
      const told = await tellMany(cluster, events, 100);
      expect(await drained(cluster)).toBe(true);
      const { effects, dead, waiting } = await lookAt(cluster);
      report('E9', { events, ...told, baselineP99Millis: baseline['p99Millis'], effects, dead, waiting });
      const unheardOf = Math.floor(told.poisons / poisons.length);
      expect(baseline).toMatchObject({ all: before.healthy, different: before.healthy });
      expect(effects).toMatchObject({ all: told.healthy, different: told.healthy });
      expect(dead).toEqual([{ name: 'experiment.told', attempts: mostTries, count: told.poisons - unheardOf }]);
      expect(waiting).toEqual([{ name: 'experiment.unheardOf', attempts: 1, count: unheardOf }]);
      await tell(cluster, healthy, 10);
      expect(await drained(cluster)).toBe(true);
      expect((await lookAt(cluster)).effects).toMatchObject({ all: told.healthy + 10 });
      expect(await isAlive()).toBe(true);
    },
    longest,
  );

  longIt(
    'hold up all of the others when nothing is run alone (counter-run)',
    async () => {
      // One batch at a time: of two beside each other, one could be left with the poison alone.
      const { cluster } = await start('fail-together.mjs', { DATABASE_POOL_SIZE: '4' });
      // All at once, so that whoever claims the poison claims others with it.
      const amid = `CASE row_number() OVER () WHEN 21 THEN ${poisons[0]?.payload} ELSE ${healthy.payload} END`;
      await tell(cluster, { name: healthy.name, payload: amid }, 41);
      const worked = await eventually(async () => (await lookAt(cluster)).effects['all'] === 40, 5_000);
      const { effects, dead, waiting } = await lookAt(cluster);
      report('E9 counter-run', { effects, dead, waiting });
      expect([worked, dead]).toEqual([false, []]);
      expect(waiting).toEqual([{ name: 'experiment.told', attempts: 0, count: expect.any(Number) }]);
    },
    longest,
  );
});
