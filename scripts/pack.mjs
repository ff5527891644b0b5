// What `npm pack` calls: before it the built server, its declarations and the tested versions; after it they are no file of the clone.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { shrinkwrapOf } from './lib/shrinkwrap.mjs';
import { complain, root, run } from './lib/run.mjs';

const shrinkwrap = join(root, 'npm-shrinkwrap.json');
const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const steps = { before, after };

await steps[process.argv[2] ?? 'before']().catch(complain);

async function before() {
  // Where others may run, so that `npm pack --json` prints nothing but its own.
  await ensureBuilt({ say: console.error });
  const declarations = ['--declaration', '--emitDeclarationOnly', '--sourceMap', 'false'];
  await run('typescript/bin/tsc', ['-p', 'tsconfig.build.json', ...declarations]);
  writeFileSync(shrinkwrap, `${JSON.stringify(shrinkwrapOf(read('package-lock.json')), null, 2)}\n`);
}

/** While it is there it would be taken for the clone's own lock. */
async function after() {
  rmSync(shrinkwrap, { force: true });
}
