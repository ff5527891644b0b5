// `npm run check` and `npm test`: every step is run, also after one that failed, and the last lines say which did.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/run.mjs';

const standing = ['format:check', 'lint', 'types', 'depcruise'];
const plans = { check: [...standing, 'test:unit'], test: [...standing, 'test:all'] };

const plan = plans[process.argv[2]];
if (!plan) throw new Error(`Say one of: ${Object.keys(plans).join(', ')}.`);
const results = join(root, '.tmp/jest.json');
rmSync(results, { force: true });

const failed = plan.filter((step) => {
  process.stdout.write(`\n# ${step}\n`);
  const started = Date.now();
  const { status } = npm('run', '--silent', step);
  process.stdout.write(
    `# ${step}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
  );
  return status !== 0;
});
process.stdout.write(failed.length > 0 ? `\nFailed: ${failed.join(', ')}\n` : '\nAll steps passed.\n');
if (process.argv[2] === 'test') process.stdout.write(`${counts()}\n`);
process.exit(failed.length > 0 ? 1 : 0);

function npm(...args) {
  const npmCli = process.env.npm_execpath;
  return npmCli
    ? spawnSync(process.execPath, [npmCli, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
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
