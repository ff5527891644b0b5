-- People, groups and subjects are asked for by what names them, in any case of letters. Expressions, so Prisma's schema does not show them.
CREATE INDEX IF NOT EXISTS "directory_user_mail_in_any_case" ON "directory_user"("tenant_id", lower("mail"));
CREATE INDEX IF NOT EXISTS "directory_user_display_name_in_any_case" ON "directory_user"("tenant_id", lower("display_name"));
CREATE INDEX IF NOT EXISTS "directory_group_display_name_in_any_case" ON "directory_group"("tenant_id", lower("display_name"));
CREATE INDEX IF NOT EXISTS "subject_email_in_any_case" ON "subject"("tenant_id", lower("email"));
CREATE INDEX IF NOT EXISTS "subject_principal_name_in_any_case" ON "subject"("tenant_id", lower("principal_name"));
CREATE INDEX IF NOT EXISTS "subject_display_name_in_any_case" ON "subject"("tenant_id", lower("display_name"));
