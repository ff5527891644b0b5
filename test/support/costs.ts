import { readFileSync } from 'node:fs';
import pg from 'pg';

/** What one call took. */
export interface Cost {
  readonly status: number;
  readonly code: string | undefined;
  readonly statements: number;
  /** Rows that the database answered. */
  readonly rows: number;
  /** Entities of the crowd that the answer has, each as often as it is written. */
  readonly entities: number;
  readonly bytes: number;
  /** CPU time of this process, in milliseconds. */
  readonly cpu: number;
  /** The longest stretch of CPU time, in milliseconds, in which the loop did not turn. */
  readonly stretch: number;
  /** CPU time of the database's own processes, in milliseconds; zero where the system does not say. */
  readonly databaseCpu: number;
}

/** A call as it goes over the wire. */
export interface DearCall {
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

/** What `idOf` in `crowd.ts` makes, as answers and batches write it; parts such as questions are no entities. */
const idOfTheCrowd = /"id":"0000000[1-9a]-0000-4000-8000-/g;

/** How a database tells what is sent to it, and how long it works. */
export interface Meter {
  watch(): { restart(): void; stop(): { readonly statements: number; readonly rows: number } };
  /** CPU time of what works for it outside of this process, in milliseconds. */
  cpuMillis(): Promise<number>;
}

/** Sends a call and measures what it takes until its answer is read; nothing else may be under way. */
export async function costOf(url: string, { method, path, body, headers }: DearCall, meter: Meter): Promise<Cost> {
  const watch = meter.watch();
  const stretches = watchTheLoop();
  const [before, databaseBefore] = [process.cpuUsage(), await meter.cpuMillis()];
  watch.restart();
  const answer = await fetch(`${url}${path}`, { method: method ?? (body ? 'POST' : 'GET'), headers, body });
  const text = await answer.text();
  const { user, system } = process.cpuUsage(before);
  const stretch = stretches.longest();
  const { statements, rows } = watch.stop();
  return {
    ...{ statements, rows, stretch, status: answer.status, bytes: Buffer.byteLength(text) },
    code: /^\{"error":\{"code":"(\w+)"/.exec(text)?.[1],
    entities: text.match(idOfTheCrowd)?.length ?? 0,
    cpu: (user + system) / 1_000,
    databaseCpu: (await meter.cpuMillis()) - databaseBefore,
  };
}

/** Counts what goes to Postgres and what comes back; development mode's clock has a beat of its own. */
function watchStatements() {
  let [statements, rows] = [0, 0];
  const prototype = pg.Client.prototype as { query: (...given: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (this: unknown, ...given: unknown[]) {
    const [statement] = given as [string | { readonly text: string }];
    if (!(typeof statement === 'string' ? statement : statement.text).includes('virtual_clock')) statements += 1;
    const hear = (result: unknown): void =>
      void (rows += (result as { rows?: unknown[] } | undefined)?.rows?.length ?? 0);
    const last = given.at(-1);
    // A pool's statements come with a function to call back, a connection's answer a promise.
    if (typeof last === 'function')
      given.splice(-1, 1, (error: unknown, result: unknown) => (hear(result), last(error, result)));
    const sent = query.apply(this, given) as Promise<unknown> | undefined;
    sent?.then?.(hear, () => undefined);
    return sent;
  };
  return {
    restart: () => void ([statements, rows] = [0, 0]),
    stop: () => {
      prototype.query = query;
      return { statements, rows };
    },
  };
}

/** How much CPU time passes between two turns of the loop; idle turns cost next to nothing. */
export function watchTheLoop() {
  let longest = 0;
  let last = process.cpuUsage();
  const look = (): void => {
    const { user, system } = process.cpuUsage(last);
    longest = Math.max(longest, (user + system) / 1_000);
    last = process.cpuUsage();
  };
  const timer = setInterval(look, 1);
  return {
    longest: () => {
      clearInterval(timer);
      look();
      return longest;
    },
  };
}

/** The processes of Postgres that work for the connections of a database. */
export class Backends implements Meter {
  constructor(private readonly client: pg.Client) {}

  watch = watchStatements;

  async cpuMillis(): Promise<number> {
    const { rows } = await this.client.query<{ pid: number }>(
      'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    return rows.reduce((sum, { pid }) => sum + cpuMillisOf(pid), 0);
  }
}

const ticksPerSecond = 100;

function cpuMillisOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
    return (fields.reduce((sum, ticks) => sum + Number(ticks), 0) * 1_000) / ticksPerSecond;
  } catch {
    return 0;
  }
}

type Sending = (this: unknown, query: { readonly sql: string }) => Promise<{ readonly rows?: readonly unknown[] }>;

/** The embedded database: what it works is CPU time of this process, and holds its loop up. */
export class Embedded implements Meter {
  private readonly queryable: { performIO: Sending };

  constructor(adapter: object) {
    // What both transactions and statements outside of them are sent by.
    this.queryable = Object.getPrototypeOf(Object.getPrototypeOf(adapter) as object) as { performIO: Sending };
  }

  watch = () => {
    let [statements, rows] = [0, 0];
    const { queryable } = this;
    const { performIO } = queryable;
    queryable.performIO = async function (query) {
      if (!query.sql.includes('virtual_clock')) statements += 1;
      const answer = await performIO.call(this, query);
      rows += answer.rows?.length ?? 0;
      return answer;
    };
    return {
      restart: () => void ([statements, rows] = [0, 0]),
      stop: () => {
        queryable.performIO = performIO;
        return { statements, rows };
      },
    };
  };

  cpuMillis = (): Promise<number> => Promise.resolve(0);
}
