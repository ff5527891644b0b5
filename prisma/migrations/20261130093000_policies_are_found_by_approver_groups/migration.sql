-- The groups that a policy names among those who decide, in any stage and any list of it, each with its tenant: whoever changes who is in
-- such a group is asked whether they might have named it. An expression, so Prisma's schema does not show the index.
CREATE OR REPLACE FUNCTION "approver_groups_of"("tenant_id" UUID, "settings" JSONB) RETURNS TEXT[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY(
    SELECT DISTINCT "tenant_id" || '/' || lower(named #>> '{}')
    FROM (
      SELECT jsonb_path_query("settings", '$.requestApprovalSettings.stages[*].*[*].groupId')
      UNION ALL
      SELECT jsonb_path_query("settings", '$.requestApprovalSettings.stages[*].*[*].groups[*].id')
    ) AS groups (named)
    WHERE jsonb_typeof(named) = 'string')
$$;
CREATE INDEX IF NOT EXISTS "assignment_policy_approver_groups" ON "assignment_policy" USING gin ("approver_groups_of"("tenant_id", "settings")) WITH (fastupdate = off);
