import { PrismaPg } from '@prisma/adapter-pg';
import { Logger } from '@nestjs/common';
import { Pool, type PoolConfig } from 'pg';
import { openDriver } from './driver.js';
import type { Engine } from './engine.js';
import type { Connection } from './migrations.js';
import { longestReadMillis, Reads } from './reads.js';
import { statementNames } from './statement-names.js';

/** How the connections of a process are split: into those for transactions, for reads on callers' account, and the one that readiness is asked on. */
export function shares(poolSize: number): { readonly transactions: number; readonly reads: number } {
  const reads = Math.max(1, Math.floor((poolSize - 1) * 0.4));
  return { transactions: poolSize - 1 - reads, reads };
}

/** Opens the three pools of connections to Postgres. */
export async function openPostgres(databaseUrl: string, poolSize: number): Promise<Engine> {
  const { transactions, reads } = shares(poolSize);
  const open = (limits: PoolConfig) => poolOf({ connectionString: inUtc(databaseUrl), ...limits });
  const pool = open({ max: transactions, statement_timeout: 10_000 });
  const readPool = open({ max: reads, statement_timeout: longestReadMillis });
  // Kept open, so that a server whose connections are all in use can still be asked.
  const probe = open({
    ...{ max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: 1_000 },
    ...{ statement_timeout: 1_000, query_timeout: 1_000 },
  });
  // The adapter's type asks for a name each time; undefined is handed on to pg, which prepares nothing then.
  const options = { disposeExternalPool: false, statementNameGenerator: statementNames() as () => string };
  const driver = await openDriver(new PrismaPg(pool, options));
  return {
    ...driver,
    kind: 'postgres',
    // One is left for what the server sends by itself.
    concurrency: Math.max(1, transactions - 1),
    reads: new Reads(await new PrismaPg(readPool, options).connect(), reads),
    answers: () =>
      probe.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    withConnection: (work) => onOneOf(pool, work),
    close: async () => {
      await driver.prisma.$disconnect();
      await Promise.all([pool, readPool, probe].map((one) => one.end()));
    },
  };
}

async function onOneOf<T>(pool: Pool, work: (connection: Connection) => Promise<T>): Promise<T> {
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
}

function poolOf(limits: PoolConfig): Pool {
  const pool = new Pool({
    connectionTimeoutMillis: 1_500,
    keepAlive: true,
    lock_timeout: 8_000,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'open-entitlements',
    ...limits,
  });
  // Without a listener an idle connection that breaks ends the process (prisma#27641).
  pool.on('error', (error) => new Logger('Database').warn(`An idle connection was lost: ${error.message}`));
  return pool;
}

/** The adapter writes and reads every instant as if the session were in UTC (@prisma/adapter-pg 7.10): so it has to be. */
function inUtc(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c timezone=UTC`.trim());
  return url.href;
}
