-- The accounts of people in outside systems, and which of them we made.
CREATE TABLE "provisioned_account" (
    "tenant_id" UUID NOT NULL,
    "environment" TEXT NOT NULL,
    "target_id" UUID NOT NULL,
    "account_id" TEXT,
    "made_by_us" BOOLEAN NOT NULL DEFAULT false,
    "standing" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "held_by" TEXT,
    "held_until" TIMESTAMPTZ(3),
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provisioned_account_pkey" PRIMARY KEY ("tenant_id","environment","target_id")
);
CREATE UNIQUE INDEX "provisioned_account_tenant_id_environment_account_id_key" ON "provisioned_account"("tenant_id", "environment", "account_id");
