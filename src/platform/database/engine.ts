import { PGlite } from '@electric-sql/pglite';
import { dataDir as emptyDatabase } from '@electric-sql/pglite-prepopulatedfs';
import { PrismaPg } from '@prisma/adapter-pg';
import { Logger } from '@nestjs/common';
import { Pool } from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { Config } from '../config/config.js';
import { lockFolder } from './folder-lock.js';
import { type Driver, openDriver } from './driver.js';
import type { Connection } from './migrations.js';
import { statementNames } from './statement-names.js';

/** One open database: a driver for Prisma and us, a raw connection for migrations, and how many transactions may run at once. */
export interface Engine extends Driver {
  readonly kind: 'embedded' | 'postgres';
  readonly concurrency: number;
  withConnection<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const kept = 2; // connections left for reads while every transaction slot is taken

/** Opens what the configuration names: Postgres when there is an address, else PGlite in the data folder. */
export function openEngine(config: Pick<Config, 'databaseUrl' | 'databasePoolSize' | 'dataDir'>): Promise<Engine> {
  return config.databaseUrl ? postgres(config.databaseUrl, config.databasePoolSize) : embedded(config.dataDir);
}

async function postgres(databaseUrl: string, poolSize: number): Promise<Engine> {
  const pool = new Pool({
    connectionString: inUtc(databaseUrl),
    max: poolSize,
    connectionTimeoutMillis: 1_500,
    keepAlive: true,
    statement_timeout: 10_000,
    lock_timeout: 8_000,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'open-entitlements',
  });
  // Without a listener an idle connection that breaks ends the process (prisma#27641).
  pool.on('error', (error) => new Logger('Database').warn(`An idle connection was lost: ${error.message}`));
  // The adapter's type asks for a name each time; undefined is handed on to pg, which prepares nothing then.
  const statementNameGenerator = statementNames() as (query: { sql: string }) => string;
  const driver = await openDriver(new PrismaPg(pool, { disposeExternalPool: false, statementNameGenerator }));
  return {
    ...driver,
    kind: 'postgres',
    concurrency: poolSize - kept,
    withConnection: async (work) => {
      const client = await pool.connect();
      try {
        return await work({
          query: async (sql, values) =>
            (await client.query<Record<string, unknown>>(sql, values ? [...values] : undefined)).rows,
          script: async (sql) => void (await client.query(sql)),
        });
      } finally {
        client.release();
      }
    },
    close: async () => {
      await driver.prisma.$disconnect();
      await pool.end();
    },
  };
}

/** The adapter writes and reads every instant as if the session were in UTC (@prisma/adapter-pg 7.10): so it has to be. */
function inUtc(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c timezone=UTC`.trim());
  return url.href;
}

async function embedded(dataDir: string): Promise<Engine> {
  const inMemory = dataDir.startsWith('memory://');
  const folder = inMemory ? undefined : await lockFolder(dataDir);
  const loadDataDir = folder?.isNew === false ? undefined : await emptyDatabase();
  const lite = await PGlite.create(folder?.path ?? dataDir, { loadDataDir }).catch(async (error: unknown) => {
    await folder?.release();
    throw error;
  });
  await folder?.markComplete();
  const driver = await openDriver(new PrismaPGlite(withHonestCommits(lite)));
  return {
    ...driver,
    kind: 'embedded',
    concurrency: 1,
    withConnection: (work) =>
      work({
        query: async (sql, values) => (await lite.query<Record<string, unknown>>(sql, values ? [...values] : [])).rows,
        script: async (sql) => void (await lite.exec(sql)),
      }),
    close: async () => {
      await driver.prisma.$disconnect();
      if (!lite.closed) await lite.close();
      await folder?.release();
    },
  };
}

/** The adapter hears of a COMMIT that failed and answers as if it had come true (pglite-prisma-adapter 0.7.2): here it stays a failure. */
function withHonestCommits(lite: PGlite): PGlite {
  const begin: PGlite['transaction'] = lite.transaction.bind(lite);
  lite.transaction = (work) => {
    const transaction = begin(work);
    const failure = (hear: (error: unknown) => unknown): Promise<never> => {
      const heard = transaction.then(
        (result) => result as never,
        (error: unknown) => {
          hear(error);
          throw error;
        },
      );
      heard.catch(() => undefined);
      return heard;
    };
    return Object.assign(transaction, { catch: failure as typeof transaction.catch });
  };
  return lite;
}
