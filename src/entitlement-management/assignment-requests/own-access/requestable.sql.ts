import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Only } from '../../../platform/odata/sql/source.js';
import { scopesOpenTo } from '../policy-scope.js';
import type { Person } from '../request-facts.js';

/**
 * The packages that somebody may ask for themselves, as a condition on a list of packages: openPolicies (open-policies.ts) in SQL.
 *
 * A correlated subquery with a limit: it is asked of one package after another in the list's order, and no longer than the page wants.
 */
export function requestableBy(person: Person | null): Only {
  if (!person?.accountEnabled) return () => sql`FALSE`;
  return (source) => {
    const catalog = source.joined('catalog');
    return sql`(${catalog.column('state')} = 'published' AND (SELECT TRUE FROM assignment_policy a
      WHERE a.tenant_id = ${source.column('tenantId')} AND a.access_package_id = ${source.column('id')}
        AND a.settings->'requestorSettings'->>'enableTargetsToSelfAddAccess' = 'true'
        AND ${letsAsk(person, catalog.column('isExternallyVisible'))}
      LIMIT 1) IS TRUE)`;
  };
}

/** Whether a policy (a) of a package lets somebody ask: whoMayAsk (policy-scope.ts) in SQL. */
const letsAsk = (person: Person, isVisible: Sql): Sql => sql`CASE a.allowed_target_scope
  WHEN 'specificDirectoryUsers' THEN ${names(sql`(${isOf('singleUser')} AND target->>'userId' = ${person.id})
    OR (${isOf('groupMembers')} AND target->>'groupId' = ANY(${[...person.groupIds]}::text[]))`)}
  WHEN 'specificConnectedOrganizationUsers' THEN ${isVisible} AND ${names(sql`${isOf('connectedOrganizationMembers')}
    AND target->>'connectedOrganizationId' = ANY(${[...person.organizationIds]}::text[])`)}
  ELSE a.allowed_target_scope = ANY(CASE WHEN ${isVisible}
    THEN ${scopesOpenTo(person, true)}::text[] ELSE ${scopesOpenTo(person, false)}::text[] END) END`;

const isOf = (type: string): Sql =>
  sql`target->>'@odata.type' = ANY(${[type, `microsoft.graph.${type}`, `#microsoft.graph.${type}`]}::text[])`;

const names = (condition: Sql): Sql => sql`EXISTS (
  SELECT FROM jsonb_array_elements(COALESCE(NULLIF(a.settings->'specificAllowedTargets', 'null'), '[]')) AS target WHERE ${condition})`;
