import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import type { GroupRights } from './group-rights.js';
import { groupIdsAround } from './memberships.sql.js';

/** How many roles, and how many policies, of one group are looked at. */
export const mostRights = 1_000;

interface Found {
  readonly isCut: boolean;
  readonly roles: GroupRights['roles'] | null;
  readonly approvals: GroupRights['approvals'] | null;
}

/** Answers what groups give to whoever is in them. */
@Injectable()
export class GroupRightsReader {
  constructor(private readonly database: Database) {}

  /** What a group of the ambient tenant gives, by itself and by the groups that it is in, as deep as memberships count. */
  async rightsBy(groupId: string): Promise<GroupRights> {
    const tenantId = sql`${this.database.tenantId}::uuid`;
    const most = sql`${mostRights + 1}::int4`;
    const [found] = await this.database.query<Found[]>`
      WITH walked AS MATERIALIZED (SELECT ${groupIdsAround(tenantId, sql`ARRAY[${groupId}::uuid]`)} AS seen),
      held AS (
        SELECT r.role_definition_id, r.catalog_id FROM role_assignment r
        WHERE r.tenant_id = ${tenantId} AND r.group_id = ANY((SELECT seen FROM walked)::uuid[]) LIMIT ${most}),
      named AS (
        SELECT p.id, k.catalog_id FROM assignment_policy p JOIN access_package k ON k.tenant_id = p.tenant_id AND k.id = p.access_package_id
        WHERE p.tenant_id = ${tenantId}
          AND approver_groups_of(p.tenant_id, p.settings) && ARRAY(SELECT ${tenantId} || '/' || around.id FROM walked, unnest(walked.seen) AS around (id))
        LIMIT ${most})
      SELECT (SELECT seen IS NULL FROM walked) AS "isCut",
        (SELECT jsonb_agg(jsonb_build_object('roleId', role_definition_id, 'catalogId', catalog_id)) FROM held) AS roles,
        (SELECT jsonb_agg(jsonb_build_object('policyId', id, 'catalogId', catalog_id)) FROM named) AS approvals`;
    const [roles, approvals] = [found?.roles ?? [], found?.approvals ?? []];
    const isCut = found?.isCut !== false || roles.length > mostRights || approvals.length > mostRights;
    return { roles, approvals, isCut };
  }
}
