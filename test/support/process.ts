import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The server as a process of its own, started the way people start it. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Everything it has printed so far. */
  readonly output: () => string;
  /** Sends a signal and waits for the end; answers the exit code, null when a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** A start that came to its end. */
export interface EndedStart {
  /** Null when it had to be killed, as it did not end by itself. */
  readonly code: number | null;
  readonly output: string;
}

/** Far more than a start takes, also on a machine that is busy. */
export const patienceMillis = 180_000;

/** Starts `npm start`'s script on a free port, with a data folder of its own unless the environment says otherwise. */
export async function startProcess(env: Record<string, string> = {}): Promise<ServerProcess> {
  const { child, output, ended } = launch(env);
  const url = await addressOf(child, output, ended);
  return {
    url,
    pid: child.pid ?? 0,
    output,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts what is expected to end by itself; one that listens or hangs is killed. */
export async function startToFail(env: Record<string, string>): Promise<EndedStart> {
  const { child, output, ended } = launch(env);
  const watch = setTimeout(() => child.kill('SIGKILL'), patienceMillis);
  const code = await ended;
  clearTimeout(watch);
  return { code, output: output() };
}

function launch(env: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'open-entitlements-'));
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  void ended.then(() => rmSync(folder, { recursive: true, force: true }));
  return { child, output: () => printed.join(''), ended };
}

async function addressOf(child: ChildProcess, output: () => string, ended: Promise<unknown>): Promise<string> {
  const listening = new Promise<string>((resolve) => {
    const look = () => {
      const url = /listens on (\S+?);/.exec(output())?.[1];
      if (url) resolve(url);
    };
    child.stdout?.on('data', look);
  });
  const failed = ended.then(() => Promise.reject(new Error(`The server did not start: ${output()}`)));
  return Promise.race([listening, failed]);
}
