-- Outside a transaction: the table may be large, and requests go on meanwhile. What a package gives reaches those who have it in this order.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "live_assignment_tenant_id_access_package_id_assignment_id_idx"
  ON "live_assignment"("tenant_id", "access_package_id", "assignment_id");
