-- A request outlives its package, policy and people: what is gone at delivery fails it with a reason, and never blocks a deletion.
ALTER TABLE "assignment_request" DROP CONSTRAINT "assignment_request_tenant_id_requestor_id_fkey";
ALTER TABLE "assignment_request" DROP CONSTRAINT "assignment_request_tenant_id_access_package_id_fkey";
ALTER TABLE "assignment_request" DROP CONSTRAINT "assignment_request_tenant_id_assignment_policy_id_fkey";

-- What delivery does: add, update or remove.
ALTER TABLE "assignment_request" ADD COLUMN "effect" TEXT;
UPDATE "assignment_request" SET "effect" = CASE WHEN "request_type" LIKE '%Remove' THEN 'remove' WHEN "request_type" LIKE '%Update' THEN 'update' ELSE 'add' END;
ALTER TABLE "assignment_request" ALTER COLUMN "effect" SET NOT NULL;

CREATE INDEX "assignment_request_tenant_id_requestor_id_idx" ON "assignment_request"("tenant_id", "requestor_id");

-- Found by their due instant; partial, so that Prisma's schema does not show them.
CREATE INDEX "assignment_request_due_start" ON "assignment_request"("start_at") WHERE "state" = 'scheduled';
CREATE INDEX "assignment_due_end" ON "assignment"("end_at") WHERE "state" <> 'expired';
DROP INDEX "assignment_end_at_idx";
