CREATE TABLE "custom_extension" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "catalog_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "description" TEXT,
    "endpoint_configuration" JSONB NOT NULL,
    "authentication_configuration" JSONB,
    "client_configuration" JSONB,
    "callback_configuration" JSONB,
    "secret_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "custom_extension_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "custom_extension_tenant_id_catalog_id_idx" ON "custom_extension"("tenant_id", "catalog_id");
ALTER TABLE "custom_extension" ADD CONSTRAINT "custom_extension_tenant_id_catalog_id_fkey" FOREIGN KEY ("tenant_id", "catalog_id") REFERENCES "catalog"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;
