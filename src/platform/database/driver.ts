import { AsyncLocalStorage } from 'node:async_hooks';
import type { SqlDriverAdapter, SqlDriverAdapterFactory, SqlQuery, Transaction } from '@prisma/driver-adapter-utils';
import { type Prisma, PrismaClient } from './generated/client.js';
import { Statements } from './statements.js';

/** What a transaction is worked with: Prisma's client, and statements of our own, both on its one connection. */
export interface Session {
  readonly client: Prisma.TransactionClient;
  readonly statements: Statements;
}

/** One driver that Prisma and our own statements share. */
export interface Driver {
  readonly adapter: SqlDriverAdapter;
  readonly prisma: PrismaClient;
  /** Outside any transaction. */
  readonly statements: Statements;
  /** Commits when the work is done, and undoes all when it fails or takes longer than `timeout`, in milliseconds. */
  transaction<T>(work: (session: Session) => Promise<T>, limits: { maxWait: number; timeout: number }): Promise<T>;
}

/** Puts Prisma on a driver, and lets our own statements into its transactions, which are told from one another by async local storage. */
export async function openDriver(factory: SqlDriverAdapterFactory): Promise<Driver> {
  const adapter = await factory.connect();
  const opening = new AsyncLocalStorage<(statements: Statements) => void>();
  tellOfTransactions(adapter, (statements) => opening.getStore()?.(statements));
  const { provider, adapterName } = factory;
  const prisma = new PrismaClient({ adapter: { provider, adapterName, connect: () => Promise.resolve(adapter) } });
  return {
    adapter,
    prisma,
    statements: new Statements(adapter),
    transaction: (work, limits) => {
      let statements: Statements | undefined;
      const begin = () =>
        prisma.$transaction((client) => {
          const opened = statements;
          if (!opened) throw new Error('A transaction that has begun has statements of its own.');
          return opening.exit(() => work({ client, statements: opened }));
        }, limits);
      return opening.run((opened) => (statements = opened), begin);
    },
  };
}

/** The driver's transactions end in a statement of Prisma's; nothing of ours may follow it on their connection. */
function tellOfTransactions(adapter: SqlDriverAdapter, tell: (statements: Statements) => void): void {
  const start = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (level) => {
    const transaction = await start(level);
    tell(statementsOf(transaction));
    return transaction;
  };
}

function statementsOf(transaction: Transaction): Statements {
  const inTurn = oneAtATime();
  for (const name of ['queryRaw', 'executeRaw'] as const) {
    const send = transaction[name].bind(transaction) as (query: SqlQuery) => Promise<never>;
    transaction[name] = (query: SqlQuery) => inTurn(() => send(query));
  }
  const queryRaw = transaction.queryRaw.bind(transaction);
  const executeRaw = transaction.executeRaw.bind(transaction);
  const statements = new Statements({ queryRaw, executeRaw });
  transaction.executeRaw = (query) => {
    if (/^(COMMIT|ROLLBACK)$/i.test(query.sql)) statements.end();
    return executeRaw(query);
  };
  for (const name of ['commit', 'rollback'] as const) {
    const end = transaction[name].bind(transaction);
    transaction[name] = () => {
      statements.end();
      return end();
    };
  }
  return statements;
}

/** A mutex: a connection does one statement after the other, and pg warns of those that wait inside it. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done;
    return done;
  };
}
