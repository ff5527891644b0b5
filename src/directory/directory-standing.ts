import { Injectable } from '@nestjs/common';
import { AccountStanding } from '../platform/auth/account-standing.js';
import type { Caller, HeldRole } from '../platform/auth/caller.js';
import { mayAdminister } from '../graph/index.js';
import { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { Clock } from '../platform/time/clock.js';
import { heldRolesOf } from './held-roles.sql.js';

const longestMillis = 1_000;
const most = 10_000;

/** How somebody stands in the directory. */
interface Standing {
  readonly isDisabled: boolean;
  readonly heldRoles: readonly HeldRole[];
}

interface Asked {
  readonly standing: Promise<Standing>;
  readonly at: number;
}

/**
 * Whether the directory has a caller's account as disabled, and which roles they hold, by a bounded cache of at most a second with single flight.
 *
 * What this process changes of it is forgotten once it is committed. Without the database nobody is let in.
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

  async admit(caller: Caller): Promise<Caller> {
    if (caller.kind === 'application' && mayAdminister(caller)) return caller;
    const { isDisabled, heldRoles } = await this.standingOf(caller);
    if (!isDisabled) return heldRoles.length > 0 ? { ...caller, heldRoles } : caller;
    throw new DomainError(
      'UnAuthorized',
      `Your account (${caller.objectId}) is disabled in the directory of this server: ask an administrator to enable it.`,
    );
  }

  /** Somebody's account changes in the open unit of work, or everybody's may. */
  changes(id?: string): void {
    const { tenantId } = this.database;
    this.database.requireUnitOfWork().afterCommit(() => {
      if (id === undefined) this.asked.clear();
      else for (const kind of kinds) this.asked.delete(keyOf({ kind, tenantId, objectId: id }));
    });
  }

  private standingOf(caller: Caller): Promise<Standing> {
    const [key, now] = [keyOf(caller), this.clock.real().getTime()];
    const known = this.asked.get(key);
    // A clock that was set back makes no answer last longer.
    if (known && known.at <= now && now < known.at + longestMillis) return known.standing;
    const standing = this.ask(caller);
    this.keep(key, { standing, at: now });
    return standing;
  }

  /** The answer counts from the moment of the question: what was changed meanwhile is asked for again. */
  private keep(key: string, asked: Asked): void {
    this.asked.delete(key);
    const [oldest] = this.asked.size >= most ? this.asked.keys() : [];
    if (oldest !== undefined) this.asked.delete(oldest);
    this.asked.set(key, asked);
    asked.standing.catch(() => {
      if (this.asked.get(key) === asked) this.asked.delete(key);
    });
  }

  private async ask({ kind, tenantId, objectId }: Caller): Promise<Standing> {
    const principal = { kind, tenantId: sql`${tenantId}::uuid`, id: sql`${objectId}::uuid` };
    const [found] = await this.database.query<{ isDisabled: boolean; heldRoles: HeldRole[] | null }[]>`
      SELECT ${kind === 'user'}::boolean AND EXISTS (SELECT FROM directory_user WHERE tenant_id = ${principal.tenantId} AND id = ${principal.id}
        AND NOT account_enabled) AS "isDisabled", ${heldRolesOf(principal)} AS "heldRoles"`;
    return { isDisabled: found?.isDisabled ?? false, heldRoles: found?.heldRoles ?? [] };
  }
}

const kinds = ['user', 'application'] as const;

/** A person and an application may have one id. */
const keyOf = ({ kind, tenantId, objectId }: Pick<Caller, 'kind' | 'tenantId' | 'objectId'>): string =>
  `${kind}/${tenantId}/${objectId}`;
