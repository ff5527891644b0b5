-- Whom policies let ask for a package themselves: all people of a scope, one person, a group or an organization. What nobody is offered
-- is found by the audiences that somebody belongs to, without a look at the packages. A package never changes its catalog.
CREATE TABLE "offer" (
    "tenant_id" UUID NOT NULL,
    "audience" TEXT NOT NULL,
    "catalog_id" UUID NOT NULL,
    "access_package_id" UUID NOT NULL,
    "policy_id" UUID NOT NULL,
    CONSTRAINT "offer_pkey" PRIMARY KEY ("tenant_id", "audience", "catalog_id", "access_package_id", "policy_id")
);
CREATE INDEX "offer_tenant_id_access_package_id_audience_idx" ON "offer"("tenant_id", "access_package_id", "audience");

-- Whom a policy lets ask, worked out from what it says; sets that its scope does not heed, and whoever may not ask, are left out.
CREATE FUNCTION "audiences_of"("scope" TEXT, "settings" JSONB) RETURNS SETOF TEXT LANGUAGE sql IMMUTABLE AS $$
  SELECT "scope" WHERE "scope" IN ('allMemberUsers', 'allDirectoryUsers', 'allConfiguredConnectedOrganizationUsers', 'allExternalUsers')
    AND "settings"->'requestorSettings'->>'enableTargetsToSelfAddAccess' = 'true'
  UNION
  SELECT kinds."kind" || '/' || (target->>kinds."member")
  FROM jsonb_array_elements(CASE jsonb_typeof("settings"->'specificAllowedTargets') WHEN 'array' THEN "settings"->'specificAllowedTargets' ELSE '[]' END) AS target
  JOIN (VALUES
      ('specificDirectoryUsers', 'singleUser', 'userId'),
      ('specificDirectoryUsers', 'groupMembers', 'groupId'),
      ('specificConnectedOrganizationUsers', 'connectedOrganizationMembers', 'connectedOrganizationId')
    ) AS kinds ("of", "kind", "member") ON regexp_replace(target->>'@odata.type', '^#?microsoft\.graph\.', '') = kinds."kind"
  WHERE kinds."of" = "scope" AND length(target->>kinds."member") = 36
    AND "settings"->'requestorSettings'->>'enableTargetsToSelfAddAccess' = 'true'
$$;

-- Whoever writes a policy keeps its offers, processes of before too.
CREATE FUNCTION "keep_offers_of_policy"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM "offer" WHERE "tenant_id" = OLD."tenant_id" AND "access_package_id" = OLD."access_package_id" AND "policy_id" = OLD."id";
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO "offer" ("tenant_id", "audience", "catalog_id", "access_package_id", "policy_id")
      SELECT NEW."tenant_id", said."audience", k."catalog_id", NEW."access_package_id", NEW."id"
      FROM "access_package" k, "audiences_of"(NEW."allowed_target_scope", NEW."settings") AS said ("audience")
      WHERE k."tenant_id" = NEW."tenant_id" AND k."id" = NEW."access_package_id";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "offers_are_kept" AFTER INSERT OR DELETE OR UPDATE OF "access_package_id", "allowed_target_scope", "settings"
  ON "assignment_policy" FOR EACH ROW EXECUTE FUNCTION "keep_offers_of_policy"();

INSERT INTO "offer" ("tenant_id", "audience", "catalog_id", "access_package_id", "policy_id")
  SELECT p."tenant_id", said."audience", k."catalog_id", p."access_package_id", p."id"
  FROM "assignment_policy" p
  JOIN "access_package" k ON k."tenant_id" = p."tenant_id" AND k."id" = p."access_package_id"
  CROSS JOIN LATERAL "audiences_of"(p."allowed_target_scope", p."settings") AS said ("audience");
