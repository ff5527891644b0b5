-- Groups may be members of groups; each goes with either of them. No group is in itself: circles are of two or more.
CREATE TABLE "nested_group" (
    "tenant_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,

    CONSTRAINT "nested_group_pkey" PRIMARY KEY ("tenant_id","group_id","member_id"),
    CONSTRAINT "nested_group_is_another" CHECK ("group_id" <> "member_id")
);
CREATE INDEX "nested_group_tenant_id_member_id_group_id_idx" ON "nested_group"("tenant_id", "member_id", "group_id");
ALTER TABLE "nested_group" ADD CONSTRAINT "nested_group_tenant_id_group_id_fkey" FOREIGN KEY ("tenant_id", "group_id") REFERENCES "directory_group"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "nested_group" ADD CONSTRAINT "nested_group_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "directory_group"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
