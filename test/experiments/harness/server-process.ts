import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './built-server.js';

export interface ProcessOptions {
  readonly dist: string;
  readonly env: Readonly<Record<string, string>>;
  /** A module of `sabotage/` that takes one protection away before the server starts. */
  readonly sabotage?: string | undefined;
  /** Another entry point than the server's own. */
  readonly entry?: string | undefined;
}

const living = new Set<ChildProcess>();

/** Ends with SIGKILL whatever this file started and is still there; for afterAll. */
export function killAll(): void {
  for (const child of living) child.kill('SIGKILL');
}

/** A server as a process of its own, on loopback and a free port. */
export class ServerProcess {
  private said = '';
  readonly exited: Promise<number | null>;
  /** The server's address, once it listens; rejects with what it said when it ends before. */
  readonly ready: Promise<string>;

  private constructor(private readonly child: ChildProcess) {
    living.add(child);
    this.exited = new Promise((resolve) =>
      child.once('exit', (code) => {
        living.delete(child);
        resolve(code);
      }),
    );
    this.ready = new Promise((resolve, reject) => {
      const hear = (chunk: unknown): void => {
        this.said = (this.said + String(chunk)).slice(-50_000);
        const address = /listens on (https?:\/\/[^\s;]+)/.exec(this.said)?.[1];
        if (address) resolve(address);
      };
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear);
      void this.exited.then(() => reject(new Error(`The server ended before it listened: ${this.said}`)));
    });
    this.ready.catch(() => undefined);
  }

  static start({ dist, env, sabotage, entry }: ProcessOptions): ServerProcess {
    const before = ['../entries/end-with-parent.mjs', ...(sabotage ? [`../sabotage/${sabotage}`] : [])];
    const preload = before.flatMap((file) => ['--import', join(import.meta.dirname, file)]);
    const child = spawn(process.execPath, [...preload, entry ?? join(dist, 'main.js')], {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        SERVER_DIST: dist,
        PORT: '0',
        AUTH_MODE: 'development',
        DEMO_DATA: 'false',
        LOG_LEVEL: 'error',
        ...env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return new ServerProcess(child);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Everything that it printed. */
  get output(): string {
    return this.said;
  }

  /** Kill -9, and waits until it is gone. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.exited;
  }
}
