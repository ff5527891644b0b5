-- Groups may have owners, people of the directory; what somebody owns goes with either of them.
CREATE TABLE "group_owner" (
    "tenant_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "group_owner_pkey" PRIMARY KEY ("tenant_id","group_id","user_id")
);
CREATE INDEX "group_owner_tenant_id_user_id_idx" ON "group_owner"("tenant_id", "user_id");
ALTER TABLE "group_owner" ADD CONSTRAINT "group_owner_tenant_id_group_id_fkey" FOREIGN KEY ("tenant_id", "group_id") REFERENCES "directory_group"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "group_owner" ADD CONSTRAINT "group_owner_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "directory_user"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
