import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Sql, sql } from '../database/sql.js';
import { Clock } from '../time/clock.js';

/** One kind of work that is found by its due instant in the rows themselves, so that no lost timer keeps access alive. */
export interface DueKind {
  /** An expression for the earliest instant at which some of it is due, past or future; null when there is none. */
  readonly next: Sql;
  /** Does a batch of what is due now; answers how much it did. */
  doDue(): Promise<number>;
}

/** All kinds of due work. */
@Injectable()
export class DueWork {
  private readonly kinds: DueKind[] = [];
  /** When something of any kind is due first. */
  private earliest: Sql = sql`NULL::timestamptz`;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  register(kind: DueKind): void {
    this.kinds.push(kind);
    this.earliest = sql`LEAST(${this.earliest}, ${kind.next})`;
  }

  /** Whether a delivery or work of any kind is due now, and whether something is for consumers: all that an idle server asks, in one statement. */
  async look(isConsumed: Sql): Promise<{ readonly due: boolean; readonly consumed: boolean }> {
    const [row] = await this.database.query<{ due: boolean; consumed: boolean }[]>`
      SELECT EXISTS (SELECT FROM event_delivery WHERE due_at <= statement_timestamp())
        OR COALESCE(${this.earliest} <= ${this.clock.now()}, false) AS due, ${isConsumed} AS consumed`;
    return row ?? { due: false, consumed: false };
  }

  /** Whether work of any kind is due now. */
  async isDue(): Promise<boolean> {
    const [row] = await this.database.query<{ due: boolean }[]>`
      SELECT COALESCE(${this.earliest} <= ${this.clock.now()}, false) AS due`;
    return row?.due ?? false;
  }

  /** A kind that fails holds up no other; its failure is told when all have had their turn. */
  async doAll(): Promise<number> {
    let done = 0;
    const failures: unknown[] = [];
    for (const kind of this.kinds) {
      done += await kind.doDue().catch((error: unknown) => failures.push(error) && 0);
    }
    if (failures.length > 0) throw failures[0];
    return done;
  }

  /** The earliest due instant of all kinds. */
  async next(): Promise<Date | undefined> {
    const [row] = await this.database.query<{ at: Date | null }[]>`SELECT ${this.earliest} AS at`;
    return row?.at ?? undefined;
  }
}
