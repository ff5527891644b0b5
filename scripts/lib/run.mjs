import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A failure that the person at the keyboard can mend; said without a stack. */
export class Complaint extends Error {}

/** Runs a tool of node_modules with Node; what it prints is shown when it fails, or at once with `loud`. */
export function run(script, args, { loud = false, env = {} } = {}) {
  const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: loud ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout?.on('data', (chunk) => (said += chunk));
  child.stderr?.on('data', (chunk) => (said += chunk));
  const end = () => child.kill();
  process.once('exit', end);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      process.removeListener('exit', end);
      if (code === 0) resolve(said);
      else reject(new Complaint(`${said}\n${script.split('/bin/')[0]} ${args[0] ?? ''} failed.`.trimStart()));
    });
  });
}

/** Ends the script with a sentence, or with a stack when it is our fault. */
export function complain(error) {
  process.stderr.write(`${error instanceof Complaint ? error.message : error.stack}\n`);
  process.exit(1);
}

// The default ends the process at once and would leave the tools it runs behind.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, endBySignal);

function endBySignal(signal) {
  process.exit(signal === 'SIGINT' ? 130 : 143);
}

/** Leaves the signals to whoever comes next. */
export function releaseSignals() {
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, endBySignal);
}
