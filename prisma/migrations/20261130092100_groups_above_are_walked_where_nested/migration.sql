-- The groups that are reached from some, upwards (the groups that hold them) or down, and whether there may be more: breadth-first search, one row
-- for each level (lateral joins). Every group is left once, so that circles end, and no more is read than the levels and the memberships that may be
-- looked at. OFFSET keeps each step on the index.
CREATE FUNCTION "groups_reached"("tenant" UUID, "start" UUID[], "upwards" BOOLEAN, "deepest" INTEGER, "most" INTEGER, OUT "seen" UUID[], OUT "is_cut" BOOLEAN)
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  WITH RECURSIVE walk AS (
    SELECT 1 AS depth, "start" AS frontier, "start" AS met, 0 AS looked
    UNION ALL
    SELECT walk.depth + 1, step.ids, walk.met || step.ids, walk.looked + step.looked
    FROM walk CROSS JOIN LATERAL (
      WITH edge AS MATERIALIZED (
        SELECT next.id FROM unnest(walk.frontier) AS near (id) CROSS JOIN LATERAL (
          (SELECT n."group_id" FROM "nested_group" n WHERE "upwards" AND n."tenant_id" = "tenant" AND n."member_id" = near.id
            ORDER BY n."group_id" OFFSET 0)
          UNION ALL
          (SELECT n."member_id" FROM "nested_group" n WHERE NOT "upwards" AND n."tenant_id" = "tenant" AND n."group_id" = near.id
            ORDER BY n."member_id" OFFSET 0)) AS next (id)
        LIMIT "most" + 1 - walk.looked)
      SELECT ARRAY(SELECT id FROM edge EXCEPT SELECT unnest(walk.met) ORDER BY 1) AS ids, (SELECT count(*)::int4 FROM edge) AS looked
    ) AS step
    WHERE walk.depth < "deepest" AND walk.frontier <> '{}' AND walk.looked <= "most")
  SELECT walk.met, walk.looked > "most" FROM walk ORDER BY walk.depth DESC LIMIT 1 INTO "seen", "is_cut";
END $$;

-- Groups with those that hold them; null where there are more than are looked at. For whoever is in no nested group, as most are, it is one look.
CREATE FUNCTION "groups_above"("tenant" UUID, "start" UUID[], "deepest" INTEGER, "most" INTEGER) RETURNS UUID[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  walked RECORD;
BEGIN
  IF NOT EXISTS (SELECT FROM "nested_group" n WHERE n."tenant_id" = "tenant" AND n."member_id" = ANY("start")) THEN RETURN "start"; END IF;
  walked := "groups_reached"("tenant", "start", true, "deepest", "most");
  RETURN CASE WHEN NOT walked."is_cut" THEN walked."seen" END;
END $$;
