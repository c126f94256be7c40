-- CreateTable
CREATE TABLE "KeyCount" (
    "accountId" TEXT NOT NULL,
    "slot" INTEGER NOT NULL,
    "keys" INTEGER NOT NULL,

    PRIMARY KEY ("accountId", "slot")
);

-- By triggers, so that code of before this migration counts as well: it may come back after it.
CREATE TRIGGER "Key_counted" AFTER INSERT ON "Key" BEGIN
    INSERT INTO "KeyCount" ("accountId", "slot", "keys") VALUES (NEW."accountId", 0, 1)
    ON CONFLICT ("accountId", "slot") DO UPDATE SET "keys" = "keys" + 1;
END;

CREATE TRIGGER "Key_uncounted" AFTER DELETE ON "Key" BEGIN
    UPDATE "KeyCount" SET "keys" = "keys" - 1 WHERE "accountId" = OLD."accountId" AND "slot" = 0;
END;

INSERT INTO "KeyCount" ("accountId", "slot", "keys") SELECT "accountId", 0, count(*) FROM "Key" GROUP BY "accountId";
