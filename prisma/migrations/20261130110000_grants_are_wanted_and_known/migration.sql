-- What somebody should have outside an assignment's own row, and what is known of it there. The database itself keeps what is wanted in line with
-- the live assignments and the role scopes of their packages, whoever writes them, processes of before too.
CREATE TABLE "access_grant" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "origin_system" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "resource_origin_id" TEXT NOT NULL,
    "role_origin_id" TEXT NOT NULL,
    "is_wanted" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "is_known" BOOLEAN NOT NULL DEFAULT false,
    "known_version" INTEGER NOT NULL DEFAULT 0,
    "wanted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "lease" INTEGER NOT NULL DEFAULT 0,
    "leased_until" TIMESTAMPTZ(3),

    CONSTRAINT "access_grant_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "access_grant_tenant_id_target_id_origin_system_environment__key"
  ON "access_grant"("tenant_id", "target_id", "origin_system", "environment", "resource_origin_id", "role_origin_id");
-- What is owed, of each system: what is to be taken away first.
CREATE INDEX "access_grant_owed" ON "access_grant"("environment", "is_wanted", "due_at") WHERE "due_at" IS NOT NULL;

CREATE TABLE "grant_need" (
    "tenant_id" UUID NOT NULL,
    "assignment_id" UUID NOT NULL,
    "role_scope_id" TEXT NOT NULL,
    "access_package_id" UUID NOT NULL,
    "grant_id" UUID NOT NULL,
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "grant_need_pkey" PRIMARY KEY ("tenant_id","assignment_id","role_scope_id"),
    CONSTRAINT "grant_need_tenant_id_grant_id_fkey" FOREIGN KEY ("tenant_id", "grant_id")
      REFERENCES "access_grant"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION
);
CREATE INDEX "grant_need_tenant_id_grant_id_idx" ON "grant_need"("tenant_id", "grant_id");
CREATE INDEX "grant_need_tenant_id_access_package_id_role_scope_id_idx" ON "grant_need"("tenant_id", "access_package_id", "role_scope_id");

ALTER TABLE "assignment" ADD COLUMN "delivering_since" TIMESTAMPTZ(3);

-- A membership is there while somebody wrote it, or a grant gives it.
ALTER TABLE "group_member" ADD COLUMN "is_direct" BOOLEAN NOT NULL DEFAULT true, ADD COLUMN "is_granted" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "group_owner" ADD COLUMN "is_direct" BOOLEAN NOT NULL DEFAULT true, ADD COLUMN "is_granted" BOOLEAN NOT NULL DEFAULT false;

-- An assignment needs what the role scopes of its package give, or one of them: its grants are wanted from now on.
-- The grant is locked before the need is written, as where a need is released: of both at once, the later one sees the other.
CREATE FUNCTION "want_grants"("tenant" UUID, "assignment" UUID, "target" UUID, "package" UUID, "only" TEXT) RETURNS void
  LANGUAGE sql VOLATILE SET search_path FROM CURRENT AS $$
  WITH "given" AS (
    SELECT s."id" AS "role_scope_id", c."origin_system", c."environment", c."origin_id" AS "resource_origin_id", r."origin_id" AS "role_origin_id"
    FROM "resource_role_scope" s
      JOIN "resource_role" r ON r."tenant_id" = s."tenant_id" AND r."id" = s."role_id"
      JOIN "catalog_resource" c ON c."tenant_id" = r."tenant_id" AND c."id" = r."resource_id"
    WHERE s."tenant_id" = "tenant" AND s."access_package_id" = "package" AND ("only" IS NULL OR s."id" = "only")
  ), "wanted" AS (
    INSERT INTO "access_grant" AS g
      ("tenant_id", "id", "target_id", "origin_system", "environment", "resource_origin_id", "role_origin_id", "is_wanted", "due_at")
    SELECT "tenant", gen_random_uuid(), "target", k.*, true, clock_timestamp()
    FROM (SELECT DISTINCT "origin_system", "environment", "resource_origin_id", "role_origin_id" FROM "given" ORDER BY 1, 2, 3, 4) AS k
    ON CONFLICT ("tenant_id", "target_id", "origin_system", "environment", "resource_origin_id", "role_origin_id") DO UPDATE SET
      "is_wanted" = true,
      "version" = g."version" + (NOT g."is_wanted")::int,
      "wanted_at" = CASE WHEN g."is_wanted" THEN g."wanted_at" ELSE clock_timestamp() END,
      "due_at" = CASE WHEN g."is_wanted" THEN g."due_at" ELSE clock_timestamp() END,
      -- What was not surely taken away may be there still, as after a try.
      "attempts" = CASE WHEN g."is_wanted" THEN g."attempts" WHEN g."due_at" IS NOT NULL THEN 1 ELSE 0 END,
      "last_error" = CASE WHEN g."is_wanted" THEN g."last_error" END
    RETURNING g.*
  )
  INSERT INTO "grant_need" ("tenant_id", "assignment_id", "role_scope_id", "access_package_id", "grant_id")
    SELECT "tenant", "assignment", given."role_scope_id", "package", wanted."id"
    FROM "given" JOIN "wanted" USING ("origin_system", "environment", "resource_origin_id", "role_origin_id")
  ON CONFLICT ("tenant_id", "assignment_id", "role_scope_id") DO UPDATE SET "released_at" = NULL
