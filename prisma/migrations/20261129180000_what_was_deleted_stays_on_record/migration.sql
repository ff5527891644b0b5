-- Packages and policies that were deleted, as they were last: what was had through them stays readable with their names.
CREATE TABLE "deleted_access_package" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "catalog_id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "description" TEXT,
    "is_hidden" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "deleted_access_package_pkey" PRIMARY KEY ("tenant_id", "id")
);
CREATE TABLE "deleted_assignment_policy" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "access_package_id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "description" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "allowed_target_scope" TEXT NOT NULL DEFAULT 'notSpecified',
    "settings" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "deleted_assignment_policy_pkey" PRIMARY KEY ("tenant_id", "id")
);

-- Where records lead: what is there, and what was. Every other statement reads the tables, which hold only what is there.
CREATE VIEW "access_package_on_record" AS
  SELECT "tenant_id", "id", "catalog_id", "display_name", "description", "is_hidden", "created_at", "modified_at" FROM "access_package"
  UNION ALL
  SELECT "tenant_id", "id", "catalog_id", "display_name", "description", "is_hidden", "created_at", "modified_at" FROM "deleted_access_package";
CREATE VIEW "assignment_policy_on_record" AS
  SELECT "tenant_id", "id", "access_package_id", "display_name", "description", "version", "allowed_target_scope", "settings", "created_at", "modified_at" FROM "assignment_policy"
  UNION ALL
  SELECT "tenant_id", "id", "access_package_id", "display_name", "description", "version", "allowed_target_scope", "settings", "created_at", "modified_at" FROM "deleted_assignment_policy";

-- What has ended refers to a record; only live access keeps its package and policy from being deleted, whoever looks away.
ALTER TABLE "assignment" DROP CONSTRAINT "assignment_tenant_id_access_package_id_fkey";
ALTER TABLE "assignment" DROP CONSTRAINT "assignment_tenant_id_assignment_policy_id_fkey";
ALTER TABLE "live_assignment" ADD CONSTRAINT "live_assignment_tenant_id_access_package_id_fkey" FOREIGN KEY ("tenant_id", "access_package_id") REFERENCES "access_package"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "live_assignment" ADD CONSTRAINT "live_assignment_tenant_id_assignment_policy_id_fkey" FOREIGN KEY ("tenant_id", "assignment_policy_id") REFERENCES "assignment_policy"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;
CREATE INDEX "live_assignment_tenant_id_access_package_id_idx" ON "live_assignment"("tenant_id", "access_package_id");
CREATE INDEX "live_assignment_tenant_id_assignment_policy_id_idx" ON "live_assignment"("tenant_id", "assignment_policy_id");

-- The open requests of a package or policy are found when it goes; partial, so that Prisma's schema does not show it.
CREATE INDEX "assignment_request_open_of_package" ON "assignment_request"("tenant_id", "access_package_id") WHERE "completed_at" IS NULL;

-- After this instant a request that waits for approval can have no effect any more; requests of older processes do not say it.
ALTER TABLE "assignment_request" ADD COLUMN "lapses_at" TIMESTAMPTZ(3);
CREATE INDEX "assignment_request_due_lapse" ON "assignment_request"("lapses_at") WHERE "state" = 'pendingApproval' AND "lapses_at" IS NOT NULL;

-- The request of live access is kept as long as the access, so that its approvers can revoke it.
ALTER TABLE "assignment_request" ADD COLUMN "is_kept" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "assignment_request_due_forgetting" ON "assignment_request"("completed_at") WHERE "completed_at" IS NOT NULL AND NOT "is_kept";
CREATE INDEX "assignment_request_kept" ON "assignment_request"("tenant_id", "assignment_id") WHERE "is_kept";
