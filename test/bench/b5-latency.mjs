import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { drained } from './b1-post.mjs';
import { clientOf, openLoop, quantile } from './load.mjs';
import { oursOn } from './stage.mjs';
import { connect } from './postgres.mjs';
import { adminAdd, personId, requestsPath } from './world.mjs';

/**
 * From the instant at which a POST was to be sent until its assignment is on disk, at half of what B1 found to be delivered a second.
 *
 * The reference is graphile-worker on a database of its own: from add_job until what the job writes is on disk.
 */
export async function b5(stage, { size, say, capacity }) {
  const perSecond = Math.max(1, capacity / 2);
  say(`B5: ${perSecond.toFixed(0)} requests a second, for ${size.latencySeconds} s each`);
  const ours = await oursOn(stage, 'b5_ours');
  await requesting(stage, ours, { perSecond, seconds: size.warmUpSeconds, from: 0 });
  const mine = await requesting(stage, ours, { perSecond, seconds: size.latencySeconds, from: 10_000 });
  await ours.close();
  const theirs = await queueing(stage, { perSecond, seconds: size.latencySeconds });
  const of = (values) => ({ p50: quantile(values, 0.5), p99: quantile(values, 0.99), most: Math.max(...values) });
  const [one, other] = [of(mine), of(theirs)];
  const said = ({ p50, p99, most }) => `p50 ${p50.toFixed(0)}, p99 ${p99.toFixed(0)}, longest ${most.toFixed(0)}`;
  return {
    title: 'B5: from POST to delivered, at half load',
    rounds: `${mine.length} requests at ${perSecond.toFixed(0)} a second, open loop`,
    marks: [{ what: 'p99, ms', figure: one.p99.toFixed(0), mark: 'at most 250', met: one.p99 <= 250 }],
    notes: [`Milliseconds: ours ${said(one)}; graphile-worker ${said(other)}.`],
  };
}

async function requesting({ token, names }, { address, database }, { perSecond, seconds, from }) {
  const { send, close } = clientOf(address, token, 64);
  const intended = new Map();
  const work = async (number, at) => {
    const { status, text } = await send(requestsPath, adminAdd(names, personId(1_000 + from + number)));
    if (status !== 201) throw new Error(`${status}: ${text}`);
    intended.set(JSON.parse(text).id, at);
  };
  await openLoop({ perSecond, seconds, work });
  close();
  await drained(database);
  const { rows } = await database.query(
    'SELECT request_id AS id, extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000 AS at FROM assignment WHERE request_id = ANY ($1)',
    [[...intended.keys()]],
  );
  if (rows.length !== intended.size) throw new Error(`${rows.length} of ${intended.size} requests were delivered.`);
  return rows.map(({ id, at }) => Number(at) - intended.get(id));
}

async function queueing(stage, { perSecond, seconds }) {
  const url = await stage.postgres.createDatabase('b5_queue');
  const database = await connect(url);
  await database.query('CREATE TABLE done (number int PRIMARY KEY)');
  const pool = new pg.Pool({ connectionString: url, max: 16 });
  pool.on('error', (error) => process.stderr.write(`${error.message}\n`));
  const options = { pgPool: pool, logger: new Logger(() => () => undefined) };
  const utils = await makeWorkerUtils(options);
  await utils.migrate();
  const write = async ({ number }, { query }) => void (await query('INSERT INTO done VALUES ($1)', [number]));
  const runner = await run({ ...options, concurrency: 10, noHandleSignals: true, crontab: '', taskList: { write } });
  const intended = new Map();
  const work = async (number, at) => {
    intended.set(number, at);
    await utils.addJob('write', { number });
  };
  await openLoop({ perSecond, seconds, work });
  const left = async () =>
    (await database.query('SELECT count(*)::int AS count FROM done')).rows[0].count < intended.size;
  while (await left()) await sleep(50);
  const { rows } = await database.query(
    'SELECT number, extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000 AS at FROM done',
  );
  await runner.stop();
  await utils.release();
  await pool.end();
  await database.end();
  return rows.map(({ number, at }) => Number(at) - intended.get(number));
}
