import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { environment } from './packed.js';

/** A server that a command line has started in somebody's folder. */
export interface Running {
  status(path: string, token?: string): Promise<number>;
  /** What readiness answers once it does not answer 503. */
  ready(): Promise<number>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a body holds is what its test looks at
  post(path: string, body: object, token?: string): Promise<any>;
  token(who: object): Promise<string>;
  /** Everything it has printed so far. */
  said(): string;
  /** Ends it as a person does; answers its exit code. */
  stop(): Promise<number | null>;
}

export async function started(folder: string, line: string, settings: Record<string, string> = {}): Promise<Running> {
  const { child, said, ended } = launch(folder, line, settings);
  const listening = new Promise<string>((resolve) => {
    child.stdout?.on('data', () => {
      const url = /listens on (\S+?);/.exec(said())?.[1];
      if (url) resolve(url);
    });
  });
  const url = await Promise.race([listening, ended.then(() => Promise.reject(new Error(said())))]);
  const call = (path: string, token?: string, body?: object) =>
    fetch(`${url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const status = async (path: string, token?: string) => (await call(path, token)).status;
  const post: Running['post'] = async (path, body, token) => (await call(path, token, body)).json();
  return {
    said,
    status,
    post,
    token: async (who) => (await post('/dev/token', who)).access_token as string,
    ready: async () => {
      let answer = await status('/health/ready');
      for (; answer === 503; answer = await status('/health/ready')) await after(200);
      return answer;
    },
    stop: () => {
      signal(child, 'SIGTERM');
      return ended;
    },
  };
}

/** Runs what is expected to end by itself. */
export async function failsToStart(
  folder: string,
  line: string,
  settings: Record<string, string>,
): Promise<{ code: number | null; said: string }> {
  const { child, said, ended } = launch(folder, line, settings);
  const watch = setTimeout(() => signal(child, 'SIGKILL'), 120_000);
  const code = await ended;
  clearTimeout(watch);
  return { code, said: said() };
}

function launch(folder: string, line: string, settings: Record<string, string>) {
  const env = environment({ PORT: '0', DATA_DIR: 'memory://packed', ...settings });
  // A process group of its own: npx starts the server as a child.
  const child = spawn('bash', ['-c', line], { cwd: folder, env, detached: true });
  let heard = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, said: () => heard, ended };
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid ?? 0), name);
  } catch {
    // It has ended by itself.
  }
}
