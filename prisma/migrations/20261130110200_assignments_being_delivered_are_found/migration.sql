-- Outside a transaction: the table may be large, and requests go on meanwhile. What waits too long is found by when it began.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "assignment_delivering" ON "assignment"("delivering_since") WHERE "delivering_since" IS NOT NULL;
