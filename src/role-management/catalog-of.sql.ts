import type { Task } from '../graph/index.js';
import { sql, type Sql } from '../platform/database/sql.js';

/** What lies in a catalog: what it is called, who sees it by a role, and the catalog in which one of them lies. */
interface Kind {
  readonly called: string;
  readonly seenBy: Task;
  readonly catalogId: (tenantId: Sql, id: Sql) => Sql;
}

const packageIn = (tenantId: Sql, accessPackageId: Sql): Sql =>
  sql`(SELECT p.catalog_id FROM access_package p WHERE p.tenant_id = ${tenantId} AND p.id = ${accessPackageId})`;

/** The same for what stays on record, whose package may be deleted. */
const packageOnRecordIn = (tenantId: Sql, accessPackageId: Sql): Sql =>
  sql`(SELECT p.catalog_id FROM access_package_on_record p WHERE p.tenant_id = ${tenantId} AND p.id = ${accessPackageId})`;

/** Everything over which a role in a catalog gives authority. */
export const kindsInCatalogs = {
  catalog: { called: 'catalog', seenBy: 'catalogs.read', catalogId: (_, id) => id },
  accessPackage: { called: 'access package', seenBy: 'catalogs.read', catalogId: packageIn },
  assignmentPolicy: {
    called: 'assignment policy',
    seenBy: 'catalogs.read',
    catalogId: (tenantId, id) =>
      packageIn(
        tenantId,
        sql`(SELECT a.access_package_id FROM assignment_policy a WHERE a.tenant_id = ${tenantId} AND a.id = ${id})`,
      ),
  },
  resource: {
    called: 'resource',
    seenBy: 'catalogs.read',
    catalogId: (tenantId, id) =>
      sql`(SELECT c.catalog_id FROM catalog_resource c WHERE c.tenant_id = ${tenantId} AND c.id = ${id})`,
  },
  assignment: {
    called: 'assignment',
    seenBy: 'assignments.manage',
    catalogId: (tenantId, id) =>
      packageOnRecordIn(
        tenantId,
        sql`(SELECT h.access_package_id FROM assignment h WHERE h.tenant_id = ${tenantId} AND h.id = ${id})`,
      ),
  },
  assignmentRequest: {
    called: 'assignment request',
    seenBy: 'assignments.manage',
    catalogId: (tenantId, id) =>
      packageOnRecordIn(
        tenantId,
        sql`(SELECT q.access_package_id FROM assignment_request q WHERE q.tenant_id = ${tenantId} AND q.id = ${id})`,
      ),
  },
} as const satisfies Record<string, Kind>;

/** Something that lies in a catalog. */
export interface Thing {
  readonly kind: keyof typeof kindsInCatalogs;
  readonly id: string;
}
