-- CreateTable
CREATE TABLE "Deployment" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "canary" BLOB NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "AccessKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "sealedSecret" BLOB NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "allowedActions" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Key" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "creator" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "usage" TEXT NOT NULL,
    "spec" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "protectionLevel" TEXT NOT NULL,
    "primaryVersionId" TEXT,
    "deleteDate" DATETIME,
    "materialExpireTime" DATETIME,
    "lastRotationDate" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "revision" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "KeyVersion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "wrappedMaterial" BLOB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "KeyVersion_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "accessKeyId" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "surface" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "keyId" TEXT,
    "outcome" TEXT NOT NULL,
    "details" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Nonce" (
    "accountId" TEXT NOT NULL,
    "accessKeyId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,

    PRIMARY KEY ("accessKeyId", "hash")
);

-- CreateTable
CREATE TABLE "SignInLink" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "accessKeyId" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Session" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "accessKeyId" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "Key_accountId_id_idx" ON "Key"("accountId", "id");

-- CreateIndex
CREATE INDEX "KeyVersion_keyId_id_idx" ON "KeyVersion"("keyId", "id");

-- CreateIndex
CREATE INDEX "Nonce_expiresAt_idx" ON "Nonce"("expiresAt");
