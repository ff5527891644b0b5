import pg from 'pg';
import { Deliveries } from '../../src/platform/eventing/deliveries.js';
import { Worker } from '../../src/platform/eventing/worker.js';
import { createMigratedDatabase, type TestDatabase } from './postgres.js';
import { startServer, type ServerOptions, type TestServer } from './server.js';

/** A server on Postgres whose worker has no loop of its own: it works when it is told to. */
export async function quietServer(options: ServerOptions = {}): Promise<TestServer> {
  const server = await startServer(options);
  await server.app.get(Worker).onModuleDestroy();
  return server;
}

/** Two servers on one database, as two processes would be. */
export interface Pair {
  readonly one: TestServer;
  readonly other: TestServer;
  readonly both: readonly TestServer[];
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Both work until nothing is due. */
  drain(): Promise<void>;
  /** Neither begins with what it claimed before both have claimed; at most so many each. */
  claimTogether(atMost?: number): void;
  close(): Promise<void>;
}

export async function startPair(extensions: NonNullable<ServerOptions['extensions']> = []): Promise<Pair> {
  const database: TestDatabase = await createMigratedDatabase();
  const env = { DATABASE_URL: database.url };
  const one = await quietServer({ env, extensions });
  const other = await quietServer({ env, extensions });
  const both = [one, other];
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined);
  const drain = async (): Promise<void> => void (await Promise.all(both.map((server) => server.drain())));
  // Their first rounds say since when each is there.
  await drain();
  return {
    ...{ one, other, both, drain },
    query: async (sql, values) => (await pool.query<Record<string, unknown>>(sql, values)).rows,
    claimTogether: (atMost) => claimTogether(both, atMost),
    close: async () => {
      await pool.end();
      for (const server of both) await server.close();
      await database.drop();
    },
  };
}

function claimTogether(servers: readonly TestServer[], atMost?: number): void {
  const meet = meetingOf(servers.length);
  for (const server of servers) {
    const deliveries = server.app.get(Deliveries);
    const claim = deliveries.claim.bind(deliveries);
    deliveries.claim = async (which, since, limit) => {
      const claimed = await claim(which, since, Math.min(limit, atMost ?? limit));
      if (which === 'fresh') await meet();
      return claimed;
    };
  }
}

/** Lets those who come go on only once so many have come; whoever comes later passes. */
export function meetingOf(count: number): () => Promise<void> {
  let missing = count;
  let open = (): void => undefined;
  const all = new Promise<void>((resolve) => (open = resolve));
  return () => {
    missing -= 1;
    if (missing === 0) open();
    return all;
  };
}

/** Makes a member of a server's part do something else. */
export function replace<T extends object, Name extends keyof T>(
  server: TestServer,
  part: abstract new (...args: never[]) => T,
  name: Name,
  by: (original: T[Name], instance: T) => T[Name],
): void {
  const instance = server.app.get<T>(part, { strict: false });
  const original = instance[name];
  instance[name] = by((typeof original === 'function' ? original.bind(instance) : original) as T[Name], instance);
}
