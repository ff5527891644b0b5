import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const ticksPerSecond = 100;

/** What `npm start` says to Node of memory. */
const memoryFlags = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.start.match(/--[\w-]+=\d+/g);

/** The limit of calls that a measured server has: a few clients measure what it can do, not what one caller may. */
export const callLimit = 'off';

/** Starts the built server on loopback and a free port; `ready` answers its address. */
export const startServer = (env, flags = []) =>
  start([...new Set(memoryFlags), ...flags, join(root, 'dist/main.js')], {
    PORT: '0',
    AUTH_MODE: 'development',
    DEMO_DATA: 'false',
    LOG_LEVEL: 'error',
    CALLS_PER_10_SECONDS: callLimit,
    ...env,
  });

/** Starts a Node process that says "listens on <address>"; it ends with whoever started it. */
export function start(args, env) {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', fileURLToPath(endWithParent), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const ready = new Promise((resolve, reject) => {
    const hear = (chunk) => {
      said = (said + String(chunk)).slice(-20_000);
      const address = /listens on (http:\/\/[^\s;]+)/.exec(said)?.[1];
      if (address) resolve({ url: address, millis: performance.now() - began });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void exited.then(() => reject(new Error(`It ended before it listened: ${said}`)));
  });
  ready.catch(() => undefined);
  return {
    pid: child.pid,
    ready,
    cpuMillis: () => cpuMillisOf(child.pid),
    peakMegabytes: () => megabytesOf(child.pid, 'VmHWM'),
    residentMegabytes: () => megabytesOf(child.pid, 'VmRSS'),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await exited;
      clearTimeout(timer);
    },
  };
}

const megabytesOf = (pid, name) =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

const endWithParent = new URL('../experiments/entries/end-with-parent.mjs', import.meta.url);

/** CPU time of a process so far, in milliseconds, with its ended children. */
function cpuMillisOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * 1000) / ticksPerSecond;
}

/** CPU time of a process and of all its children so far, in milliseconds. */
export function familyCpuMillis(parent) {
  const family = readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && (Number(pid) === parent || isChild(pid, parent)),
  );
  return family.reduce((sum, pid) => sum + attempt(() => cpuMillisOf(pid), 0), 0);
}

const isChild = (pid, parent) =>
  attempt(() => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]) === parent, false);

/** A process may end while it is looked at. */
function attempt(look, otherwise) {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
