import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './load.mjs';
import { root, start, startServer } from './processes.mjs';
import { call, signIn } from './world.mjs';

const catalogs = '/v1.0/identityGovernance/entitlementManagement/catalogs';

/** From an empty folder to the first 201, embedded; the same once more on what is there; and on an empty Postgres database. */
export async function b8(stage, { size, say }) {
  const runs = [];
  for (let round = 0; round < size.firstRuns; round += 1) {
    runs.push(await oneRound(stage, round));
    say(
      `B8 round ${round + 1}: ${JSON.stringify(runs.at(-1), (_, value) => (typeof value === 'number' ? Math.round(value) : value))}`,
    );
  }
  const of = (name) => median(runs.map((run) => run[name]));
  const seconds = (name) => (of(name) / 1000).toFixed(1);
  const over = median(runs.map(({ first, bare }) => first - 1.5 * bare));
  const peak = Math.max(...runs.map(({ peak: one }) => one));
  return {
    title: 'B8: the first run, embedded',
    rounds: `${runs.length} rounds`,
    marks: [
      {
        what: 'from an empty folder to the first 201, s',
        figure: `${seconds('first')} (bare PGlite.create: ${seconds('bare')})`,
        mark: 'at most 1.5 times the bare one and 2 s',
        met: over <= 2_000,
      },
      { what: 'peak memory, embedded, MB', figure: peak.toFixed(0), mark: 'at most 800', met: peak <= 800 },
    ],
    notes: [
      `Memory, MB: the peak comes soon after the start; started on what is there, it holds ${of('resident').toFixed(0)}, and on Postgres ${of('onPostgres').toFixed(0)}.`,
      `Seconds until the first 201: started again ${seconds('again')}; on an empty Postgres database ${seconds('postgres')}.`,
    ],
  };
}

async function oneRound({ postgres }, round) {
  const folder = mkdtempSync(join(root, '.tmp/bench/first-'));
  const probe = start([join(import.meta.dirname, 'entries/bare-pglite.mjs')], { DATA_DIR: join(folder, 'bare') });
  const { millis: bare } = await probe.ready;
  await probe.stop();
  const embedded = { DATA_DIR: join(folder, 'ours') };
  const first = await untilCreated(embedded);
  const again = await untilCreated(embedded);
  const onPostgres = await untilCreated({ DATABASE_URL: await postgres.createDatabase(`b8_${round}`) });
  rmSync(folder, { recursive: true, force: true });
  return {
    bare,
    first: first.millis,
    again: again.millis,
    postgres: onPostgres.millis,
    peak: Math.max(first.peak, again.peak),
    resident: again.resident,
    onPostgres: onPostgres.resident,
  };
}

async function untilCreated(env) {
  const began = performance.now();
  const server = startServer(env);
  const { url } = await server.ready;
  await call(url, await signIn(url), catalogs, { displayName: randomUUID() });
  const millis = performance.now() - began;
  const [peak, resident] = [server.peakMegabytes(), server.residentMegabytes()];
  await server.stop();
  return { millis, peak, resident };
}
