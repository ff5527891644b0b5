import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { ProvisioningEffect } from '../provisioner.js';

/** What is known of a person's account: `claimed` and `creating` have none yet, `deactivating` may be either. */
export type AccountStanding = 'claimed' | 'creating' | 'active' | 'deactivating' | 'inactive';

export interface AccountRecord {
  readonly accountId: string | null;
  readonly madeByUs: boolean;
  readonly standing: AccountStanding;
  /** Counts what is written: what was read under an older one decides nothing any more. */
  readonly version: number;
  /** Whether an effect has it in hand. */
  readonly isHeld: boolean;
}

/** An account that was found or made. */
export interface KnownAccount extends AccountRecord {
  readonly accountId: string;
}

const columns = sql`account_id AS "accountId", made_by_us AS "madeByUs", standing, version,
  COALESCE(held_until > clock_timestamp(), FALSE) AS "isHeld"`;

const marginMillis = 10_000;

/**
 * The records of accounts outside, each statement a transaction of its own: nothing is open while a system is called.
 *
 * Who changes one holds it by a lease, and writes under the version that it read (optimistic lock).
 */
@Injectable()
export class ProvisionedAccounts {
  constructor(private readonly database: Database) {}

  async find(effect: ProvisioningEffect): Promise<AccountRecord | undefined> {
    const rows = await this.database.query<AccountRecord[]>`
      SELECT ${columns} FROM provisioned_account WHERE ${its(effect)}`;
    return rows[0];
  }

  /** Whose the account is on record; undefined for nobody's. */
  async targetOf({ tenantId, resource }: ProvisioningEffect, accountId: string): Promise<string | undefined> {
    const rows = await this.database.query<{ targetId: string }[]>`
      SELECT target_id AS "targetId" FROM provisioned_account
      WHERE tenant_id = ${tenantId}::uuid AND environment = ${resource.environment} AND account_id = ${accountId}`;
    return rows[0]?.targetId;
  }

  /** Takes in hand the finding or making of an account; undefined while another effect has it in hand, or it is on record. */
  async claim(effect: ProvisioningEffect, millis: number): Promise<AccountRecord | undefined> {
    const rows = await this.database.query<AccountRecord[]>`
      INSERT INTO provisioned_account AS a (tenant_id, environment, target_id, standing, held_by, held_until)
      VALUES (${effect.tenantId}::uuid, ${effect.resource.environment}, ${effect.target.objectId}::uuid, 'claimed', ${effect.id}, ${later(millis)})
      ON CONFLICT (tenant_id, environment, target_id) DO UPDATE
        SET held_by = excluded.held_by, held_until = excluded.held_until, version = a.version + 1
        WHERE a.account_id IS NULL AND (a.held_by = excluded.held_by OR COALESCE(a.held_until, '-infinity') <= clock_timestamp())
      RETURNING ${columns}`;
    return rows[0];
  }

  /** Says that an account is about to be made; as of all that follow: undefined when others have written meanwhile. */
  creating(effect: ProvisioningEffect, { version }: AccountRecord): Promise<AccountRecord | undefined> {
    return this.written(effect, version, sql`standing = 'creating'`);
  }

  record(
    effect: ProvisioningEffect,
    { version }: AccountRecord,
    found: { readonly accountId: string; readonly madeByUs: boolean },
  ): Promise<AccountRecord | undefined> {
    const change = sql`account_id = ${found.accountId}, made_by_us = ${found.madeByUs}, standing = 'active', held_by = NULL, held_until = NULL`;
    return this.written(effect, version, change);
  }

  /** There is no account, and none is being made. */
  async withdraw(effect: ProvisioningEffect): Promise<void> {
    await this.database.execute`
      DELETE FROM provisioned_account WHERE ${its(effect)} AND account_id IS NULL AND held_by = ${effect.id}`;
  }

  /** Leaves it to others. */
  async release(effect: ProvisioningEffect): Promise<void> {
    await this.database.execute`
      UPDATE provisioned_account SET held_by = NULL, held_until = NULL WHERE ${its(effect)} AND held_by = ${effect.id}`;
  }

  /** The account is there no more. */
  async forget(effect: ProvisioningEffect, accountId: string): Promise<void> {
    await this.database.execute`DELETE FROM provisioned_account WHERE ${its(effect)} AND account_id = ${accountId}`;
  }

  activated(effect: ProvisioningEffect, { version }: AccountRecord): Promise<AccountRecord | undefined> {
    return this.written(effect, version, sql`standing = 'active', held_by = NULL, held_until = NULL`);
  }

  /** Says that an account of ours is about to be set inactive; undefined while another effect does it. */
  async announceInactive(effect: ProvisioningEffect, millis: number): Promise<AccountRecord | undefined> {
    const rows = await this.database.query<AccountRecord[]>`
      UPDATE provisioned_account SET standing = 'deactivating', held_by = ${effect.id}, held_until = ${later(millis)}, version = version + 1
      WHERE ${its(effect)} AND account_id IS NOT NULL AND made_by_us AND (held_by = ${effect.id} OR COALESCE(held_until, '-infinity') <= clock_timestamp())
      RETURNING ${columns}`;
    return rows[0];
  }

  /** Says how an announcement ended. */
  settle(
    effect: ProvisioningEffect,
    { version }: AccountRecord,
    standing: AccountStanding,
  ): Promise<AccountRecord | undefined> {
    return this.written(effect, version, sql`standing = ${standing}, held_by = NULL, held_until = NULL`);
  }

  private async written(effect: ProvisioningEffect, version: number, change: Sql): Promise<AccountRecord | undefined> {
    const rows = await this.database.query<AccountRecord[]>`
      UPDATE provisioned_account SET ${change}, version = version + 1 WHERE ${its(effect)} AND version = ${version}
      RETURNING ${columns}`;
    return rows[0];
  }
}

const its = ({ tenantId, resource, target }: ProvisioningEffect): Sql =>
  sql`tenant_id = ${tenantId}::uuid AND environment = ${resource.environment} AND target_id = ${target.objectId}::uuid`;

/** When a lease for a piece of work ends. */
const later = (millis: number): Sql =>
  sql`clock_timestamp() + make_interval(secs => ${(millis + marginMillis) / 1_000}::float8)`;
