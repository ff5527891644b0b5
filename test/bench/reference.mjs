// The statements that the references send are fixed in reference.json, so that a statement more shows as a cost of ours alone.
// `npm run bench -- --record` records them anew, from the server as it is: with a decision to accept what it costs, and only then.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from './postgres.mjs';
import { root, startServer } from './processes.mjs';
import { recorded, sentFor, templateOf, transactionThatWrites } from './statements.mjs';
import { adminAdd, call, makeWorld, personId, requestsPath } from './world.mjs';

const constants = ['0b000000-0000-4000-8000-000000000001', '7e4a0000-0000-4000-8000-000000000001'];
const file = join(import.meta.dirname, 'reference.json');

/** Fills a database and records what the server says to it for one POST, its delivery and one GET. */
export async function recordingOn(url, people) {
  const log = join(root, '.tmp/bench/recorded.jsonl');
  mkdirSync(join(root, '.tmp/bench'), { recursive: true });
  writeFileSync(log, '');
  const recorder = join(import.meta.dirname, 'entries/record-statements.mjs');
  const server = startServer({ DATABASE_URL: url, STATEMENTS_FILE: log }, ['--import', recorder]);
  const { url: address } = await server.ready;
  const world = await makeWorld(address, url, people);
  const one = await recordOne(address, world, log);
  await server.stop();
  const known = { constants, names: namesIn(world) };
  const now = {
    post: templateOf(one.post, { ...known, target: one.target }),
    get: templateOf(one.get, { ...known, target: one.requestId }),
    delivery: templateOf(one.delivery, { ...known, target: one.target }),
  };
  return { world, requestId: one.requestId, now };
}

/** Of a server that has answered some before. */
async function recordOne(address, { token, names }, log) {
  for (let person = 1; person < 6; person += 1)
    await call(address, token, requestsPath, adminAdd(names, personId(person)));
  await sleep(1_000);
  const from = recorded(log).length;
  const target = personId(6);
  const answer = await call(address, token, requestsPath, adminAdd(names, target));
  await sleep(1_000);
  const path = `${requestsPath}/${answer.id}`;
  const found = await call(address, token, path);
  const statements = recorded(log, from);
  return {
    ...{ target, requestId: answer.id },
    post: { statements: sentFor(`POST ${requestsPath}`, statements), answer },
    get: { statements: sentFor(`GET ${path}`, statements), answer: found },
    delivery: { statements: transactionThatWrites('assignment', statements), answer: null },
  };
}

/** The fixed statements with the ids of this world. */
export function referenceIn(world) {
  const text = readFileSync(file, 'utf8');
  const names = Object.entries(namesIn(world));
  return JSON.parse(names.reduce((said, [name, id]) => said.replaceAll(`{{${name}}}`, id), text));
}

/** How many statements the server sends now, beside those of the reference. */
export const countsOf = (now, reference) =>
  Object.entries(now).map(([what, { statements }]) => ({
    what,
    now: statements.length,
    reference: reference[what].statements.length,
  }));

const namesIn = ({ names, catalogId }) => ({ ...names, catalogId });

/** Writes down what the server sends now as the reference from now on. */
export async function recordReference() {
  const postgres = await startPostgres();
  const { now } = await recordingOn(await postgres.createDatabase('reference'), 10);
  await postgres.stop();
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const how = `npm run bench -- --record, on Postgres ${postgres.version}, Node ${process.versions.node}, commit ${commit}`;
  writeFileSync(file, `${JSON.stringify({ how, ...now }, null, 2)}\n`);
  process.stdout.write(
    `${countsOf(now, now)
      .map(({ what, now: count }) => `${what}: ${count} statements`)
      .join('\n')}\n`,
  );
}
