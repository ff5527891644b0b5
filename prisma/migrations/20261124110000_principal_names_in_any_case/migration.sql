-- Two spellings of one user principal name are one person. An expression, so Prisma's schema does not show it.
DROP INDEX "directory_user_tenant_id_user_principal_name_key";
CREATE UNIQUE INDEX "directory_user_principal_name" ON "directory_user"("tenant_id", lower("user_principal_name"));

CREATE INDEX "directory_user_tenant_id_user_principal_name_idx" ON "directory_user"("tenant_id", "user_principal_name");
CREATE INDEX "directory_user_tenant_id_manager_id_idx" ON "directory_user"("tenant_id", "manager_id");
