-- AlterTable
ALTER TABLE "Key" ADD COLUMN "nextRotationDate" DATETIME;
ALTER TABLE "Key" ADD COLUMN "rotationIntervalSeconds" INTEGER;

-- CreateTable
CREATE TABLE "Alias" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Alias_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Tag" (
    "accountId" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "tagKey" TEXT NOT NULL,
    "tagValue" TEXT NOT NULL,

    PRIMARY KEY ("keyId", "tagKey"),
    CONSTRAINT "Tag_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Alias_accountId_id_idx" ON "Alias"("accountId", "id");

-- CreateIndex
CREATE INDEX "Alias_keyId_id_idx" ON "Alias"("keyId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Alias_accountId_name_key" ON "Alias"("accountId", "name");

-- CreateIndex
CREATE INDEX "Tag_accountId_tagKey_tagValue_idx" ON "Tag"("accountId", "tagKey", "tagValue");

-- CreateIndex
CREATE INDEX "Tag_accountId_keyId_tagKey_idx" ON "Tag"("accountId", "keyId", "tagKey");

-- CreateIndex
CREATE INDEX "Key_nextRotationDate_idx" ON "Key"("nextRotationDate");
