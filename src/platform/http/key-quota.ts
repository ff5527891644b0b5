import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { DomainError } from '../errors/domain-error.js';
import { Clock } from '../time/clock.js';

/** How many keys of one caller are kept at once. */
export const mostKeys = 10_000;
/** Of how many callers a process knows the number; who was forgotten is counted anew. */
export const mostCallers = 10_000;
const countedAgainMillis = 60_000;
const keptSeconds = 24 * 3_600;

interface Known {
  /** As the database counted them, and those that this process has seen kept since. */
  kept: number;
  readonly oldest: Date;
  readonly countedAt: number;
}

/**
 * A quota of what is kept for one caller: a new key beyond it is refused (429).
 *
 * The database counts when a caller first sends a key to this process, and again where the quota seems used up, once a minute at most;
 * in between this process alone counts what it commits.
 */
@Injectable()
export class KeyQuota {
  private readonly callers = new Map<string, Known>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** For a key that this transaction has just taken: refuses it, or counts it once it is committed. */
  async take(callerId: string): Promise<void> {
    const name = `${this.database.tenantId}/${callerId}`;
    let known = this.callers.get(name);
    if (!known || (known.kept >= mostKeys && this.isOldNews(known))) known = await this.count(callerId);
    this.remember(name, known);
    if (known.kept >= mostKeys) throw this.tooMany(known);
    this.database.requireUnitOfWork().afterCommit(() => {
      const current = this.callers.get(name);
      if (current) current.kept += 1;
    });
  }

  private isOldNews({ countedAt }: Known): boolean {
    return this.clock.real().getTime() - countedAt >= countedAgainMillis;
  }

  /** The key that was just taken is one of them, and does not count yet. */
  private async count(callerId: string): Promise<Known> {
    const [row] = await this.database.query<[{ kept: number; oldest: Date }]>`
      SELECT count(*)::int4 AS kept, min(created_at) AS oldest FROM (
        SELECT created_at FROM idempotency_record
        WHERE tenant_id = ${this.database.tenantId}::uuid AND caller_id = ${callerId}
          AND created_at >= statement_timestamp() - interval '24 hours'
        LIMIT ${mostKeys + 1}::int4) AS of_the_caller`;
    return { kept: row.kept - 1, oldest: row.oldest, countedAt: this.clock.real().getTime() };
  }

  private remember(name: string, known: Known): void {
    this.callers.delete(name);
    this.callers.set(name, known);
    const [longestUnheardOf] = this.callers.keys();
    if (this.callers.size > mostCallers && longestUnheardOf !== undefined) this.callers.delete(longestUnheardOf);
  }

  private tooMany({ oldest }: Known): DomainError {
    const left = keptSeconds - (this.clock.real().getTime() - oldest.getTime()) / 1_000;
    return new DomainError(
      'TooManyRequests',
      `${mostKeys} of your Idempotency-Keys were used within 24 hours, as many as are kept: come again when the first are forgotten, or send what may happen twice without a key.`,
      { 'retry-after': String(Math.ceil(Math.max(left, countedAgainMillis / 1_000))) },
    );
  }
}
