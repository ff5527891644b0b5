-- Requests newest first, and what is open or failed without what is over; assignments show no time to be ordered by.
CREATE INDEX IF NOT EXISTS "assignment_request_newest" ON "assignment_request"("tenant_id", "created_at" DESC, "id");
CREATE INDEX IF NOT EXISTS "assignment_request_open_or_failed" ON "assignment_request"("tenant_id", "state", "id") WHERE "state" NOT IN ('delivered', 'denied', 'canceled');
CREATE INDEX IF NOT EXISTS "assignment_open_or_failed" ON "assignment"("tenant_id", "state", "id") WHERE "state" NOT IN ('delivered', 'expired');
