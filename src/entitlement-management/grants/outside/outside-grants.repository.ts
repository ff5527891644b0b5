import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';

/** A grant in the hands of this process until its lease ends, as it is wanted now. */
export interface LeasedGrant {
  readonly tenantId: string;
  readonly id: string;
  readonly targetId: string;
  readonly originSystem: string;
  readonly environment: string;
  readonly resourceOriginId: string;
  readonly roleOriginId: string;
  readonly isWanted: boolean;
  readonly version: number;
  /** Counts the tries of this version from 1. */
  readonly attempts: number;
  /** The fencing token. */
  readonly lease: number;
  readonly target: {
    readonly displayName: string;
    readonly userPrincipalName: string | null;
    readonly mail: string | null;
    readonly accountEnabled: boolean;
  };
  readonly resourceName: string;
  readonly roleName: string;
}

/** Whose lease a grant still is: who lost it touches nothing. */
const fence = ({ tenantId, id, lease }: LeasedGrant) =>
  sql`tenant_id = ${tenantId}::uuid AND id = ${id}::uuid AND lease = ${lease}::int`;

/** What is owed in outside systems, claimed as leases: no transaction is open while a system is called. */
@Injectable()
export class OutsideGrantsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Claims what is due in a system (competing consumers): what is to be taken away first, the longest due first, one grant of each person at a time.
   *
   * The try is counted and its end set by this one statement, which also reads what is wanted now.
   */
  claim(environment: string, now: Date, heldSeconds: number, limit: number): Promise<LeasedGrant[]> {
    return this.database.query`
      WITH due AS MATERIALIZED (
        SELECT g.tenant_id, g.id, row_number() OVER (PARTITION BY g.tenant_id, g.target_id ORDER BY g.is_wanted, g.due_at) AS turn
        FROM (
          SELECT g.* FROM access_grant g
          WHERE g.environment = ${environment} AND g.due_at <= ${now} AND (g.leased_until IS NULL OR g.leased_until <= clock_timestamp())
            AND NOT EXISTS (SELECT FROM access_grant other WHERE other.tenant_id = g.tenant_id AND other.target_id = g.target_id
              AND other.environment = g.environment AND other.leased_until > clock_timestamp())
          ORDER BY g.is_wanted, g.due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED) AS g
      ), leased AS (
        UPDATE access_grant g SET lease = g.lease + 1, attempts = g.attempts + 1,
          leased_until = clock_timestamp() + make_interval(secs => ${heldSeconds}::float8)
        FROM due WHERE due.turn = 1 AND g.tenant_id = due.tenant_id AND g.id = due.id
        RETURNING g.*)
      SELECT g.tenant_id AS "tenantId", g.id, g.target_id AS "targetId", g.origin_system AS "originSystem", g.environment,
        g.resource_origin_id AS "resourceOriginId", g.role_origin_id AS "roleOriginId", g.is_wanted AS "isWanted", g.version, g.attempts, g.lease,
        jsonb_build_object('displayName', COALESCE(u.display_name, s.display_name, ''), 'userPrincipalName', COALESCE(u.user_principal_name, s.principal_name),
          'mail', COALESCE(u.mail, s.email), 'accountEnabled', COALESCE(u.account_enabled, false)) AS target,
        COALESCE(named.resource, g.resource_origin_id) AS "resourceName", COALESCE(named.role, g.role_origin_id) AS "roleName"
      FROM leased g
        LEFT JOIN directory_user u ON u.tenant_id = g.tenant_id AND u.id = g.target_id
        LEFT JOIN subject s ON s.tenant_id = g.tenant_id AND s.object_id = g.target_id
        LEFT JOIN LATERAL (
          SELECT c.display_name AS resource, r.display_name AS role FROM catalog_resource c
            LEFT JOIN resource_role r ON r.tenant_id = c.tenant_id AND r.resource_id = c.id AND r.origin_id = g.role_origin_id
          WHERE c.tenant_id = g.tenant_id AND c.origin_system = g.origin_system AND c.origin_id = g.resource_origin_id AND c.environment = g.environment
          LIMIT 1) AS named ON true`;
  }

  /** It was carried out as it was wanted then; false when that is not what is wanted now, or the lease was lost. */
  async settle(grant: LeasedGrant, now: Date): Promise<boolean> {
    const [row] = await this.database.query<{ isSettled: boolean }[]>`
      UPDATE access_grant SET is_known = ${grant.isWanted}, known_version = ${grant.version}::int, leased_until = NULL, last_error = NULL,
        attempts = 0, due_at = CASE WHEN version > ${grant.version}::int THEN ${now}::timestamptz END
      WHERE ${fence(grant)} RETURNING version = ${grant.version}::int AS "isSettled"`;
    return row?.isSettled ?? false;
  }

  /** It failed, and is due again then; what is wanted otherwise meanwhile is due at once. False when the lease was lost. */
  async fail(grant: LeasedGrant, reason: string, now: Date, dueAt: Date): Promise<boolean> {
    const written = await this.database.execute`
      UPDATE access_grant SET leased_until = NULL, last_error = ${reason},
        due_at = CASE WHEN version > ${grant.version}::int THEN ${now}::timestamptz ELSE ${dueAt}::timestamptz END
      WHERE ${fence(grant)}`;
    return written > 0;
  }

  /** A try that this process does not bring to its end: whoever claims it next need not wait for the end of the lease. */
  async giveBack(grant: LeasedGrant): Promise<void> {
    await this.database.execute`UPDATE access_grant SET leased_until = NULL WHERE ${fence(grant)}`;
  }

  /** Whether nothing else is wanted for the target in the system of a grant. */
  async isLast({ tenantId, targetId, environment }: LeasedGrant): Promise<boolean> {
    const rows = await this.database.query<unknown[]>`
      SELECT FROM access_grant WHERE tenant_id = ${tenantId}::uuid AND target_id = ${targetId}::uuid AND environment = ${environment} AND is_wanted LIMIT 1`;
    return rows.length === 0;
  }

  /** What is owed, by system: how much of it up to a bound, how much is to be taken away, and since when the oldest waits. */
  owed(most: number): Promise<{ environment: string; grants: number; revocations: number; oldestSeconds: number }[]> {
    return this.database.query`
      SELECT environment, count(*) FILTER (WHERE is_wanted)::int AS grants, count(*) FILTER (WHERE NOT is_wanted)::int AS revocations,
        max(EXTRACT(EPOCH FROM clock_timestamp() - wanted_at))::float8 AS "oldestSeconds"
      FROM (SELECT environment, is_wanted, wanted_at FROM access_grant WHERE due_at IS NOT NULL LIMIT ${most}) AS owed GROUP BY environment`;
  }
}
