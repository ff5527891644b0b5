import { identifier, sql, type Sql } from '../platform/database/sql.js';

/** Somebody in a statement: their tenant and their id. */
export interface SomebodyInSql {
  readonly tenantId: Sql;
  readonly userId: Sql;
}

/** How deep memberships count: somebody in a group is one deep, in a group of that group two deep. */
export const deepestMembership = 10;

/** How many memberships of groups in groups are looked at for one answer; what it says beyond them is not known. */
export const mostNestings = 2_000;

/** Where a walk from group to group begins (an array of ids), and which way it goes. */
interface Walk {
  readonly tenantId: Sql;
  readonly start: Sql;
  readonly from: 'group_id' | 'member_id';
  readonly to: 'group_id' | 'member_id';
}

/**
 * The groups that are reached from some, as a query for one row: `seen`, the ids, and `is_cut`, whether there may be more.
 *
 * Breadth-first search, one row for each level (lateral joins): every group is left once, so that circles end, and no more rows are read than the
 * levels and the memberships that may be looked at. OFFSET keeps each step on the index.
 */
const reached = ({ tenantId, start, from, to }: Walk): Sql => sql`
  WITH RECURSIVE walk AS (
    SELECT 1 AS depth, begun.ids AS frontier, begun.ids AS seen, 0 AS looked FROM (SELECT ${start} AS ids) AS begun
    UNION ALL
    SELECT walk.depth + 1, step.ids, walk.seen || step.ids, walk.looked + step.looked
    FROM walk CROSS JOIN LATERAL (
      WITH edge AS MATERIALIZED (
        SELECT next.id FROM unnest(walk.frontier) AS near (id) CROSS JOIN LATERAL (
          SELECT n.${identifier(to)} AS id FROM nested_group n WHERE n.tenant_id = ${tenantId} AND n.${identifier(from)} = near.id
          ORDER BY n.${identifier(to)} OFFSET 0) AS next
        LIMIT ${mostNestings + 1}::int4 - walk.looked)
      SELECT ARRAY(SELECT id FROM edge EXCEPT SELECT unnest(walk.seen) ORDER BY 1) AS ids, (SELECT count(*)::int4 FROM edge) AS looked
    ) AS step
    WHERE walk.depth < ${deepestMembership}::int4 AND walk.frontier <> '{}' AND walk.looked <= ${mostNestings}::int4)
  SELECT seen, looked > ${mostNestings}::int4 AS is_cut FROM walk ORDER BY depth DESC LIMIT 1`;

/** The ids of the groups that somebody is in, themselves or through groups in groups, as an array; null where there are more than are looked at. */
export const groupIdsOf = ({ tenantId, userId }: SomebodyInSql): Sql => {
  const start = sql`ARRAY(SELECT m.group_id FROM group_member m WHERE m.tenant_id = ${tenantId} AND m.user_id = ${userId})`;
  return sql`(SELECT CASE WHEN walked.is_cut THEN NULL ELSE walked.seen END
    FROM (${reached({ tenantId, start, from: 'member_id', to: 'group_id' })}) AS walked)`;
};

/** Groups (an array of their ids) with the groups in them, as a query for one row: `seen` and `is_cut`. */
export const groupsWithin = (tenantId: Sql, groupIds: Sql): Sql =>
  reached({ tenantId, start: groupIds, from: 'group_id', to: 'member_id' });

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
