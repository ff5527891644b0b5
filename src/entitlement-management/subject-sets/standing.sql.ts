import { sql, type Sql } from '../../platform/database/sql.js';
import { groupIdsOf, managersAbove } from '../../directory/index.js';
import { organizationsOf } from '../connected-organizations/index.js';

/** The organizations that somebody (u) comes from; only configured ones count. */
export const theirOrganizations: Sql = organizationsOf({
  tenantId: sql`u.tenant_id`,
  address: sql`COALESCE(u.mail, u.user_principal_name)`,
});

/** What sets ask about somebody (u), as members of a JSON object. */
export const theirStanding: Sql = sql`
  'groupIds', ${groupIdsOf({ tenantId: sql`u.tenant_id`, userId: sql`u.id` })},
  'managerIds', ARRAY(SELECT above.id FROM (${managersAbove({ tenantId: sql`u.tenant_id`, userId: sql`u.id` })}) AS above ORDER BY above.level),
  'organizationIds', ARRAY(${theirOrganizations})`;
