-- AlterTable
ALTER TABLE "AccessKey" ADD COLUMN     "configured" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "expiresAt" TIMESTAMP(3),
ADD COLUMN     "mac" BYTEA,
ADD COLUMN     "userId" TEXT COLLATE "C";

-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN     "principal" TEXT COLLATE "C" NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "Key" ADD COLUMN     "macRootKeyId" TEXT COLLATE "C",
ADD COLUMN     "policy" TEXT COLLATE "C",
ADD COLUMN     "policyMac" BYTEA,
ADD COLUMN     "tagsMac" BYTEA;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "mac" BYTEA,
ADD COLUMN     "rootKeyId" TEXT COLLATE "C";

-- AlterTable
ALTER TABLE "SignInLink" ADD COLUMN     "mac" BYTEA,
ADD COLUMN     "rootKeyId" TEXT COLLATE "C";

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "sessionsValidAfter" TIMESTAMP(3),
    "sealedTokenKey" BYTEA NOT NULL,
    "mac" BYTEA NOT NULL,
    "rootKeyId" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdentityEpoch" (
    "accountId" TEXT COLLATE "C" NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "IdentityEpoch_pkey" PRIMARY KEY ("accountId")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "displayName" TEXT COLLATE "C" NOT NULL,
    "mobilePhone" TEXT COLLATE "C" NOT NULL,
    "email" TEXT COLLATE "C" NOT NULL,
    "comments" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "mac" BYTEA NOT NULL,
    "rootKeyId" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Role" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "description" TEXT COLLATE "C" NOT NULL,
    "trustPolicy" TEXT COLLATE "C" NOT NULL,
    "maxSessionDurationSeconds" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "mac" BYTEA NOT NULL,
    "rootKeyId" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Role_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Policy" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "description" TEXT COLLATE "C" NOT NULL,
    "defaultVersion" INTEGER NOT NULL,
    "lastVersion" INTEGER NOT NULL,
    "attachments" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "mac" BYTEA NOT NULL,
    "rootKeyId" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PolicyVersion" (
    "accountId" TEXT COLLATE "C" NOT NULL,
    "policyId" TEXT COLLATE "C" NOT NULL,
    "number" INTEGER NOT NULL,
    "document" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PolicyVersion_pkey" PRIMARY KEY ("policyId","number")
);

-- CreateTable
CREATE TABLE "Attachment" (
    "accountId" TEXT COLLATE "C" NOT NULL,
    "principalId" TEXT COLLATE "C" NOT NULL,
    "principalType" TEXT COLLATE "C" NOT NULL,
    "policyType" TEXT COLLATE "C" NOT NULL,
    "policyName" TEXT COLLATE "C" NOT NULL,
    "policyId" TEXT COLLATE "C",
    "attachedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Attachment_pkey" PRIMARY KEY ("principalId","policyType","policyName")
);

-- CreateTable
CREATE TABLE "AccessKeyUse" (
    "accessKeyId" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "lastUsedAt" TIMESTAMP(3) NOT NULL,
    "service" TEXT COLLATE "C" NOT NULL,
    "operation" TEXT COLLATE "C" NOT NULL,
    "address" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "AccessKeyUse_pkey" PRIMARY KEY ("accessKeyId")
);

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

-- CreateIndex
CREATE INDEX "Key_macRootKeyId_id_idx" ON "Key"("macRootKeyId", "id");

-- CreateIndex
CREATE INDEX "Session_rootKeyId_hash_idx" ON "Session"("rootKeyId", "hash");

-- CreateIndex
CREATE INDEX "SignInLink_rootKeyId_hash_idx" ON "SignInLink"("rootKeyId", "hash");

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Role" ADD CONSTRAINT "Role_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Policy" ADD CONSTRAINT "Policy_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PolicyVersion" ADD CONSTRAINT "PolicyVersion_policyId_fkey" FOREIGN KEY ("policyId") REFERENCES "Policy"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Key" ADD CONSTRAINT "Key_macRootKeyId_fkey" FOREIGN KEY ("macRootKeyId") REFERENCES "RootKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInLink" ADD CONSTRAINT "SignInLink_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Older releases know neither policies nor MACs: a row that they write would be denied, and they would let in whoever a
-- policy denies. So this release does not run beside them.
UPDATE "Compatibility" SET "lowestLevel" = 9;