$$;

-- An assignment needs nothing any more, or no more what one role scope gave: a grant that no other needs is not wanted any more.
CREATE FUNCTION "release_grants"("tenant" UUID, "assignment" UUID, "only" TEXT) RETURNS void
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE "released" UUID[];
BEGIN
  WITH gone AS (
    UPDATE "grant_need" SET "released_at" = clock_timestamp()
    WHERE "tenant_id" = "tenant" AND "assignment_id" = "assignment" AND "released_at" IS NULL AND ("only" IS NULL OR "role_scope_id" = "only")
    RETURNING "grant_id")
  SELECT array_agg(DISTINCT "grant_id") INTO "released" FROM gone;
  IF "released" IS NULL THEN RETURN; END IF;
  PERFORM FROM "access_grant" WHERE "tenant_id" = "tenant" AND "id" = ANY ("released")
    ORDER BY "origin_system", "environment", "resource_origin_id", "role_origin_id" FOR UPDATE;
  -- A statement of its own: it sees who needs them now that they are locked. What was never begun is not owed.
  UPDATE "access_grant" g SET "is_wanted" = false, "version" = g."version" + 1, "wanted_at" = clock_timestamp(), "attempts" = 0, "last_error" = NULL,
    "known_version" = CASE WHEN g."is_known" OR g."lease" > 0 THEN g."known_version" ELSE g."version" + 1 END,
    "due_at" = CASE WHEN g."is_known" OR g."lease" > 0 THEN clock_timestamp() END
  WHERE g."tenant_id" = "tenant" AND g."id" = ANY ("released") AND g."is_wanted" AND NOT EXISTS (
    SELECT FROM "grant_need" n WHERE n."tenant_id" = g."tenant_id" AND n."grant_id" = g."id" AND n."released_at" IS NULL);
END $$;

-- Tables are named with their schema, as whoever inserts may have another search_path, and a setting for each call costs: an assignment whose
-- package gives no roles costs one look.
DO $do$ BEGIN
  EXECUTE format($statement$
    CREATE FUNCTION %1$I."keep_grants_of_assignment"() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT FROM %1$I."resource_role_scope" WHERE "tenant_id" = NEW."tenant_id" AND "access_package_id" = NEW."access_package_id") THEN
          PERFORM %1$I."want_grants"(NEW."tenant_id", NEW."assignment_id", NEW."target_id", NEW."access_package_id", NULL);
        END IF;
      ELSIF EXISTS (SELECT FROM %1$I."grant_need" WHERE "tenant_id" = OLD."tenant_id" AND "assignment_id" = OLD."assignment_id") THEN
        PERFORM %1$I."release_grants"(OLD."tenant_id", OLD."assignment_id", NULL);
      END IF;
      RETURN NULL;
    END $body$
  $statement$, current_schema());
END $do$;
CREATE TRIGGER "grants_are_kept" AFTER INSERT OR DELETE ON "live_assignment" FOR EACH ROW EXECUTE FUNCTION "keep_grants_of_assignment"();

-- What a package gives changes before or after an assignment of it is made, never beside it: whoever makes one holds the package (by its foreign key)
-- before it looks what the package gives.
CREATE FUNCTION "hold_package_of_role_scope"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM FROM "access_package" WHERE "tenant_id" = OLD."tenant_id" AND "id" = OLD."access_package_id" FOR UPDATE;
    RETURN OLD;
  END IF;
  PERFORM FROM "access_package" WHERE "tenant_id" = NEW."tenant_id" AND "id" = NEW."access_package_id" FOR UPDATE;
  RETURN NEW;
END $$;
CREATE TRIGGER "package_is_held" BEFORE INSERT OR DELETE ON "resource_role_scope" FOR EACH ROW EXECUTE FUNCTION "hold_package_of_role_scope"();
