import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { type DirectoryGrant, type LateRole, type Lateness, latenessOf } from './grant.js';

/** An assignment that a change of its package reached. */
export interface Reached {
  readonly assignmentId: string;
  readonly targetId: string;
}

/** What is owed: a version that was not carried out yet. */
const isOwed = sql`g.due_at IS NOT NULL`;

/**
 * The grants, and which assignment needs which.
 *
 * What is wanted is kept by triggers on live assignments; here it is asked for, carried out and put on record.
 */
@Injectable()
export class GrantsRepository {
  constructor(private readonly database: Database) {}

  /** What is owed in the directory to these people, held until the transaction ends (row locks), always in one order. */
  owedInDirectory(targetIds: readonly string[]): Promise<DirectoryGrant[]> {
    return this.database.query`
      SELECT g.id, g.target_id AS "targetId", g.origin_system AS "originSystem", g.resource_origin_id AS "resourceOriginId",
        g.role_origin_id AS "roleOriginId", g.is_wanted AS "isWanted", g.attempts
      FROM access_grant g
      WHERE g.tenant_id = ${this.tenant} AND g.target_id = ANY (${targetIds}::uuid[]) AND g.environment = '' AND ${isOwed}
      ORDER BY g.target_id, g.origin_system, g.environment, g.resource_origin_id, g.role_origin_id FOR UPDATE`;
  }

  /** What was wanted of these grants is there; they are held. */
  async settle(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.execute`
      UPDATE access_grant SET is_known = is_wanted, known_version = version, due_at = NULL, attempts = 0, last_error = NULL
      WHERE tenant_id = ${this.tenant} AND id = ANY (${ids}::uuid[])`;
  }

  /** A try failed; the grant is held. */
  async fail(id: string, reason: string, dueAt: Date): Promise<void> {
    await this.database.execute`
      UPDATE access_grant SET attempts = attempts + 1, last_error = ${reason}, due_at = ${dueAt}
      WHERE tenant_id = ${this.tenant} AND id = ${id}::uuid`;
  }

  /** Whether an assignment needs something that is not there yet. */
  lacks(assignmentId: string): Promise<boolean> {
    return this.isOwedFor(assignmentId, sql`n.released_at IS NULL AND g.is_wanted`);
  }

  /** Whether nothing that an assignment needed has still to be taken away; then it is kept no longer what that was. */
  async isDoneWith(assignmentId: string): Promise<boolean> {
    if (await this.isOwedFor(assignmentId, sql`n.released_at IS NOT NULL AND NOT g.is_wanted`)) return false;
    await this.database.execute`
      DELETE FROM grant_need WHERE tenant_id = ${this.tenant} AND assignment_id = ${assignmentId}::uuid AND released_at IS NOT NULL`;
    return true;
  }

  private async isOwedFor(assignmentId: string, among: Sql): Promise<boolean> {
    const rows = await this.database.query<unknown[]>`
      SELECT FROM grant_need n JOIN access_grant g ON g.tenant_id = n.tenant_id AND g.id = n.grant_id
      WHERE n.tenant_id = ${this.tenant} AND n.assignment_id = ${assignmentId}::uuid AND ${isOwed} AND ${among} LIMIT 1`;
    return rows.length > 0;
  }

  /** The assignments that need a grant, or needed it and have ended while it is owed. */
  async assignmentsOf(grantId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>`
      SELECT DISTINCT n.assignment_id AS id FROM grant_need n
      WHERE n.tenant_id = ${this.tenant} AND n.grant_id = ${grantId}::uuid ORDER BY 1`;
    return rows.map(({ id }) => id);
  }

  /** Tries all that is owed for an assignment again, at once. */
  async retry(assignmentId: string, now: Date): Promise<void> {
    await this.database.execute`
      UPDATE access_grant g SET due_at = ${now} FROM grant_need n
      WHERE n.tenant_id = ${this.tenant} AND n.assignment_id = ${assignmentId}::uuid AND g.tenant_id = n.tenant_id AND g.id = n.grant_id AND ${isOwed}`;
  }

