import { sql, type Sql } from '../platform/database/sql.js';

/** Somebody in a statement: their tenant and their id. */
export interface SomebodyInSql {
  readonly tenantId: Sql;
  readonly userId: Sql;
}

/** The ids of the groups that somebody is in, as a query for a larger statement. */
export const groupsOf = ({ tenantId, userId }: SomebodyInSql): Sql =>
  sql`SELECT m.group_id FROM group_member m WHERE m.tenant_id = ${tenantId} AND m.user_id = ${userId}`;

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
