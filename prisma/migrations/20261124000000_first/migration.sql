
-- CreateTable
CREATE TABLE "directory_user" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "user_principal_name" TEXT NOT NULL,
    "mail" TEXT,
    "user_type" TEXT NOT NULL DEFAULT 'Member',
    "account_enabled" BOOLEAN NOT NULL DEFAULT true,
    "manager_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "directory_user_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "directory_group" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "description" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "directory_group_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "group_member" (
    "tenant_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "group_member_pkey" PRIMARY KEY ("tenant_id","group_id","user_id")
);

-- CreateTable
CREATE TABLE "catalog" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "description" TEXT,
    "catalog_type" TEXT NOT NULL DEFAULT 'userManaged',
    "state" TEXT NOT NULL DEFAULT 'published',
    "is_externally_visible" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "catalog_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "access_package" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "catalog_id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "description" TEXT,
    "is_hidden" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "access_package_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "incompatible_access_package" (
    "tenant_id" UUID NOT NULL,
    "access_package_id" UUID NOT NULL,
    "incompatible_with_id" UUID NOT NULL,

    CONSTRAINT "incompatible_access_package_pkey" PRIMARY KEY ("tenant_id","access_package_id","incompatible_with_id")
);

-- CreateTable
CREATE TABLE "assignment_policy" (
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

    CONSTRAINT "assignment_policy_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "assignment_policy_version" (
    "tenant_id" UUID NOT NULL,
    "policy_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "allowed_target_scope" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assignment_policy_version_pkey" PRIMARY KEY ("tenant_id","policy_id","version")
);

-- CreateTable
CREATE TABLE "subject" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "object_id" UUID NOT NULL,
    "display_name" TEXT,
    "email" TEXT,
    "principal_name" TEXT,
    "subject_type" TEXT NOT NULL DEFAULT 'user',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subject_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "assignment_request" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "request_type" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "failure" TEXT,
    "target_id" UUID NOT NULL,
    "requestor_id" UUID NOT NULL,
    "access_package_id" UUID NOT NULL,
    "assignment_policy_id" UUID NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "assignment_id" UUID,
    "justification" TEXT,
    "answers" JSONB NOT NULL DEFAULT '[]',
    "schedule" JSONB,
    "needs_approval" BOOLEAN NOT NULL DEFAULT false,
    "start_at" TIMESTAMPTZ(3),
    "decision" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "assignment_request_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "open_request" (
    "tenant_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "access_package_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,

    CONSTRAINT "open_request_pkey" PRIMARY KEY ("tenant_id","target_id","access_package_id")
);