  /** Lets all that an assignment needs be given once more, though it was: no try of it is the first. */
  async repeat(assignmentId: string, now: Date): Promise<void> {
    await this.database.execute`
      UPDATE access_grant g SET version = g.version + 1, due_at = ${now}, attempts = 1 FROM grant_need n
      WHERE n.tenant_id = ${this.tenant} AND n.assignment_id = ${assignmentId}::uuid AND n.released_at IS NULL
        AND g.tenant_id = n.tenant_id AND g.id = n.grant_id AND g.is_wanted`;
  }

  /**
   * A role scope reaches some of those who have its package, or leaves them, those with the next ids first.
   *
   * Each assignment is held, so that it does not end beside this.
   */
  async spread(of: Spread, limit: number): Promise<Reached[]> {
    const { accessPackageId, roleScopeId, isGiven, afterAssignmentId } = of;
    const change = isGiven
      ? sql`want_grants(held.tenant_id, held.assignment_id, held.target_id, held.access_package_id, ${roleScopeId})`
      : sql`release_grants(held.tenant_id, held.assignment_id, ${roleScopeId})`;
    return this.database.query`
      WITH held AS MATERIALIZED (
        SELECT l.tenant_id, l.assignment_id, l.target_id, l.access_package_id FROM live_assignment l
        WHERE l.tenant_id = ${this.tenant} AND l.access_package_id = ${accessPackageId}::uuid AND l.assignment_id > ${afterAssignmentId}::uuid
        ORDER BY l.assignment_id LIMIT ${limit} FOR SHARE)
      SELECT held.assignment_id AS "assignmentId", held.target_id AS "targetId", ${change}::text AS done FROM held ORDER BY 1`;
  }

  /** How much of what an assignment needs is there, and role by role why the rest is not. */
  async lateness(assignmentId: string): Promise<Lateness> {
    const roles = await this.database.query<LateRole[]>`
      SELECT g.due_at IS NULL AS "isThere", g.last_error AS "lastError", r.display_name AS role, c.display_name AS resource
      FROM grant_need n JOIN access_grant g ON g.tenant_id = n.tenant_id AND g.id = n.grant_id
        LEFT JOIN resource_role_scope s ON s.tenant_id = n.tenant_id AND s.access_package_id = n.access_package_id AND s.id = n.role_scope_id
        LEFT JOIN resource_role r ON r.tenant_id = s.tenant_id AND r.id = s.role_id
        LEFT JOIN catalog_resource c ON c.tenant_id = r.tenant_id AND c.id = r.resource_id
      WHERE n.tenant_id = ${this.tenant} AND n.assignment_id = ${assignmentId}::uuid AND n.released_at IS NULL ORDER BY c.display_name, r.display_name`;
    return latenessOf(roles);
  }

  /** Whether a package gives this role now. */
  async gives(accessPackageId: string, roleScopeId: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>`
      SELECT FROM resource_role_scope WHERE tenant_id = ${this.tenant} AND access_package_id = ${accessPackageId}::uuid AND id = ${roleScopeId}`;
    return rows.length > 0;
  }

  /** People to whom something is owed in the directory by now, across tenants (competing consumers). */
  claimOwedInDirectory(now: Date, limit: number): Promise<{ tenantId: string; targetId: string }[]> {
    return this.database.query`
      SELECT g.tenant_id AS "tenantId", g.target_id AS "targetId" FROM access_grant g
      WHERE g.environment = '' AND ${isOwed} AND g.due_at <= ${now} ORDER BY g.is_wanted, g.due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
  }

  /** When something is due in the directory first. */
  readonly earliestInDirectory = sql`(SELECT min(g.due_at) FROM access_grant g WHERE g.environment = '' AND ${isOwed})`;

  private get tenant(): Sql {
    return sql`${this.database.tenantId}::uuid`;
  }
}

/** How far a change of what a package gives has come. */
export interface Spread {
  readonly accessPackageId: string;
  readonly roleScopeId: string;
  readonly isGiven: boolean;
  readonly afterAssignmentId: string;
}
