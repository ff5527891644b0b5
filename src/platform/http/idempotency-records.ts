import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { DomainError } from '../errors/domain-error.js';
import { KeyQuota } from './key-quota.js';

/** Which POST a key belongs to, and what it carried. */
export interface KeyedPost {
  readonly callerId: string;
  readonly route: string;
  readonly key: string;
  readonly bodyHash: string;
}

/** An answer as it was first given. */
export interface AnswerKept {
  readonly status: number;
  /** The body's text, byte for byte; null when there was none. */
  readonly text: string | null;
  readonly location: string | null;
  readonly etag: string | null;
}

/** The answers kept for `Idempotency-Key`s, for 24 hours of real time. */
@Injectable()
export class IdempotencyRecords {
  constructor(
    private readonly database: Database,
    private readonly quota: KeyQuota,
  ) {}

  /** Takes the key for this transaction (unique key as a lock), waiting for whoever holds it; answers what was kept when it is used already, which has no quota. */
  async open({ callerId, route, key, bodyHash }: KeyedPost): Promise<AnswerKept | undefined> {
    const { client, tenantId } = this.database;
    const taken = await this.database.execute`
      INSERT INTO idempotency_record (tenant_id, caller_id, route, key, body_hash, status)
      VALUES (${tenantId}::uuid, ${callerId}, ${route}, ${key}, ${bodyHash}, 0)
      ON CONFLICT (tenant_id, caller_id, route, key) DO UPDATE
        SET body_hash = excluded.body_hash, status = 0, body = NULL, created_at = clock_timestamp()
        WHERE idempotency_record.created_at < statement_timestamp() - interval '24 hours'`;
    if (taken === 1) {
      await this.quota.take(callerId);
      return undefined;
    }
    const kept = await client.idempotencyRecord.findUniqueOrThrow({
      where: { tenantId_callerId_route_key: { tenantId, callerId, route, key } },
    });
    if (kept.bodyHash !== bodyHash) {
      throw new DomainError(
        'IdempotencyKeyReused',
        'This Idempotency-Key was used with another body: use a new key for a new request.',
      );
    }
    const { etag = null, ...body } = kept.body as Omit<AnswerKept, 'status' | 'etag'> & { etag?: string | null };
    return { ...body, etag, status: kept.status };
  }

  /** Keeps the answer with the effect, in the same transaction. */
  async close({ callerId, route, key }: KeyedPost, { status, ...body }: AnswerKept): Promise<void> {
    const { client, tenantId } = this.database;
    await client.idempotencyRecord.update({
      where: { tenantId_callerId_route_key: { tenantId, callerId, route, key } },
      data: { status, body },
    });
  }

  /** Forgets what was kept long enough, a batch at a time, beside other processes that do (competing consumers); answers how many. */
  prune(): Promise<number> {
    return this.database.execute`
      DELETE FROM idempotency_record WHERE ctid IN (
        SELECT ctid FROM idempotency_record WHERE created_at < statement_timestamp() - interval '24 hours' LIMIT 500 FOR UPDATE SKIP LOCKED)`;
  }
}
