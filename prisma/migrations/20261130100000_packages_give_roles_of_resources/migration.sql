-- Who says who is in a group: this server, or the directory that an import comes from.
ALTER TABLE "directory_group" ADD COLUMN "source" TEXT NOT NULL DEFAULT 'local';
-- What packages give: roles of the resources that their catalogs hold, in the directory or in an outside system.
CREATE TABLE "resource_environment" (
    "id" UUID NOT NULL,
    "origin_system" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "display_name" TEXT NOT NULL,
    "description" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resource_environment_pkey" PRIMARY KEY ("id")
);
INSERT INTO "resource_environment" ("id", "origin_system", "display_name", "description") VALUES
    ('0e000000-0000-4000-8000-000000000001', 'AadGroup', 'Groups', 'The groups of this directory.'),
    ('0e000000-0000-4000-8000-000000000002', 'AadApplication', 'Applications', 'The applications of this directory.');
CREATE TABLE "catalog_resource" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "catalog_id" UUID NOT NULL,
    "origin_system" TEXT NOT NULL,
    "origin_id" TEXT NOT NULL,
    "environment" TEXT NOT NULL DEFAULT '',
    "environment_id" UUID NOT NULL DEFAULT '0e000000-0000-4000-8000-000000000001'::uuid,
    "display_name" TEXT NOT NULL,
    "description" TEXT,
    "attributes" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "catalog_resource_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "resource_role" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "resource_id" UUID NOT NULL,
    "origin_id" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "description" TEXT,

    CONSTRAINT "resource_role_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "resource_scope" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "resource_id" UUID NOT NULL,
    "origin_id" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "is_root_scope" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "resource_scope_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "resource_role_scope" (
    "tenant_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "access_package_id" UUID NOT NULL,
    "role_id" UUID NOT NULL,
    "scope_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "resource_role_scope_pkey" PRIMARY KEY ("tenant_id","access_package_id","role_id","scope_id")
);
CREATE TABLE "resource_request" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "request_type" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'delivered',
    "catalog_id" UUID NOT NULL,
    "resource" JSONB NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "resource_request_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "resource_environment_origin_system_name_key" ON "resource_environment"("origin_system", "name");
CREATE INDEX "catalog_resource_tenant_id_origin_system_origin_id_idx" ON "catalog_resource"("tenant_id", "origin_system", "origin_id");
CREATE INDEX "catalog_resource_environment_id_idx" ON "catalog_resource"("environment_id");
CREATE UNIQUE INDEX "catalog_resource_tenant_id_catalog_id_origin_system_environ_key" ON "catalog_resource"("tenant_id", "catalog_id", "origin_system", "environment", "origin_id");
CREATE UNIQUE INDEX "resource_role_tenant_id_resource_id_origin_id_key" ON "resource_role"("tenant_id", "resource_id", "origin_id");
CREATE UNIQUE INDEX "resource_scope_tenant_id_resource_id_origin_id_key" ON "resource_scope"("tenant_id", "resource_id", "origin_id");
CREATE INDEX "resource_role_scope_tenant_id_role_id_idx" ON "resource_role_scope"("tenant_id", "role_id");
CREATE INDEX "resource_role_scope_tenant_id_scope_id_idx" ON "resource_role_scope"("tenant_id", "scope_id");
CREATE UNIQUE INDEX "resource_role_scope_tenant_id_access_package_id_id_key" ON "resource_role_scope"("tenant_id", "access_package_id", "id");
CREATE INDEX "resource_request_tenant_id_catalog_id_idx" ON "resource_request"("tenant_id", "catalog_id");
CREATE INDEX "resource_request_tenant_id_created_by_id_idx" ON "resource_request"("tenant_id", "created_by_id");
ALTER TABLE "catalog_resource" ADD CONSTRAINT "catalog_resource_tenant_id_catalog_id_fkey" FOREIGN KEY ("tenant_id", "catalog_id") REFERENCES "catalog"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "catalog_resource" ADD CONSTRAINT "catalog_resource_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "resource_environment"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "resource_role" ADD CONSTRAINT "resource_role_tenant_id_resource_id_fkey" FOREIGN KEY ("tenant_id", "resource_id") REFERENCES "catalog_resource"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "resource_scope" ADD CONSTRAINT "resource_scope_tenant_id_resource_id_fkey" FOREIGN KEY ("tenant_id", "resource_id") REFERENCES "catalog_resource"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "resource_role_scope" ADD CONSTRAINT "resource_role_scope_tenant_id_access_package_id_fkey" FOREIGN KEY ("tenant_id", "access_package_id") REFERENCES "access_package"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "resource_role_scope" ADD CONSTRAINT "resource_role_scope_tenant_id_role_id_fkey" FOREIGN KEY ("tenant_id", "role_id") REFERENCES "resource_role"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "resource_role_scope" ADD CONSTRAINT "resource_role_scope_tenant_id_scope_id_fkey" FOREIGN KEY ("tenant_id", "scope_id") REFERENCES "resource_scope"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "resource_request" ADD CONSTRAINT "resource_request_tenant_id_catalog_id_fkey" FOREIGN KEY ("tenant_id", "catalog_id") REFERENCES "catalog"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
