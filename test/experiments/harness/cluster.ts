import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../support/postgres.js';
import { type ProcessOptions, ServerProcess } from './server-process.js';
import { eventually } from './report.js';

export type Query = (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** Several server processes on one Postgres, and a connection of our own to look at it. */
export class Cluster {
  private constructor(
    private readonly database: TestDatabase,
    private readonly pool: pg.Pool,
    private readonly options: ProcessOptions,
    private readonly earlier: string | undefined,
    private readonly servers: { process: ServerProcess; url: string }[],
  ) {}

  /** Where there is an `earlier` build, the first process runs it, and makes the tables. */
  static async start(
    dist: string,
    options: {
      readonly processes: number;
      readonly earlier?: string | undefined;
      readonly env?: Readonly<Record<string, string>>;
    } & Pick<ProcessOptions, 'sabotage' | 'entry'>,
  ): Promise<Cluster> {
    const database = await createDatabase();
    const pool = new pg.Pool({ connectionString: database.url, max: 4 });
    pool.on('error', () => undefined);
    const { sabotage, entry } = options;
    const how = { dist, sabotage, entry, env: { ...options.env, DATABASE_URL: database.url } };
    const cluster = new Cluster(database, pool, how, options.earlier, []);
    if (options.earlier) await cluster.restart(0);
    const more = Array.from({ length: options.processes }, (_, at) => at).slice(options.earlier ? 1 : 0);
    await Promise.all(more.map((at) => cluster.restart(at)));
    return cluster;
  }

  /** The addresses of the servers that should answer now. */
  readonly urls = (): string[] => this.servers.map(({ url }) => url);

  readonly query: Query = async (sql, values) => (await this.pool.query<Record<string, unknown>>(sql, values)).rows;

  /** What another process on the same database is started with. */
  env(more: Readonly<Record<string, string>>): Record<string, string> {
    return { ...this.options.env, ...more };
  }

  /** Kill -9 of one, by its recorded id. */
  async kill(at: number): Promise<void> {
    await this.servers[at]?.process.kill();
  }

  /** Starts one anew and waits until it listens. */
  async restart(at: number): Promise<void> {
    const { dist } = this.options;
    const process = ServerProcess.start({ ...this.options, dist: at === 0 ? (this.earlier ?? dist) : dist });
    this.servers[at] = { process, url: await process.ready };
  }

  /** How many deliveries and requests wait. */
  async waiting(): Promise<number> {
    const [row] = await this.query(`
      SELECT ((SELECT count(*) FROM event_delivery)
        + (SELECT count(*) FROM assignment_request WHERE state IN ('submitted', 'delivering')))::int AS waiting`);
    return Number(row?.['waiting']);
  }

  /** True once no delivery waits any more; a request that is open then was lost. */
  drained(withinMillis: number): Promise<boolean> {
    return eventually(async () => (await this.query('SELECT FROM event_delivery LIMIT 1')).length === 0, withinMillis);
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map(({ process }) => process.kill()));
    await this.pool.end();
    await this.database.drop();
  }
}
