import { setTimeout as sleep } from 'node:timers/promises';
import { clientOf, closedLoop, median } from './load.mjs';
import { familyCpuMillis } from './processes.mjs';
import { profileOf } from './profile.mjs';
import { inWords, ratio, rounds } from './rounds.mjs';
import { bareOn, clients, oursOn, pgbenchOn } from './stage.mjs';
import { adminAdd, personId, requestsPath } from './world.mjs';

/** POST of an adminAdd, on disk when it is answered, by 16 clients in a closed loop. */
export async function b1(stage, { size, say }) {
  const ours = await oursOn(stage, 'b1_ours', { held: true });
  const whole = await oursOn(stage, 'b1_whole');
  const bare = await bareOn(stage, 'b1_bare');
  const pgbench = await pgbenchOn(stage, 'b1_pgbench');
  const seconds = (isWarmUp) => (isWarmUp ? size.warmUpSeconds : size.seconds);
  const subjects = [
    { name: 'ours', run: (round, warm) => posting(stage, ours, round, seconds(warm)) },
    ...(pgbench ? [{ name: 'pgbench', run: (round, warm) => pgbenching(stage, pgbench, round, seconds(warm)) }] : []),
    { name: 'bare', run: (round, warm) => posting(stage, bare, round, seconds(warm)) },
    { name: 'whole', run: (round, warm) => postingAndDelivering(stage, whole, round, seconds(warm)) },
  ];
  const references = ['bare', ...(pgbench ? ['pgbench'] : [])];
  const { all, clean } = await rounds(subjects, { count: size.rounds, references, say });
  const peak = { held: ours.server.peakMegabytes(), whole: whole.server.peakMegabytes() };
  await Promise.all([ours.close(), whole.close(), bare.close()]);
  const work = (server) => postingAndDelivering(stage, server, 0, size.seconds);
  const profile = await profileOf(stage, 'b1_profile', work);
  return figuresOf({ all, clean, peak, profile, hasPgbench: pgbench !== undefined });
}

function figuresOf({ all, clean, peak, profile, hasPgbench }) {
  const pgbench = hasPgbench ? ratio(clean, 'ours', 'pgbench') : undefined;
  const bare = ratio(clean, 'ours', 'bare');
  const cpu = (name, part) => median(clean.map((round) => round[name].cpu[part]));
  return {
    title: 'B1: POST an adminAdd, durable 201, 16 clients',
    rounds: `${clean.length} of ${all.length} rounds`,
    marks: [
      {
        what: 'of pgbench with the same SQL',
        figure: pgbench && inWords(pgbench),
        mark: 'at least 0.30',
        met: pgbench && pgbench.median >= 0.3,
      },
      {
        what: 'of a bare Fastify with pg, same transaction',
        figure: inWords(bare),
        mark: 'at least 0.60',
        met: bare.median >= 0.6,
      },
      {
        what: 'peak memory under this load, MB',
        figure: peak.whole.toFixed(0),
        mark: 'at most 300',
        met: peak.whole <= 300,
      },
    ],
    notes: [
      `Median requests a second: ours ${median(clean.map(({ ours }) => ours.perSecond)).toFixed(0)}, bare ${median(clean.map(({ bare: one }) => one.perSecond)).toFixed(0)}${hasPgbench ? `, pgbench ${median(clean.map(({ pgbench: one }) => one.perSecond)).toFixed(0)}` : ''}.`,
      `CPU for each request, ms: ours ${cpu('ours', 'server').toFixed(2)} and Postgres ${cpu('ours', 'postgres').toFixed(2)}; bare ${cpu('bare', 'server').toFixed(2)} and Postgres ${cpu('bare', 'postgres').toFixed(2)}; the client ${cpu('ours', 'client').toFixed(2)}.`,
      `With the deliveries beside it, on the same process: ${inWords(ratio(clean, 'whole', 'ours'))} of the above; delivered ${median(clean.map(({ whole }) => whole.deliveredPerSecond)).toFixed(0)} a second, from the first POST to the last delivery.`,
      profile,
    ],
    capacity: median(clean.map(({ whole }) => whole.deliveredPerSecond)),
  };
}

async function posting({ postgres, token, names, peoplePerClient }, { address, server }, round, seconds) {
  const { send, close } = clientOf(address, token, clients);
  const from = firstOf(round);
  const before = spent(server, postgres);
  const work = async (client, turn) => {
    const { status, text } = await send(
      requestsPath,
      adminAdd(names, personId(client * peoplePerClient + from + turn)),
    );
    if (status !== 201 || !text.includes('"submitted"')) throw new Error(`${status}: ${text}`);
  };
  const { done, perSecond } = await closedLoop({ clients, seconds, work });
  const after = spent(server, postgres);
  close();
  const cpu = Object.fromEntries(Object.entries(after).map(([part, millis]) => [part, (millis - before[part]) / done]));
  return { done, perSecond, cpu };
}

/** The same, and the time until everything that was asked for is delivered. */
async function postingAndDelivering(stage, whole, round, seconds) {
  const began = performance.now();
  const posted = await posting(stage, whole, round, seconds);
  await drained(whole.database);
  return { ...posted, deliveredPerSecond: posted.done / ((performance.now() - began) / 1000) };
}

async function pgbenching({ peoplePerClient }, pgbench, round, seconds) {
  if (firstOf(round) > peoplePerClient) throw new Error('There are too few people for so many rounds.');
  return pgbench.run(seconds, firstOf(round));
}

/** Where each client begins to count people in a round; the first few have been there already. */
const firstOf = (round) => 10 + round * 2_500;

export async function drained(database) {
  const left = async () => (await database.query('SELECT FROM event_delivery LIMIT 1')).rowCount > 0;
  while (await left()) await sleep(20);
}

const spent = (server, postgres) => ({
  server: server.cpuMillis(),
  postgres: familyCpuMillis(postgres.pid),
  client: process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000,
});
