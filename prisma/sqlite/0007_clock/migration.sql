-- CreateTable
CREATE TABLE "ClockState" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "seenAt" DATETIME NOT NULL,
    "heldSince" DATETIME,
    "heldMilliseconds" INTEGER NOT NULL DEFAULT 0,
    "heldFor" TEXT NOT NULL DEFAULT '',
    "sweptTo" DATETIME
);
