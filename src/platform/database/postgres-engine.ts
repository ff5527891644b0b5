import { PrismaPg } from '@prisma/adapter-pg';
import { Logger } from '@nestjs/common';
import { Pool } from 'pg';
import { openDriver } from './driver.js';
import type { Engine } from './engine.js';
import { statementNames } from './statement-names.js';

const kept = 2; // connections left for reads while every transaction slot is taken

/** Opens a pool of connections to Postgres. */
export async function openPostgres(databaseUrl: string, poolSize: number): Promise<Engine> {
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
