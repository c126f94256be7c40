-- CreateTable
CREATE TABLE "KeyUse" (
    "accountId" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "uses" INTEGER NOT NULL,
    "lastUsedAt" DATETIME NOT NULL,

    PRIMARY KEY ("keyId", "day")
);

-- Columns are added in place: rebuilding the table, as Prisma proposes, would copy every key.
ALTER TABLE "Key" ADD COLUMN "deletionProtected" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Key" ADD COLUMN "deletionProtectionDescription" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Key" ADD COLUMN "importEpoch" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Key" ADD COLUMN "materialDigest" BLOB;

-- CreateIndex
CREATE INDEX "Key_state_deleteDate_idx" ON "Key"("state", "deleteDate");

-- CreateIndex
CREATE INDEX "Key_materialExpireTime_idx" ON "Key"("materialExpireTime");
