-- Whether people see what a package gives (beta); false by itself, as at Graph, so that older processes beside can still insert.
ALTER TABLE "access_package" ADD COLUMN "is_role_scopes_visible" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "deleted_access_package" ADD COLUMN "is_role_scopes_visible" BOOLEAN NOT NULL DEFAULT false;
CREATE OR REPLACE VIEW "access_package_on_record" AS
  SELECT "tenant_id", "id", "catalog_id", "display_name", "description", "is_hidden", "created_at", "modified_at", "is_role_scopes_visible" FROM "access_package"
  UNION ALL
  SELECT "tenant_id", "id", "catalog_id", "display_name", "description", "is_hidden", "created_at", "modified_at", "is_role_scopes_visible" FROM "deleted_access_package";