-- CreateTable
CREATE TABLE "open_removal" (
    "tenant_id" UUID NOT NULL,
    "assignment_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,

    CONSTRAINT "open_removal_pkey" PRIMARY KEY ("tenant_id","assignment_id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "access_package_id" UUID NOT NULL,
    "assignment_policy_id" UUID NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "end_at" TIMESTAMPTZ(3),
    "expired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "live_assignment" (
    "tenant_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "access_package_id" UUID NOT NULL,
    "assignment_policy_id" UUID NOT NULL,
    "assignment_id" UUID NOT NULL,

    CONSTRAINT "live_assignment_pkey" PRIMARY KEY ("tenant_id","target_id","access_package_id","assignment_policy_id")
);

-- CreateTable
CREATE TABLE "domain_event" (
    "id" UUID NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "aggregate_id" UUID NOT NULL,
    "aggregate_version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "schema_version" INTEGER NOT NULL DEFAULT 1,
    "payload" JSONB NOT NULL,
    "actor" TEXT NOT NULL,
    "causation_id" UUID,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "domain_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_delivery" (
    "event_id" UUID NOT NULL,
    "consumer" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_delivery_pkey" PRIMARY KEY ("event_id","consumer")
);

-- CreateTable
CREATE TABLE "event_dead_letter" (
    "event_id" UUID NOT NULL,
    "consumer" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "died_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_dead_letter_pkey" PRIMARY KEY ("event_id","consumer")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "tenant_id" UUID NOT NULL,
    "caller_id" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("tenant_id","caller_id","route","key")
);

-- CreateTable
CREATE TABLE "secret" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "secret_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "virtual_clock" (
    "id" INTEGER NOT NULL,
    "offset_millis" BIGINT NOT NULL,

    CONSTRAINT "virtual_clock_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "directory_user_tenant_id_user_principal_name_key" ON "directory_user"("tenant_id", "user_principal_name");

-- CreateIndex
CREATE INDEX "group_member_tenant_id_user_id_idx" ON "group_member"("tenant_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "catalog_tenant_id_display_name_key" ON "catalog"("tenant_id", "display_name");

-- CreateIndex
CREATE UNIQUE INDEX "access_package_tenant_id_catalog_id_display_name_key" ON "access_package"("tenant_id", "catalog_id", "display_name");

-- CreateIndex
CREATE UNIQUE INDEX "assignment_policy_tenant_id_access_package_id_display_name_key" ON "assignment_policy"("tenant_id", "access_package_id", "display_name");

-- CreateIndex
CREATE UNIQUE INDEX "subject_tenant_id_object_id_key" ON "subject"("tenant_id", "object_id");

-- CreateIndex
CREATE INDEX "assignment_request_tenant_id_target_id_idx" ON "assignment_request"("tenant_id", "target_id");

-- CreateIndex
CREATE INDEX "assignment_request_tenant_id_access_package_id_idx" ON "assignment_request"("tenant_id", "access_package_id");

-- CreateIndex
CREATE UNIQUE INDEX "open_request_tenant_id_request_id_key" ON "open_request"("tenant_id", "request_id");

-- CreateIndex
CREATE UNIQUE INDEX "open_removal_tenant_id_request_id_key" ON "open_removal"("tenant_id", "request_id");

-- CreateIndex
CREATE INDEX "assignment_tenant_id_target_id_idx" ON "assignment"("tenant_id", "target_id");

-- CreateIndex
CREATE INDEX "assignment_tenant_id_access_package_id_idx" ON "assignment"("tenant_id", "access_package_id");

-- CreateIndex
CREATE INDEX "assignment_end_at_idx" ON "assignment"("end_at");

-- CreateIndex
CREATE UNIQUE INDEX "assignment_tenant_id_request_id_key" ON "assignment"("tenant_id", "request_id");

-- CreateIndex
CREATE UNIQUE INDEX "live_assignment_tenant_id_assignment_id_key" ON "live_assignment"("tenant_id", "assignment_id");

-- CreateIndex
CREATE UNIQUE INDEX "domain_event_position_key" ON "domain_event"("position");

-- CreateIndex
CREATE UNIQUE INDEX "domain_event_tenant_id_aggregate_id_aggregate_version_key" ON "domain_event"("tenant_id", "aggregate_id", "aggregate_version");

-- CreateIndex
CREATE INDEX "event_delivery_due_at_position_idx" ON "event_delivery"("due_at", "position");

-- CreateIndex
CREATE INDEX "idempotency_record_created_at_idx" ON "idempotency_record"("created_at");

-- AddForeignKey
ALTER TABLE "directory_user" ADD CONSTRAINT "directory_user_tenant_id_manager_id_fkey" FOREIGN KEY ("tenant_id", "manager_id") REFERENCES "directory_user"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_tenant_id_group_id_fkey" FOREIGN KEY ("tenant_id", "group_id") REFERENCES "directory_group"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "directory_user"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "access_package" ADD CONSTRAINT "access_package_tenant_id_catalog_id_fkey" FOREIGN KEY ("tenant_id", "catalog_id") REFERENCES "catalog"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "assignment_policy" ADD CONSTRAINT "assignment_policy_tenant_id_access_package_id_fkey" FOREIGN KEY ("tenant_id", "access_package_id") REFERENCES "access_package"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "assignment_policy_version" ADD CONSTRAINT "assignment_policy_version_tenant_id_policy_id_fkey" FOREIGN KEY ("tenant_id", "policy_id") REFERENCES "assignment_policy"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "subject" ADD CONSTRAINT "subject_tenant_id_object_id_fkey" FOREIGN KEY ("tenant_id", "object_id") REFERENCES "directory_user"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "assignment_request" ADD CONSTRAINT "assignment_request_tenant_id_requestor_id_fkey" FOREIGN KEY ("tenant_id", "requestor_id") REFERENCES "directory_user"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "assignment_request" ADD CONSTRAINT "assignment_request_tenant_id_access_package_id_fkey" FOREIGN KEY ("tenant_id", "access_package_id") REFERENCES "access_package"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "assignment_request" ADD CONSTRAINT "assignment_request_tenant_id_assignment_policy_id_fkey" FOREIGN KEY ("tenant_id", "assignment_policy_id") REFERENCES "assignment_policy"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "assignment_request" ADD CONSTRAINT "assignment_request_tenant_id_assignment_id_fkey" FOREIGN KEY ("tenant_id", "assignment_id") REFERENCES "assignment"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_tenant_id_target_id_fkey" FOREIGN KEY ("tenant_id", "target_id") REFERENCES "subject"("tenant_id", "object_id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_tenant_id_access_package_id_fkey" FOREIGN KEY ("tenant_id", "access_package_id") REFERENCES "access_package"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_tenant_id_assignment_policy_id_fkey" FOREIGN KEY ("tenant_id", "assignment_policy_id") REFERENCES "assignment_policy"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- Added by hand: the transaction that wrote the event, so that a cursor can wait for those still open.
ALTER TABLE "domain_event" ADD COLUMN "tx" xid8 NOT NULL DEFAULT pg_current_xact_id();
