-- Transactional outbox: where nobody has subscribed, telling costs one look. Tables are named with their schema, as whoever inserts may have another
-- search_path, and a setting for each call costs. Each statement here sees what is committed by then: whoever registers meanwhile is seen, or comes after.
DO $do$ BEGIN
  EXECUTE format($statement$
    CREATE OR REPLACE FUNCTION %1$I."tell_consumers"() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      IF EXISTS (SELECT FROM %1$I."event_subscription") THEN
        INSERT INTO %1$I."consumer_delivery" ("consumer", "position", "event_name")
          SELECT s."consumer", l."position", l."name" FROM "logged" l JOIN %1$I."event_subscription" s ON s."event_name" = l."name";
      END IF;
      RETURN NULL;
    END $body$
  $statement$, current_schema());
END $do$;
