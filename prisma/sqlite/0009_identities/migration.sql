-- AlterTable
ALTER TABLE "AccessKey" ADD COLUMN "configured" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "AccessKey" ADD COLUMN "expiresAt" DATETIME;
ALTER TABLE "AccessKey" ADD COLUMN "mac" BLOB;
ALTER TABLE "AccessKey" ADD COLUMN "userId" TEXT;

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "sessionsValidAfter" DATETIME,
    "sealedTokenKey" BLOB NOT NULL,
    "mac" BLOB NOT NULL,
    "rootKeyId" TEXT NOT NULL,
    CONSTRAINT "Account_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "IdentityEpoch" (
    "accountId" TEXT NOT NULL PRIMARY KEY,
    "epoch" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "mobilePhone" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "comments" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "mac" BLOB NOT NULL,
    "rootKeyId" TEXT NOT NULL,
    CONSTRAINT "User_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Role" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "trustPolicy" TEXT NOT NULL,
    "maxSessionDurationSeconds" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "mac" BLOB NOT NULL,
    "rootKeyId" TEXT NOT NULL,
    CONSTRAINT "Role_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Policy" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "defaultVersion" INTEGER NOT NULL,
    "lastVersion" INTEGER NOT NULL,
    "attachments" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "mac" BLOB NOT NULL,
    "rootKeyId" TEXT NOT NULL,
    CONSTRAINT "Policy_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PolicyVersion" (
    "accountId" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "document" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,

    PRIMARY KEY ("policyId", "number"),
    CONSTRAINT "PolicyVersion_policyId_fkey" FOREIGN KEY ("policyId") REFERENCES "Policy" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Attachment" (
    "accountId" TEXT NOT NULL,
    "principalId" TEXT NOT NULL,
    "principalType" TEXT NOT NULL,
    "policyType" TEXT NOT NULL,
    "policyName" TEXT NOT NULL,
    "policyId" TEXT,
    "attachedAt" DATETIME NOT NULL,

    PRIMARY KEY ("principalId", "policyType", "policyName")
);

-- CreateTable
CREATE TABLE "AccessKeyUse" (
    "accessKeyId" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "lastUsedAt" DATETIME NOT NULL,
    "service" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "address" TEXT NOT NULL
);

-- AlterTable. The engine would create these tables again; columns that are only added leave the rows and the triggers on
-- "Key" as they are.
ALTER TABLE "AuditEvent" ADD COLUMN "principal" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Key" ADD COLUMN "policy" TEXT;
ALTER TABLE "Key" ADD COLUMN "policyMac" BLOB;
ALTER TABLE "Key" ADD COLUMN "tagsMac" BLOB;
ALTER TABLE "Key" ADD COLUMN "macRootKeyId" TEXT REFERENCES "RootKey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Session" ADD COLUMN "mac" BLOB;
ALTER TABLE "Session" ADD COLUMN "rootKeyId" TEXT REFERENCES "RootKey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "SignInLink" ADD COLUMN "mac" BLOB;
ALTER TABLE "SignInLink" ADD COLUMN "rootKeyId" TEXT REFERENCES "RootKey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- CreateIndex
CREATE INDEX "Key_macRootKeyId_id_idx" ON "Key"("macRootKeyId", "id");

-- CreateIndex
CREATE INDEX "Session_rootKeyId_hash_idx" ON "Session"("rootKeyId", "hash");

-- CreateIndex
CREATE INDEX "SignInLink_rootKeyId_hash_idx" ON "SignInLink"("rootKeyId", "hash");

-- CreateIndex
CREATE INDEX "Account_rootKeyId_id_idx" ON "Account"("rootKeyId", "id");

-- CreateIndex
CREATE INDEX "User_rootKeyId_id_idx" ON "User"("rootKeyId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "User_accountId_name_key" ON "User"("accountId", "name");

-- CreateIndex
CREATE INDEX "Role_rootKeyId_id_idx" ON "Role"("rootKeyId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Role_accountId_name_key" ON "Role"("accountId", "name");

-- CreateIndex
CREATE INDEX "Policy_rootKeyId_id_idx" ON "Policy"("rootKeyId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Policy_accountId_name_key" ON "Policy"("accountId", "name");

-- CreateIndex
CREATE INDEX "Attachment_accountId_policyType_policyName_idx" ON "Attachment"("accountId", "policyType", "policyName");

-- CreateIndex
CREATE INDEX "Attachment_policyId_idx" ON "Attachment"("policyId");

-- CreateIndex
CREATE INDEX "AccessKey_accountId_id_idx" ON "AccessKey"("accountId", "id");

-- CreateIndex
CREATE INDEX "AccessKey_userId_idx" ON "AccessKey"("userId");

-- Older releases know neither policies nor MACs: a row that they write would be denied, and they would let in whoever a
-- policy denies. So this release does not run beside them.
UPDATE "Compatibility" SET "lowestLevel" = 9;
