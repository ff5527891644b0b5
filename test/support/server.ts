import { randomUUID } from 'node:crypto';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.setup.js';
import type { DevTokenBody } from '../../src/platform/development/dev-token.body.js';
import { administrator, developmentTenantId } from '../../src/platform/development/personas.js';
import { DemoData } from '../../src/demo-data/index.js';
import { Config } from '../../src/platform/config/config.js';
import { Worker } from '../../src/platform/eventing/worker.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { heldAgainst } from './held-answers.js';
import { createMigratedDatabase } from './postgres.js';
import { tokenFor } from './tokens.js';

export { administrator, developmentTenantId };

/** A JSON answer. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests say themselves what they expect of a body
  readonly body: any;
}

type Extra = Record<string, string>;

/** Speaks to a server as somebody. */
export interface Client {
  get(path: string, headers?: Extra): Promise<Answered>;
  post(path: string, body?: unknown, headers?: Extra): Promise<Answered>;
  put(path: string, body: unknown, headers?: Extra): Promise<Answered>;
  patch(path: string, body: unknown, headers?: Extra): Promise<Answered>;
  delete(path: string, headers?: Extra): Promise<Answered>;
}

/** A server of its own on a free loopback port. */
export interface TestServer {
  readonly app: NestFastifyApplication;
  readonly url: string;
  as(who: Partial<DevTokenBody>): Client;
  /** Without a token. */
  readonly anonymous: Client;
  /** Works off everything that is due. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly database?: 'embedded' | 'postgres';
  /** More environment variables. */
  readonly env?: Record<string, string>;
  readonly extensions?: NonNullable<DynamicModule['imports']>;
}

/**
 * Starts the whole server in this process, in development mode. Close it in afterAll.
 *
 * Every answer that its clients get is held against Graph's contract and Microsoft's SDK.
 */
export async function startServer({
  database = 'postgres',
  env = {},
  extensions = [],
}: ServerOptions = {}): Promise<TestServer> {
  const isGiven = env['DATABASE_URL'] !== undefined || env['DATA_DIR'] !== undefined;
  const postgres = database === 'postgres' && !isGiven ? await createMigratedDatabase() : undefined;
  const config = new Config({
    PORT: '0',
    LOG_LEVEL: 'fatal',
    DEMO_DATA: 'false',
    AUTH_MODE: 'development',
    // Specs make many calls as one caller; those about the limit set it.
    CALLS_PER_10_SECONDS: 'off',
    ...(postgres ? { DATABASE_URL: postgres.url } : { DATA_DIR: `memory://${randomUUID()}` }),
    ...env,
  });
  const app = await createApp(config, extensions);
  await app.listen(0, '127.0.0.1');
  // On a machine that is busy the server listens before its database has answered; one that is given may be away.
  if (!isGiven) await app.get(DemoData).seed();
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  // What an extension adds, Graph does not know.
  const hold =
    extensions.length > 0
      ? () => Promise.resolve()
      : heldAgainst(app.get(ResourceRegistry), () => textAt(`${url}/beta/$metadata`));
  const tokens = tokensOf(app);
  let closed: Promise<void> | undefined;
  return {
    app,
    url,
    as: (who) => clientOf(url, hold, () => tokens({ as: 'user', ...who })),
    anonymous: clientOf(url, hold, () => Promise.resolve(undefined)),
    drain: () => app.get(Worker).drain(),
    close: () => (closed ??= app.close().then(() => postgres?.drop())),
  };
}

/** The administrator persona with every scope it may use. */
export const anAdministrator: Partial<DevTokenBody> = { as: 'user' };

/** An application that may do everything. */
export const anApplication: Partial<DevTokenBody> = {
  as: 'app',
  oid: '0b000000-0000-4000-8000-000000000001',
  roles: ['EntitlementManagement', 'User', 'Group', 'Application'].map((kind) => `${kind}.ReadWrite.All`),
};

/** A person without any role. */
export const aPerson = (oid: string, scp = 'EntitlementManagement.ReadWrite.All'): Partial<DevTokenBody> => ({
  as: 'user',
  oid,
  scp,
  roles: [],
});

/** Tokens that are signed once for each caller, which costs more than many a call; a minute is far less than they last. */
function tokensOf(app: NestFastifyApplication): (who: DevTokenBody) => Promise<string> {
  const signed = new Map<string, { readonly until: number; readonly token: Promise<string> }>();
  return (who) => {
    if (who.expiresIn !== undefined) return tokenFor(app, who);
    const key = JSON.stringify(who);
    const known = signed.get(key);
    if (known && Date.now() < known.until) return known.token;
    const token = tokenFor(app, who);
    signed.set(key, { until: Date.now() + 60_000, token });
    return token;
  };
}

const textAt = async (address: string): Promise<string> => (await fetch(address)).text();

function clientOf(
  url: string,
  hold: (body: unknown) => Promise<void>,
  token: () => Promise<string | undefined>,
): Client {
  const call = async (method: string, path: string, body?: unknown, headers: Extra = {}): Promise<Answered> => {
    const bearer = await token();
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = text.startsWith('{') ? (JSON.parse(text) as unknown) : undefined;
    await hold(answer);
    return { status: response.status, headers: response.headers, text, body: answer };
  };
  return {
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body, headers) => call('PUT', path, body, headers),
    patch: (path, body, headers) => call('PATCH', path, body, headers),
    delete: (path, headers) => call('DELETE', path, undefined, headers),
  };
}
