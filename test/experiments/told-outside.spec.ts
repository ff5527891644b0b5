import { join } from 'node:path';
import { Api, requestsPath } from './harness/api.js';
import { builtForAll } from './harness/built-for-all.js';
import { Cluster, type Query } from './harness/cluster.js';
import { ServerProcess } from './harness/server-process.js';
import { eventually, report } from './harness/report.js';
import { longIt, size, sized } from '../support/size.js';
import { makeGrants } from './harness/world.js';

const kills = sized({ small: 1, ci: 2, full: 50 });
const aKill = 8;
const longest = sized({ ci: 5, full: 40 }) * 60_000;
const entry = join(import.meta.dirname, 'entries/server-with-consumer.mjs');
const outsideEntry = join(import.meta.dirname, 'entries/outside-system.mjs');

const built = builtForAll();

/** A call as the other system saw it. */
interface Call {
  readonly id: string;
  readonly attempt: number;
  readonly begun: number;
  readonly isInHand: boolean;
}

interface Killing {
  readonly kills: number;
  readonly sabotage?: string;
}

/** Gives access and kills the server while it tells another system of it, again and again; then everything is worked off. */
async function tellAndKill({ kills: times, sabotage }: Killing) {
  const outside = ServerProcess.start({ dist: built.dist, entry: outsideEntry, env: {} });
  const outsideUrl = await outside.ready;
  const calls = async (): Promise<Call[]> => (await (await fetch(outsideUrl)).json()) as Call[];
  const cluster = await Cluster.start(built.dist, { processes: 1, sabotage, entry, env: { OUTSIDE_URL: outsideUrl } });
  const api = await Api.signIn(cluster.urls);
  const grants = await makeGrants(api, { people: aKill, packages: times });
  const killedAt: number[] = [];
  let acknowledged = 0;
  while (killedAt.length < times) {
    const posts = grants
      .splice(0, aKill)
      .map((assignment) => api.post({ path: requestsPath, body: { requestType: 'adminAdd', assignment } }));
    acknowledged += (await Promise.all(posts)).filter(({ status }) => status === 201).length;
    await eventually(async () => (await calls()).some(({ isInHand }) => isInHand), 5_000);
    await cluster.kill(0);
    killedAt.push(Date.now());
    await cluster.restart(0);
  }
  const isSettled = async () =>
    (await cluster.drained(1)) && (await cluster.query('SELECT FROM consumer_delivery LIMIT 1')).length === 0;
  const settled = await eventually(isSettled, 150_000);
  const made = await calls();
  const faults = [...(await lostIn(cluster.query, made)), ...doubledIn(made, killedAt)];
  const told = new Set(made.map(({ id }) => id)).size;
  const dead = (await cluster.query('SELECT FROM consumer_dead_letter')).length;
  const numbers = { kills: times, acknowledged, told, calls: made.length, settled, dead };
  report('E19', { ...(sabotage && { sabotage }), ...numbers, faultCount: faults.length, faults: faults.slice(0, 3) });
  await cluster.close();
  await outside.kill();
  return { ...numbers, faults };
}

/** Events that are in the log and of which the other system was never told. */
async function lostIn(query: Query, made: readonly Call[]): Promise<string[]> {
  const told = new Set(made.map(({ id }) => id));
  const events = await query(`SELECT id || '.outside' AS id FROM domain_event WHERE name = 'assignment.delivered'`);
  return events
    .map(({ id }) => String(id))
    .filter((id) => !told.has(id))
    .map((id) => `${id} is lost`);
}

/** Events that were told again although no kill lies between the two tries, or under the same number. */
function doubledIn(made: readonly Call[], killedAt: readonly number[]): string[] {
  const last = new Map<string, Call>();
  return made.flatMap((call) => {
    const before = last.get(call.id);
    last.set(call.id, call);
    if (!before) return [];
    const isExcused = killedAt.some((at) => before.begun <= at && at <= call.begun);
    return isExcused && call.attempt > before.attempt ? [] : [`${call.id} is doubled at try ${call.attempt}`];
  });
}

describe(`kill -9 while another system is told (E19, ${size})`, () => {
  it(
    'loses no event, settles every one, and repeats a call only after a kill',
    async () => {
      const { faults, settled, dead, told, acknowledged, calls } = await tellAndKill({ kills });
      expect(faults).toEqual([]);
      expect([settled, dead]).toEqual([true, 0]);
      expect(acknowledged).toBe(kills * aKill);
      expect(told).toBe(acknowledged);
      // Four calls are in hand at most when the process is killed, and some were.
      expect(calls - told).toBeGreaterThan(0);
      expect(calls - told).toBeLessThanOrEqual(kills * 4);
    },
    longest,
  );

  longIt(
    'is noticed to lose events when calls are on record before they are made',
    async () => {
      const { faults } = await tellAndKill({ kills: 2, sabotage: 'settle-first.mjs' });
      expect(faults).toContainEqual(expect.stringContaining('is lost'));
    },
    longest,
  );

  longIt(
    'is noticed to repeat calls for no reason when a claim is no lease',
    async () => {
      const { faults } = await tellAndKill({ kills: 1, sabotage: 'hold-nothing.mjs' });
      expect(faults).toContainEqual(expect.stringContaining('is doubled'));
    },
    longest,
  );
});
