import { sql, type Sql } from '../../../../platform/database/sql.js';
import type { Only } from '../../../../platform/odata/sql/source.js';
import { audiencesOf } from '../../deciding/policy-scope.js';
import type { Person } from '../../deciding/request-facts.js';

/** Somebody in their tenant. */
export interface Asking {
  readonly tenantId: string;
  readonly person: Person;
}

export const nothing: Only = () => sql`FALSE`;

/**
 * The packages of few offers, as a condition on a list of packages: the offers are found first, the packages by their ids.
 *
 * The ids stay in the database, and as an array: a subquery could be turned into a look at every package.
 */
export const amongFew =
  (asking: Asking): Only =>
  (source) =>
    sql`${source.column('id')} = ANY(ARRAY(${packagesOffered(asking)}))`;

/**
 * The packages of many offers, as the same condition: it is asked of one package after another in the list's order, and no longer than the page wants.
 *
 * Correlated subquery with a limit, and catalogs in hashed ones: a join could be turned into a look at every package.
 */
export const amongMany =
  ({ tenantId, person }: Asking): Only =>
  (source) => {
    const isIn = (catalogs: Sql) => sql`(${source.column('catalogId')} IN (
      SELECT c.id FROM catalog c WHERE c.tenant_id = ${tenantId}::uuid AND c.state = 'published' AND ${catalogs})) IS TRUE`;
    return sql`(${isIn(sql`TRUE`)} AND (SELECT TRUE FROM offer o
      WHERE o.tenant_id = ${source.column('tenantId')} AND o.access_package_id = ${source.column('id')}
        AND o.audience = ANY(CASE WHEN ${isIn(sql`c.is_externally_visible`)}
          THEN ${audiencesOf(person, true)}::text[] ELSE ${audiencesOf(person, false)}::text[] END)
      LIMIT 1) IS TRUE)`;
  };

/**
 * The packages that somebody is offered, once for each offer, as a query for a larger statement.
 *
 * Loose index scan: the catalogs in which an audience is offered anything, one step of the index each, then the offers of those that are open (lateral join).
 * OFFSET keeps the last step from being made a look at all offers.
 */
export const packagesOffered = ({ tenantId, person }: Asking): Sql => sql`
  WITH RECURSIVE place AS (
    SELECT audience, (${firstCatalog(tenantId, sql`theirs.audience`)}) AS catalog_id
    FROM unnest(${audiencesOf(person, true)}::text[]) AS theirs (audience)
    UNION ALL
    SELECT audience, (${firstCatalog(tenantId, sql`place.audience`, sql`place.catalog_id`)}) FROM place WHERE catalog_id IS NOT NULL
  )
  SELECT offered.access_package_id FROM place
  JOIN catalog c ON c.tenant_id = ${tenantId}::uuid AND c.id = place.catalog_id AND c.state = 'published'
    AND (c.is_externally_visible OR place.audience = ANY(${audiencesOf(person, false)}::text[]))
  CROSS JOIN LATERAL (SELECT o.access_package_id FROM offer o
    WHERE o.tenant_id = ${tenantId}::uuid AND o.audience = place.audience AND o.catalog_id = place.catalog_id
    ORDER BY o.access_package_id OFFSET 0) AS offered`;

const firstCatalog = (tenantId: string, audience: Sql, after?: Sql): Sql => sql`
  SELECT o.catalog_id FROM offer o WHERE o.tenant_id = ${tenantId}::uuid AND o.audience = ${audience}
    ${after ? sql`AND o.catalog_id > ${after}` : sql``} ORDER BY o.catalog_id LIMIT 1`;
