// `npm run builds:record [-- name]`: keeps the built server beside this file. Later builds run beside it, on one database, in
// `test/experiments/two-builds.spec.ts`.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../scripts/lib/build.mjs';
import { root } from '../../scripts/lib/run.mjs';

const { positionals } = parseArgs({ allowPositionals: true });
const [name = new Date().toISOString().slice(0, 10)] = positionals;
const file = join(import.meta.dirname, `${name}.tar.gz`);

await ensureBuilt();
const steady = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=2026-01-01'];
execFileSync(
  'tar',
  ['-I', 'gzip -9', '-cf', file, ...steady, '--exclude=*.map', '--exclude=*.d.ts', 'dist', 'prisma', 'package.json'],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);
process.stdout.write(`${file}\n`);
