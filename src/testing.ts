import { randomUUID } from 'node:crypto';
import type { DynamicModule } from '@nestjs/common';
import { createApp } from './app.setup.js';
import { Config } from './platform/config/config.js';
import { Worker } from './platform/eventing/worker.js';

/** What tests of an extension may set. */
export interface TestServerOptions {
  readonly extensions?: NonNullable<DynamicModule['imports']>;
  /** More settings, as the environment would say them. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A server in this process, in development mode, on a free port of loopback; its embedded database is gone with it. */
export interface TestServer {
  readonly url: string;
  /** A token of whoever `POST /dev/token` makes one for, such as `{ as: 'user', oid }` or `{ as: 'app', roles }`. */
  token(who: Readonly<Record<string, unknown>>): Promise<string>;
  /** Turns domain time forward by a duration such as `P14D`, doing on the way all that falls due. */
  advance(duration: string): Promise<void>;
  /** Works off everything that is due. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server for tests; close it when they are done. */
export async function startTestServer({ extensions = [], settings = {} }: TestServerOptions = {}): Promise<TestServer> {
  const config = new Config({
    AUTH_MODE: 'development',
    DATA_DIR: `memory://${randomUUID()}`,
    DEMO_DATA: 'false',
    LOG_LEVEL: 'warn',
    CALLS_PER_10_SECONDS: 'off',
    ...settings,
  });
  const app = await createApp(config, extensions);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    url,
    token: async (who) => (await post<{ access_token: string }>(`${url}/dev/token`, who)).access_token,
    advance: async (duration) => void (await post(`${url}/dev/clock/advance`, { duration })),
    drain: () => app.get(Worker).drain(),
    close: () => app.close(),
  };
}

async function post<Answer>(url: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
