-- Consumers are told of events after the commit: who hears what, what is on its way to them, and what was put aside.
CREATE TABLE "event_subscription" (
    "event_name" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "replayed_to" BIGINT,
    "replay_until" BIGINT,

    CONSTRAINT "event_subscription_pkey" PRIMARY KEY ("event_name","consumer")
);
CREATE TABLE "consumer_delivery" (
    "consumer" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "event_name" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_error" TEXT,

    CONSTRAINT "consumer_delivery_pkey" PRIMARY KEY ("consumer","position")
);
CREATE TABLE "consumer_dead_letter" (
    "consumer" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "event_name" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "died_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consumer_dead_letter_pkey" PRIMARY KEY ("consumer","position")
);
CREATE INDEX "consumer_delivery_consumer_event_name_due_at_position_idx" ON "consumer_delivery"("consumer", "event_name", "due_at", "position");

-- Transactional outbox: the statement that publishes writes a row for whoever hears of it, in processes of before too.
CREATE FUNCTION "tell_consumers"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO "consumer_delivery" ("consumer", "position", "event_name")
    SELECT s."consumer", l."position", l."name" FROM "logged" l JOIN "event_subscription" s ON s."event_name" = l."name";
  RETURN NULL;
END $$;
CREATE TRIGGER "consumers_are_told" AFTER INSERT ON "domain_event"
  REFERENCING NEW TABLE AS "logged" FOR EACH STATEMENT EXECUTE FUNCTION "tell_consumers"();
