-- Approval stages, connected organizations, sponsors, incompatible groups, reminders.
ALTER TABLE "assignment" ADD COLUMN     "reminders" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "assignment_request" ADD COLUMN     "target_email" TEXT;
ALTER TABLE "assignment_request" ADD COLUMN     "created_by_id" UUID;
ALTER TABLE "assignment" ADD COLUMN     "created_by_id" UUID;
CREATE TABLE "user_sponsor" (
    "tenant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "sponsor_id" UUID NOT NULL,

    CONSTRAINT "user_sponsor_pkey" PRIMARY KEY ("tenant_id","user_id","sponsor_id")
);
CREATE TABLE "incompatible_group" (
    "tenant_id" UUID NOT NULL,
    "access_package_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,

    CONSTRAINT "incompatible_group_pkey" PRIMARY KEY ("tenant_id","access_package_id","group_id")
);
CREATE TABLE "approval_stage" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "review_result" TEXT NOT NULL,
    "justification" TEXT,
    "reviewed_by_id" UUID,
    "reviewed_by_name" TEXT,
    "reviewed_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "escalates_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),
    "denies_at" TIMESTAMPTZ(3),
    "settings" JSONB NOT NULL,

    CONSTRAINT "approval_stage_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "approval_approver" (
    "tenant_id" UUID NOT NULL,
    "stage_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "approval_approver_pkey" PRIMARY KEY ("tenant_id","stage_id","user_id")
);
CREATE TABLE "connected_organization" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "description" TEXT,
    "state" TEXT NOT NULL DEFAULT 'configured',
    "identity_sources" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connected_organization_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "connected_organization_sponsor" (
    "tenant_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "connected_organization_sponsor_pkey" PRIMARY KEY ("tenant_id","organization_id","kind","user_id")
);
CREATE INDEX "assignment_request_tenant_id_created_by_id_idx" ON "assignment_request"("tenant_id", "created_by_id");
CREATE INDEX "assignment_tenant_id_created_by_id_idx" ON "assignment"("tenant_id", "created_by_id");
CREATE UNIQUE INDEX "approval_stage_tenant_id_request_id_ordinal_key" ON "approval_stage"("tenant_id", "request_id", "ordinal");
CREATE INDEX "approval_approver_tenant_id_user_id_idx" ON "approval_approver"("tenant_id", "user_id");
CREATE UNIQUE INDEX "connected_organization_tenant_id_display_name_key" ON "connected_organization"("tenant_id", "display_name");
ALTER TABLE "user_sponsor" ADD CONSTRAINT "user_sponsor_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "directory_user"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "user_sponsor" ADD CONSTRAINT "user_sponsor_tenant_id_sponsor_id_fkey" FOREIGN KEY ("tenant_id", "sponsor_id") REFERENCES "directory_user"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "incompatible_access_package" ADD CONSTRAINT "incompatible_access_package_tenant_id_access_package_id_fkey" FOREIGN KEY ("tenant_id", "access_package_id") REFERENCES "access_package"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "incompatible_access_package" ADD CONSTRAINT "incompatible_access_package_tenant_id_incompatible_with_id_fkey" FOREIGN KEY ("tenant_id", "incompatible_with_id") REFERENCES "access_package"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "incompatible_group" ADD CONSTRAINT "incompatible_group_tenant_id_access_package_id_fkey" FOREIGN KEY ("tenant_id", "access_package_id") REFERENCES "access_package"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "incompatible_group" ADD CONSTRAINT "incompatible_group_tenant_id_group_id_fkey" FOREIGN KEY ("tenant_id", "group_id") REFERENCES "directory_group"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "approval_stage" ADD CONSTRAINT "approval_stage_tenant_id_request_id_fkey" FOREIGN KEY ("tenant_id", "request_id") REFERENCES "assignment_request"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "approval_approver" ADD CONSTRAINT "approval_approver_tenant_id_stage_id_fkey" FOREIGN KEY ("tenant_id", "stage_id") REFERENCES "approval_stage"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "connected_organization_sponsor" ADD CONSTRAINT "connected_organization_sponsor_tenant_id_organization_id_fkey" FOREIGN KEY ("tenant_id", "organization_id") REFERENCES "connected_organization"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "connected_organization_sponsor" ADD CONSTRAINT "connected_organization_sponsor_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "directory_user"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- A subject outlives the person: who had access stays on record.
ALTER TABLE "subject" DROP CONSTRAINT "subject_tenant_id_object_id_fkey";

-- Found by their due instants; partial, so that Prisma's schema does not show them.
CREATE INDEX "approval_stage_due_denial" ON "approval_stage"("denies_at") WHERE "status" = 'InProgress';
CREATE INDEX "approval_stage_due_escalation" ON "approval_stage"("escalates_at") WHERE "status" = 'InProgress' AND "escalated_at" IS NULL;
CREATE INDEX "assignment_request_due_retention" ON "assignment_request"("completed_at") WHERE "completed_at" IS NOT NULL;

-- Who sent the requests so far, as the log has it.
UPDATE "assignment_request" r SET "created_by_id" = e."actor"::uuid FROM "domain_event" e
WHERE e."tenant_id" = r."tenant_id" AND e."aggregate_id" = r."id" AND e."name" = 'assignmentRequest.submitted' AND e."actor" ~ '^[0-9a-f-]{36}$';
UPDATE "assignment" a SET "created_by_id" = r."created_by_id" FROM "assignment_request" r
WHERE r."tenant_id" = a."tenant_id" AND r."id" = a."request_id";
CREATE INDEX "assignment_due_reminder" ON "assignment"("reminders", "end_at") WHERE "state" <> 'expired';
