-- CreateTable
CREATE TABLE "KeyCount" (
    "accountId" TEXT COLLATE "C" NOT NULL,
    "slot" INTEGER NOT NULL,
    "keys" INTEGER NOT NULL,

    CONSTRAINT "KeyCount_pkey" PRIMARY KEY ("accountId","slot")
);

-- By triggers, so that replicas of before this migration count as well: they go on beside it while an upgrade rolls.
-- Once for a statement, however many keys it inserts, and in the order of the accounts, as everywhere.
CREATE FUNCTION "countKeys"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "KeyCount" AS "held" ("accountId", "slot", "keys")
    SELECT "accountId", pg_backend_pid() % 64, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END
    FROM "changed" GROUP BY "accountId" ORDER BY "accountId"
    ON CONFLICT ("accountId", "slot") DO UPDATE SET "keys" = "held"."keys" + excluded."keys";
    RETURN NULL;
END $$;

-- Each waits for the transactions that write keys and keeps others from beginning, until the migration is committed:
-- what is counted below is all that they do not count.
CREATE TRIGGER "Key_counted" AFTER INSERT ON "Key"
    REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "countKeys"();
CREATE TRIGGER "Key_uncounted" AFTER DELETE ON "Key"
    REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "countKeys"();

INSERT INTO "KeyCount" ("accountId", "slot", "keys") SELECT "accountId", 0, count(*) FROM "Key" GROUP BY "accountId";
