-- CreateTable
CREATE TABLE "Compatibility" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "lowestLevel" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "RootKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "parameters" BLOB NOT NULL,
    "canary" BLOB NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Replica" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "rootKeyIds" TEXT NOT NULL,
    "wrapsUnder" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "seenAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ClientToken" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "inputDigest" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- The root key that wrapped everything so far. What its row was called is authenticated nowhere.
INSERT INTO "RootKey" ("id", "accountId", "state", "provider", "parameters", "canary", "createdAt") SELECT 'initial', "accountId", 'current', 'key', x'', "canary", "createdAt" FROM "Deployment";

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_AccessKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "sealedSecret" BLOB NOT NULL,
    "rootKeyId" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "allowedActions" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "AccessKey_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_AccessKey" ("accountId", "allowedActions", "createdAt", "enabled", "id", "rootKeyId", "sealedSecret") SELECT "accountId", "allowedActions", "createdAt", "enabled", "id", 'initial', "sealedSecret" FROM "AccessKey";
DROP TABLE "AccessKey";
ALTER TABLE "new_AccessKey" RENAME TO "AccessKey";
CREATE INDEX "AccessKey_rootKeyId_id_idx" ON "AccessKey"("rootKeyId", "id");
CREATE TABLE "new_Deployment" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);
INSERT INTO "new_Deployment" ("accountId", "createdAt", "id", "region") SELECT "accountId", "createdAt", "id", "region" FROM "Deployment";
DROP TABLE "Deployment";
ALTER TABLE "new_Deployment" RENAME TO "Deployment";
CREATE TABLE "new_KeyVersion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "wrappedMaterial" BLOB NOT NULL,
    "rootKeyId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "KeyVersion_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "KeyVersion_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_KeyVersion" ("accountId", "createdAt", "id", "keyId", "rootKeyId", "wrappedMaterial") SELECT "accountId", "createdAt", "id", "keyId", 'initial', "wrappedMaterial" FROM "KeyVersion";
DROP TABLE "KeyVersion";
ALTER TABLE "new_KeyVersion" RENAME TO "KeyVersion";
CREATE INDEX "KeyVersion_keyId_id_idx" ON "KeyVersion"("keyId", "id");
CREATE INDEX "KeyVersion_rootKeyId_id_idx" ON "KeyVersion"("rootKeyId", "id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "ClientToken_expiresAt_idx" ON "ClientToken"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "RootKey_state_key" ON "RootKey"("state");

-- DropIndex
DROP INDEX "Key_accountId_id_idx";

-- CreateIndex
CREATE INDEX "Key_accountId_id_deleteDate_idx" ON "Key"("accountId", "id", "deleteDate");

-- CreateIndex
CREATE INDEX "Key_accountId_deleteDate_idx" ON "Key"("accountId", "deleteDate");

-- It takes a column away, which only code of this level does without.
INSERT INTO "Compatibility" ("id", "lowestLevel") VALUES (1, 3);
