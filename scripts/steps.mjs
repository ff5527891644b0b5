// `npm run check` and `npm test`: every step is run, also after one that failed, and the last lines say which did.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/run.mjs';

/** These read and write nothing of each other's: one goes on a core of its own while the others follow each other. */
const standing = [['lint'], ['format:check', 'types', 'depcruise']];
const plans = { check: ['test:unit'], test: ['test:all'] };

const plan = plans[process.argv[2]];
if (!plan) throw new Error(`Say one of: ${Object.keys(plans).join(', ')}.`);
const results = join(root, '.tmp/jest.json');
rmSync(results, { force: true });
const failed = [];

await step('generate');
await Promise.all(standing.map((names) => inTurn(names, keptUntilDone)));
await inTurn(plan, step);
process.stdout.write(failed.length > 0 ? `\nFailed: ${failed.join(', ')}\n` : '\nAll steps passed.\n');
if (process.argv[2] === 'test') process.stdout.write(`${counts()}\n`);
process.exit(failed.length > 0 ? 1 : 0);

async function inTurn(names, run) {
  for (const name of names) await run(name);
}

/** Runs a step and shows what it prints at once. */
async function step(name) {
  process.stdout.write(`\n# ${name}\n`);
  await ended(name, npm(['run', '--silent', name], 'inherit'));
}

/** Runs a step beside others: what it prints is shown in one piece. */
async function keptUntilDone(name) {
  const child = npm(['run', '--silent', name], 'pipe');
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => printed.push(piece));
  await ended(name, child, () => process.stdout.write(`\n# ${name}\n${Buffer.concat(printed)}`));
}

async function ended(name, child, show = () => undefined) {
  const started = Date.now();
  const [code] = await once(child, 'close');
  show();
  if (code !== 0) failed.push(name);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`# ${name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)\n`);
}

function npm(args, output) {
  const npmCli = process.env.npm_execpath;
  const settings = { cwd: root, stdio: ['ignore', output, output] };
  return npmCli
    ? spawn(process.execPath, [npmCli, ...args], settings)
    : spawn('npm', args, { ...settings, shell: process.platform === 'win32' });
}

/** Jest's own count; a file that could not even be read counts as one failure. */
function counts() {
  try {
    const found = JSON.parse(readFileSync(results, 'utf8'));
    return `${found.numPassedTests} passed, ${found.numFailedTests + found.numRuntimeErrorTestSuites} failed`;
  } catch {
    return '0 passed, 1 failed';
  }
}
