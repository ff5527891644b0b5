-- Applications in a tenant, to which roles can be given: each once.
CREATE TABLE "service_principal" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "app_id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_principal_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "service_principal_tenant_id_app_id_key" ON "service_principal"("tenant_id", "app_id");
CREATE INDEX "service_principal_display_name_in_any_case" ON "service_principal"("tenant_id", lower("display_name"));
