import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { tookTooLong } from './deadline.js';
import { Gate } from './gate.js';
import { PrismaClient } from './generated/client.js';
import { payer } from './payer.js';
import { wasEnded } from './prisma-errors.js';
import type { Sql } from './sql.js';
import { Statements } from './statements.js';

/** How long Postgres works on one read for a caller. */
export const longestReadMillis = 2_000;

/** What ends a read that takes too long: the connections' own limit, unless conditions in its statement do. */
export interface End {
  readonly millis: number;
  inTime(column: Sql): readonly Sql[];
}

const endedByPostgres: End = { millis: longestReadMillis, inTime: () => [] };

/**
 * Bulkhead for reads on callers' account, outside any transaction: whoever asks for much holds at most half of the connections, and nobody else notices.
 *
 * A place is held for one statement, so nobody waits for a place while they hold one.
 */
export class Reads {
  readonly statements: Statements;
  readonly client: PrismaClient;
  private readonly gate: Gate;

  constructor(
    adapter: SqlDriverAdapter,
    connections: number,
    private readonly end = endedByPostgres,
  ) {
    this.gate = new Gate({
      width: () => connections,
      share: (width) => Math.floor(width / 2),
      longestLine: { own: 256, all: 2_048 },
      longestWaitMillis: 5_000,
    });
    const gated = this.before(adapter);
    const { provider, adapterName } = adapter;
    this.statements = new Statements(gated);
    this.client = new PrismaClient({ adapter: { provider, adapterName, connect: () => Promise.resolve(gated) } });
  }

  /** Conditions by which a statement that reads the column's table ends in time. */
  inTime(column: Sql): readonly Sql[] {
    return this.end.inTime(column);
  }

  private before(adapter: SqlDriverAdapter): SqlDriverAdapter {
    const { provider, adapterName } = adapter;
    return {
      provider,
      adapterName,
      queryRaw: (query) =>
        this.gate
          .pass(payer() ?? 'the server', () => adapter.queryRaw(query))
          .catch((error: unknown) => tell(error, this.end)),
      executeRaw: (query) => adapter.executeRaw(query),
      executeScript: (script) => adapter.executeScript(script),
      startTransaction: (level) => adapter.startTransaction(level),
      dispose: () => Promise.resolve(),
      ...(adapter.getConnectionInfo && { getConnectionInfo: adapter.getConnectionInfo.bind(adapter) }),
    };
  }
}

function tell(error: unknown, { millis }: End): never {
  throw wasEnded(error) ? tookTooLong(millis) : error;
}
