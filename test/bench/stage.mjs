import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { connect, startPostgres } from './postgres.mjs';
import { root, start, startServer } from './processes.mjs';
import { pgbenchScript, recorded, templateOf, transactionThatWrites } from './statements.mjs';
import { adminAdd, call, makeWorld, personId, requestsPath } from './world.mjs';

export const clients = 16;
const folder = join(root, '.tmp/bench');
const application = '0b000000-0000-4000-8000-000000000001';
const tenant = '7e4a0000-0000-4000-8000-000000000001';

/** A Postgres with a filled database to make others from, and what the server says to it for one POST and one GET. */
export async function setTheStage({ peoplePerClient }) {
  mkdirSync(folder, { recursive: true });
  const postgres = await startPostgres();
  const file = join(folder, 'recorded.jsonl');
  writeFileSync(file, '');
  const url = await postgres.createDatabase('stage');
  const recorder = join(import.meta.dirname, 'entries/record-statements.mjs');
  const server = startServer({ DATABASE_URL: url, STATEMENTS_FILE: file }, ['--import', recorder]);
  const { url: address } = await server.ready;
  const world = await makeWorld(address, url, clients * peoplePerClient);
  const one = await recordOne(address, world, file);
  await server.stop();
  const template = { constants: [...world.constants, application, tenant] };
  const post = templateOf(one.post, { ...template, target: one.target });
  const get = templateOf(one.get, { ...template, target: one.requestId });
  writeFileSync(join(folder, 'statements.json'), JSON.stringify({ post, get }));
  writeFileSync(join(folder, 'transaction.sql'), await pgbenchScript(post.statements, url, peoplePerClient));
  const database = await connect(url);
  await database.query('VACUUM ANALYZE');
  await database.end();
  return { postgres, ...world, peoplePerClient, requestId: one.requestId, statementCount: post.statements.length };
}

/** The statements of one POST and one GET, sent by a server that has answered some before. */
async function recordOne(address, { token, names }, file) {
  for (let person = 1; person < 6; person += 1)
    await call(address, token, requestsPath, adminAdd(names, personId(person)));
  await sleep(1_000);
  const from = recorded(file).length;
  const target = personId(6);
  const answer = await call(address, token, requestsPath, adminAdd(names, target));
  const statements = transactionThatWrites('assignment_request', recorded(file, from));
  await sleep(1_000);
  const before = recorded(file).length;
  const found = await call(address, token, `${requestsPath}/${answer.id}`);
  const reads = recorded(file, before).filter(({ values }) => JSON.stringify(values).includes(answer.id));
  return { target, requestId: answer.id, post: { statements, answer }, get: { statements: reads, answer: found } };
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
