import { sql, type Sql } from '../../platform/database/sql.js';

/** Somebody in a statement: their tenant, and their mail address or what stands for it. */
export interface Addressed {
  readonly tenantId: Sql;
  readonly address: Sql;
}

/**
 * The ids of the organizations that somebody comes from, as a query for a larger statement.
 *
 * An organization knows its people by the domain of their mail; a tenant's domain is its display name, as ids name no domain.
 */
export const organizationsOf = ({ tenantId, address }: Addressed): Sql => sql`SELECT o.id FROM connected_organization o
  WHERE o.tenant_id = ${tenantId} AND o.state = 'configured' AND EXISTS (SELECT FROM jsonb_array_elements(o.identity_sources) source
    WHERE lower(CASE WHEN source->>'@odata.type' LIKE '%DirectoryTenant' THEN source->>'displayName' ELSE source->>'domainName' END)
      = lower(split_part(${address}, '@', -1)))`;
