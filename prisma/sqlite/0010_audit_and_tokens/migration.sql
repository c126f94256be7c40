-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN "address" TEXT;
ALTER TABLE "AuditEvent" ADD COLUMN "contextDigest" TEXT;
ALTER TABLE "AuditEvent" ADD COLUMN "credentialType" TEXT;
ALTER TABLE "AuditEvent" ADD COLUMN "durationMicroseconds" INTEGER;
ALTER TABLE "AuditEvent" ADD COLUMN "keyVersionId" TEXT;
ALTER TABLE "AuditEvent" ADD COLUMN "otherKeyIds" TEXT;
ALTER TABLE "AuditEvent" ADD COLUMN "sessionId" TEXT;
ALTER TABLE "AuditEvent" ADD COLUMN "targetFingerprint" TEXT;
ALTER TABLE "AuditEvent" ADD COLUMN "userAgent" TEXT;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN "address" TEXT;
ALTER TABLE "Session" ADD COLUMN "createdAt" DATETIME;
ALTER TABLE "Session" ADD COLUMN "id" TEXT;
ALTER TABLE "Session" ADD COLUMN "issuer" TEXT;
ALTER TABLE "Session" ADD COLUMN "roleId" TEXT;
ALTER TABLE "Session" ADD COLUMN "subject" TEXT;
ALTER TABLE "Session" ADD COLUMN "userAgent" TEXT;
ALTER TABLE "Session" ADD COLUMN "userId" TEXT;

-- AlterTable
ALTER TABLE "SignInLink" ADD COLUMN "createdAt" DATETIME;
ALTER TABLE "SignInLink" ADD COLUMN "id" TEXT;

-- CreateTable
CREATE TABLE "AuditBlock" (
    "throughId" TEXT NOT NULL PRIMARY KEY,
    "afterId" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "AuditBlockValue" (
    "accountId" TEXT NOT NULL,
    "facet" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "throughId" TEXT NOT NULL,

    PRIMARY KEY ("accountId", "facet", "value", "throughId")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "userId" TEXT,
    "name" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "policy" TEXT,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    "mac" BLOB NOT NULL,
    "rootKeyId" TEXT NOT NULL,
    CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ApiToken_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "AuditBlockValue_throughId_idx" ON "AuditBlockValue"("throughId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_hash_key" ON "ApiToken"("hash");

-- CreateIndex
CREATE INDEX "ApiToken_accountId_id_idx" ON "ApiToken"("accountId", "id");

-- CreateIndex
CREATE INDEX "ApiToken_userId_idx" ON "ApiToken"("userId");

-- CreateIndex
CREATE INDEX "ApiToken_rootKeyId_id_idx" ON "ApiToken"("rootKeyId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Session_id_key" ON "Session"("id");

-- CreateIndex
CREATE INDEX "Session_accountId_id_idx" ON "Session"("accountId", "id");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "SignInLink_id_key" ON "SignInLink"("id");

-- CreateIndex
CREATE INDEX "SignInLink_expiresAt_idx" ON "SignInLink"("expiresAt");
