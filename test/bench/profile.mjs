import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from './postgres.mjs';
import { root, startServer } from './processes.mjs';

/** Where the CPU time of a server goes during some work, by package, in words; on a database of its own. */
export async function profileOf(stage, name, work) {
  const folder = mkdtempSync(join(root, '.tmp/bench/profile-'));
  const url = await stage.postgres.createDatabase(name, 'stage');
  const server = startServer({ DATABASE_URL: url }, ['--cpu-prof', `--cpu-prof-dir=${folder}`]);
  const { url: address } = await server.ready;
  const database = await connect(url);
  await work({ address, server, database });
  await database.end();
  await server.stop();
  const [file] = readdirSync(folder);
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  return `CPU of the server by package, its start included: ${inWords(shares(profile))}.`;
}

function shares({ nodes, samples, timeDeltas }) {
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const times = new Map();
  samples.forEach((sample, index) => {
    const { functionName, url } = nodeOf.get(sample).callFrame;
    const owner = ownerOf(functionName, url);
    if (owner) times.set(owner, (times.get(owner) ?? 0) + timeDeltas[index]);
  });
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times].map(([owner, time]) => [owner, time / all]).sort(([, one], [, other]) => other - one);
}

function ownerOf(functionName, url) {
  if (functionName === '(idle)') return undefined;
  if (functionName === '(garbage collector)') return 'garbage collection';
  const name = [...url.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].at(-1)?.[1];
  if (name) return name;
  if (url.startsWith('node:')) return 'Node';
  return url.includes('/dist/') ? 'our own code' : 'system calls and other native code';
}

const inWords = (all) =>
  all
    .slice(0, 8)
    .map(([owner, share]) => `${owner} ${(share * 100).toFixed(0)} %`)
    .join(', ');
