import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { connect, startPostgres } from './postgres.mjs';
import { root, start, startServer } from './processes.mjs';
import { countsOf, recordingOn, referenceIn } from './reference.mjs';
import { pgbenchScript } from './statements.mjs';

export const clients = 16;
const folder = join(root, '.tmp/bench');

/** A Postgres with a filled database to make others from, and the fixed statements of the references, written for it. */
export async function setTheStage({ peoplePerClient }) {
  mkdirSync(folder, { recursive: true });
  const postgres = await startPostgres();
  const url = await postgres.createDatabase('stage');
  const { world, requestId, now } = await recordingOn(url, clients * peoplePerClient);
  const reference = referenceIn(world);
  writeFileSync(join(folder, 'statements.json'), JSON.stringify(reference));
  writeFileSync(join(folder, 'transaction.sql'), await pgbenchScript(reference.post.statements, url, peoplePerClient));
  const database = await connect(url);
  await database.query('VACUUM ANALYZE');
  await database.end();
  return { postgres, ...world, peoplePerClient, requestId, counts: countsOf(now, reference) };
}

/** The server on a database of its own; with `held`, deliveries are written and never due. */
export async function oursOn(stage, name, { held = false } = {}) {
  const url = await stage.postgres.createDatabase(name, 'stage');
  const database = await connect(url);
  if (held) {
    await database.query(
      "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.due_at := 'infinity'; RETURN NEW; END $$",
    );
    await database.query('CREATE TRIGGER hold BEFORE INSERT ON event_delivery FOR EACH ROW EXECUTE FUNCTION hold()');
  }
  const server = startServer({ DATABASE_URL: url });
  const { url: address } = await server.ready;
  return { address, server, database, close: () => Promise.all([server.stop(), database.end()]) };
}

export async function bareOn(stage, name) {
  const url = await stage.postgres.createDatabase(name, 'stage');
  const entry = join(import.meta.dirname, 'entries/bare-server.mjs');
  const server = start([entry], { DATABASE_URL: url, STATEMENTS_FILE: join(folder, 'statements.json') });
  const { url: address } = await server.ready;
  return { address, server, close: () => server.stop() };
}

/** pgbench with the server's own transaction; undefined where there is no pgbench. */
export async function pgbenchOn(stage, name) {
  const program = pgbench();
  if (!program) return undefined;
  const url = await stage.postgres.createDatabase(name, 'stage');
  return {
    async run(seconds, from) {
      const how = ['-n', '-M', 'prepared', '-f', join(folder, 'transaction.sql'), '-D', `i=${from}`];
      const { stdout } = await promisify(execFile)(program, [
        ...how,
        '-c',
        `${clients}`,
        '-j',
        '1',
        '-T',
        `${seconds}`,
        url,
      ]);
      return {
        perSecond: Number(/tps = ([\d.]+)/.exec(stdout)?.[1]),
        done: Number(/processed: (\d+)/.exec(stdout)?.[1]),
      };
    },
  };
}

function pgbench() {
  const versions = attempt(() => readdirSync('/usr/lib/postgresql')).sort((a, b) => Number(b) - Number(a));
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((one) => `/usr/lib/postgresql/${one}/bin`),
  ];
  return folders.map((one) => join(one, 'pgbench')).find((path) => existsSync(path));
}

function attempt(list) {
  try {
    return list();
  } catch {
    return [];
  }
}
