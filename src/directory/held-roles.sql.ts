import { sql, type Sql } from '../platform/database/sql.js';
import { groupIdsOf } from './memberships.sql.js';

/** Who may hold roles: somebody in person and by groups, or an application. */
export interface PrincipalInSql {
  readonly kind: 'user' | 'application';
  readonly tenantId: Sql;
  readonly id: Sql;
}

/** How many roles of one caller are known; those in the catalogs with the smallest ids. */
export const mostHeldRoles = 1_000;

/**
 * A condition on `role_assignment r`: it names a principal, or a group that they are in.
 *
 * Whoever is in more groups of groups than are looked at holds by groups nothing.
 */
export const isHeldBy = ({ kind, tenantId, id }: PrincipalInSql): Sql =>
  kind === 'application'
    ? sql`(r.tenant_id = ${tenantId} AND r.service_principal_id = ${id})`
    : sql`(r.tenant_id = ${tenantId} AND (r.user_id = ${id} OR r.group_id = ANY(COALESCE(${groupIdsOf({ tenantId, userId: id })}, '{}'::uuid[]))))`;

/** The roles that a principal holds, each with its scope, as one JSON value; null for none. */
export const heldRolesOf = (principal: PrincipalInSql): Sql => sql`(
  SELECT jsonb_agg(jsonb_build_object('roleId', held.role_definition_id, 'scopeId', held.catalog_id))
  FROM (SELECT DISTINCT r.role_definition_id, r.catalog_id FROM role_assignment r WHERE ${isHeldBy(principal)}
    ORDER BY r.catalog_id NULLS FIRST, r.role_definition_id LIMIT ${mostHeldRoles}::int4) AS held)`;
