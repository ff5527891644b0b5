import { sql, type Sql } from '../platform/database/sql.js';

/** Somebody in a statement: their tenant and their id. */
export interface SomebodyInSql {
  readonly tenantId: Sql;
  readonly userId: Sql;
}

/** How deep memberships count: somebody in a group is one deep, in a group of that group two deep. */
export const deepestMembership = 10;

/** How many memberships of groups in groups are looked at for one answer; what it says beyond them is not known. */
export const mostNestings = 2_000;

/**
 * Groups (an array of their ids) with the groups that they are in, as an array of ids; null where there are more than are looked at.
 *
 * A function of the database walks: as a part of the statement, the walk would be prepared for whoever is in no nested group too.
 */
export const groupIdsAround = (tenantId: Sql, groupIds: Sql): Sql =>
  sql`groups_above(${tenantId}, ${groupIds}, ${deepestMembership}::int4, ${mostNestings}::int4)`;

/** The ids of the groups that somebody is in, themselves or through groups in groups, as an array; null where there are more than are looked at. */
export const groupIdsOf = ({ tenantId, userId }: SomebodyInSql): Sql =>
  groupIdsAround(
    tenantId,
    sql`ARRAY(SELECT m.group_id FROM group_member m WHERE m.tenant_id = ${tenantId} AND m.user_id = ${userId})`,
  );

/** Groups (an array of their ids) with the groups in them, as a query for one row: `seen`, the ids, and `is_cut`, whether there may be more. */
export const groupsWithin = (tenantId: Sql, groupIds: Sql): Sql =>
  sql`SELECT seen, is_cut FROM groups_reached(${tenantId}, ${groupIds}, false, ${deepestMembership}::int4, ${mostNestings}::int4)`;

/** How far up the managers of somebody are looked for. */
export const highestManager = 4;

/** The managers above somebody with their levels, the nearest first, as a query for a larger statement. */
export const managersAbove = ({ tenantId, userId }: SomebodyInSql): Sql => sql`
  WITH RECURSIVE chain AS (
    SELECT report.manager_id AS id, 1 AS level FROM directory_user report
    WHERE report.tenant_id = ${tenantId} AND report.id = ${userId} AND report.manager_id IS NOT NULL
    UNION ALL
    SELECT above.manager_id, level + 1 FROM chain JOIN directory_user above ON above.tenant_id = ${tenantId} AND above.id = chain.id
    WHERE above.manager_id IS NOT NULL AND level < ${highestManager}::int4)
  SELECT id, level FROM chain`;
