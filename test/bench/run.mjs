// `npm run bench [-- B1 B5] [--size ci]`: measures the server beside its references, and writes docs/performance.md when all was run in full.
// `npm run bench -- --record` writes the statements of the references.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../scripts/lib/build.mjs';
import { complain, Complaint } from '../../scripts/lib/run.mjs';
import { b1 } from './b1-post.mjs';
import { b3 } from './b3-get.mjs';
import { b5 } from './b5-latency.mjs';
import { b8 } from './b8-first-run.mjs';
import { b9 } from './b9-delegate-list.mjs';
import { root } from './processes.mjs';
import { countsInWords, pageOf } from './page.mjs';
import { recordReference } from './reference.mjs';
import { setTheStage } from './stage.mjs';

const sizes = {
  full: {
    warmUpSeconds: 5,
    seconds: 10,
    rounds: 7,
    latencySeconds: 60,
    firstRuns: 5,
    peoplePerClient: 40_000,
    ...{ catalogs: 1_000, assignments: 1_000_000 },
  },
  ci: {
    warmUpSeconds: 1,
    seconds: 1,
    rounds: 1,
    latencySeconds: 2,
    firstRuns: 1,
    peoplePerClient: 9_000,
    ...{ catalogs: 100, assignments: 10_000 },
  },
};
const scenarios = { B1: b1, B3: b3, B5: b5, B8: b8, B9: b9 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string', default: 'full' }, record: { type: 'boolean', default: false } },
});
const names = positionals.length > 0 ? positionals.map((name) => name.toUpperCase()) : Object.keys(scenarios);
await bench().catch(complain);
process.exit();

async function bench() {
  const size = sizes[values.size];
  if (!size || names.some((name) => !(name in scenarios))) {
    throw new Complaint(`Say some of ${Object.keys(scenarios).join(', ')}, and --size full or ci.`);
  }
  await ensureBuilt();
  if (values.record) return recordReference();
  const say = (line) => process.stdout.write(`${line}\n`);
  const stage = await setTheStage(size);
  say(countsInWords(stage.counts));
  const results = [];
  let capacity = 10;
  try {
    for (const name of names) {
      const result = await scenarios[name](stage, { size, say, capacity });
      capacity = result.capacity ?? capacity;
      results.push(result);
    }
  } finally {
    await stage.postgres.stop();
  }
  const page = pageOf(results, { postgres: stage.postgres, counts: stage.counts, size });
  say(page);
  mkdirSync(join(root, '.tmp'), { recursive: true });
  writeFileSync(join(root, '.tmp/bench.json'), JSON.stringify(results, null, 2));
  if (values.size === 'full' && positionals.length === 0) writeFileSync(join(root, 'docs/performance.md'), page);
}
