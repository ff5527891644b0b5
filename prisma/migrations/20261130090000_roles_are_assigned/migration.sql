-- The roles that are built in, the same for every tenant, and who holds them where: everywhere, or in one catalog.
CREATE TABLE "role_definition" (
    "id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "description" TEXT NOT NULL,

    CONSTRAINT "role_definition_pkey" PRIMARY KEY ("id")
);
INSERT INTO "role_definition" ("id", "display_name", "description") VALUES
    ('ba92d953-d8e0-4e39-a797-0cbedb0a89e8', 'Catalog creator', 'Opens catalogs, and owns those.'),
    ('ae79f266-94d4-4dab-b730-feca7e132178', 'Catalog owner', 'Changes a catalog, everything in it, and who has which role in it.'),
    ('44272f93-9762-48e8-af59-1b5351b1d6b3', 'Catalog reader', 'Sees a catalog with its access packages and their policies.'),
    ('7f480852-ebdc-47d4-87de-0d8498384a83', 'Access package manager', 'Changes the access packages of a catalog and their policies, and who is assigned to them.'),
    ('e2182095-804a-4656-ae11-64734e9b7ae5', 'Access package assignment manager', 'Assigns people to the access packages of a catalog, and removes them.');
CREATE TABLE "role_assignment" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "role_definition_id" UUID NOT NULL,
    "principal_id" UUID NOT NULL,
    "user_id" UUID,
    "group_id" UUID,
    "service_principal_id" UUID,
    "catalog_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "role_assignment_pkey" PRIMARY KEY ("tenant_id","id"),
    CONSTRAINT "role_assignment_has_one_principal" CHECK (
        num_nonnulls("user_id", "group_id", "service_principal_id") = 1
        AND "principal_id" = COALESCE("user_id", "group_id", "service_principal_id"))
);
CREATE INDEX "role_assignment_tenant_id_user_id_idx" ON "role_assignment"("tenant_id", "user_id");
CREATE INDEX "role_assignment_tenant_id_group_id_idx" ON "role_assignment"("tenant_id", "group_id");
CREATE INDEX "role_assignment_tenant_id_service_principal_id_idx" ON "role_assignment"("tenant_id", "service_principal_id");
CREATE INDEX "role_assignment_tenant_id_catalog_id_idx" ON "role_assignment"("tenant_id", "catalog_id");
CREATE INDEX "role_assignment_role_definition_id_idx" ON "role_assignment"("role_definition_id");
-- Each role is held once in each place; null, everywhere, is one place.
CREATE UNIQUE INDEX "role_assignment_once" ON "role_assignment"("tenant_id", "principal_id", "role_definition_id",
    COALESCE("catalog_id", '00000000-0000-0000-0000-000000000000'));
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_role_definition_id_fkey" FOREIGN KEY ("role_definition_id") REFERENCES "role_definition"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "directory_user"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_tenant_id_group_id_fkey" FOREIGN KEY ("tenant_id", "group_id") REFERENCES "directory_group"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_tenant_id_service_principal_id_fkey" FOREIGN KEY ("tenant_id", "service_principal_id") REFERENCES "service_principal"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_tenant_id_catalog_id_fkey" FOREIGN KEY ("tenant_id", "catalog_id") REFERENCES "catalog"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
