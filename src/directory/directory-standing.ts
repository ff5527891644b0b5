import { Injectable } from '@nestjs/common';
import { AccountStanding } from '../platform/auth/account-standing.js';
import type { Caller } from '../platform/auth/caller.js';
import { Database } from '../platform/database/database.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { Clock } from '../platform/time/clock.js';

const longestMillis = 1_000;
const most = 10_000;

interface Asked {
  readonly isDisabled: Promise<boolean>;
  readonly at: number;
}

/**
 * Whether the directory has a caller's account as disabled, by a bounded cache of at most a second with single flight.
 *
 * What this process changes in the directory is forgotten once it is committed. Without the database nobody is let in.
 */
@Injectable()
export class DirectoryStanding extends AccountStanding {
  private readonly asked = new Map<string, Asked>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  get size(): number {
    return this.asked.size;
  }

  async require({ kind, tenantId, objectId }: Caller): Promise<void> {
    if (kind !== 'user' || !(await this.isDisabled(tenantId, objectId))) return;
    throw new DomainError(
      'UnAuthorized',
      `Your account (${objectId}) is disabled in the directory of this server: ask an administrator to enable it.`,
    );
  }

  /** Somebody's account changes in the open unit of work, or everybody's may. */
  changes(id?: string): void {
    const key = id === undefined ? undefined : keyOf(this.database.tenantId, id);
    this.database
      .requireUnitOfWork()
      .afterCommit(() => (key === undefined ? this.asked.clear() : void this.asked.delete(key)));
  }

  private isDisabled(tenantId: string, objectId: string): Promise<boolean> {
    const [key, now] = [keyOf(tenantId, objectId), this.clock.real().getTime()];
    const known = this.asked.get(key);
    // A clock that was set back makes no answer last longer.
    if (known && known.at <= now && now < known.at + longestMillis) return known.isDisabled;
    const isDisabled = this.ask(tenantId, objectId);
    this.keep(key, { isDisabled, at: now });
    return isDisabled;
  }

  /** The answer counts from the moment of the question: what was changed meanwhile is asked for again. */
  private keep(key: string, asked: Asked): void {
    this.asked.delete(key);
    const [oldest] = this.asked.size >= most ? this.asked.keys() : [];
    if (oldest !== undefined) this.asked.delete(oldest);
    this.asked.set(key, asked);
    asked.isDisabled.catch(() => {
      if (this.asked.get(key) === asked) this.asked.delete(key);
    });
  }

  private async ask(tenantId: string, objectId: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>`
      SELECT 1 FROM directory_user WHERE tenant_id = ${tenantId}::uuid AND id = ${objectId}::uuid AND NOT account_enabled`;
    return rows.length > 0;
  }
}

const keyOf = (tenantId: string, objectId: string): string => `${tenantId}/${objectId}`;
