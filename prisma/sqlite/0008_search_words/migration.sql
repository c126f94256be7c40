-- CreateTable
CREATE TABLE "KeyWord" (
    "accountId" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "source" TEXT NOT NULL,

    PRIMARY KEY ("accountId", "word", "keyId", "source"),
    CONSTRAINT "KeyWord_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "KeyWord_keyId_idx" ON "KeyWord"("keyId");

-- CreateIndex
CREATE INDEX "Key_accountId_createdAt_id_idx" ON "Key"("accountId", "createdAt", "id");
