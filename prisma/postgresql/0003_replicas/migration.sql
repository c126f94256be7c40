-- Everything: PostgreSQL begins at the level that SQLite has reached here.

-- CreateTable
CREATE TABLE "Compatibility" (
    "id" INTEGER NOT NULL,
    "lowestLevel" INTEGER NOT NULL,

    CONSTRAINT "Compatibility_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Deployment" (
    "id" INTEGER NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "region" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RootKey" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "provider" TEXT COLLATE "C" NOT NULL,
    "parameters" BYTEA NOT NULL,
    "canary" BYTEA NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RootKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Replica" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "rootKeyIds" TEXT COLLATE "C" NOT NULL,
    "wrapsUnder" TEXT COLLATE "C" NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Replica_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccessKey" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "sealedSecret" BYTEA NOT NULL,
    "rootKeyId" TEXT COLLATE "C" NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "allowedActions" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AccessKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Key" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "creator" TEXT COLLATE "C" NOT NULL,
    "description" TEXT COLLATE "C" NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "usage" TEXT COLLATE "C" NOT NULL,
    "spec" TEXT COLLATE "C" NOT NULL,
    "origin" TEXT COLLATE "C" NOT NULL,
    "protectionLevel" TEXT COLLATE "C" NOT NULL,
    "primaryVersionId" TEXT COLLATE "C",
    "deleteDate" TIMESTAMP(3),
    "materialExpireTime" TIMESTAMP(3),
    "lastRotationDate" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,
    "revision" INTEGER NOT NULL,
    "deletionProtected" BOOLEAN NOT NULL DEFAULT false,
    "deletionProtectionDescription" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "importEpoch" INTEGER NOT NULL DEFAULT 0,
    "materialDigest" BYTEA,

    CONSTRAINT "Key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KeyUse" (
    "accountId" TEXT COLLATE "C" NOT NULL,
    "keyId" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,
    "uses" INTEGER NOT NULL,
    "lastUsedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "KeyUse_pkey" PRIMARY KEY ("keyId","day")
);

-- CreateTable
CREATE TABLE "KeyVersion" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "keyId" TEXT COLLATE "C" NOT NULL,
    "wrappedMaterial" BYTEA NOT NULL,
    "rootKeyId" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "KeyVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "accessKeyId" TEXT COLLATE "C" NOT NULL,
    "requestId" TEXT COLLATE "C" NOT NULL,
    "surface" TEXT COLLATE "C" NOT NULL,
    "operation" TEXT COLLATE "C" NOT NULL,
    "keyId" TEXT COLLATE "C",
    "outcome" TEXT COLLATE "C" NOT NULL,
    "details" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Nonce" (
    "accountId" TEXT COLLATE "C" NOT NULL,
    "accessKeyId" TEXT COLLATE "C" NOT NULL,
    "hash" TEXT COLLATE "C" NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Nonce_pkey" PRIMARY KEY ("accessKeyId","hash")
);

-- CreateTable
CREATE TABLE "ClientToken" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "inputDigest" TEXT COLLATE "C" NOT NULL,
    "keyId" TEXT COLLATE "C" NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ClientToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInLink" (
    "hash" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "accessKeyId" TEXT COLLATE "C" NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SignInLink_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "Session" (
    "hash" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "accessKeyId" TEXT COLLATE "C" NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "RootKey_state_key" ON "RootKey"("state");

-- CreateIndex
CREATE INDEX "AccessKey_rootKeyId_id_idx" ON "AccessKey"("rootKeyId", "id");

-- CreateIndex
CREATE INDEX "Key_accountId_id_deleteDate_idx" ON "Key"("accountId", "id", "deleteDate");

-- CreateIndex
CREATE INDEX "Key_accountId_deleteDate_idx" ON "Key"("accountId", "deleteDate");

-- CreateIndex
CREATE INDEX "Key_state_deleteDate_idx" ON "Key"("state", "deleteDate");

-- CreateIndex
CREATE INDEX "Key_materialExpireTime_idx" ON "Key"("materialExpireTime");

-- CreateIndex
CREATE INDEX "KeyVersion_keyId_id_idx" ON "KeyVersion"("keyId", "id");

-- CreateIndex
CREATE INDEX "KeyVersion_rootKeyId_id_idx" ON "KeyVersion"("rootKeyId", "id");

-- CreateIndex
CREATE INDEX "Nonce_expiresAt_idx" ON "Nonce"("expiresAt");

-- CreateIndex
CREATE INDEX "ClientToken_expiresAt_idx" ON "ClientToken"("expiresAt");

-- AddForeignKey
ALTER TABLE "AccessKey" ADD CONSTRAINT "AccessKey_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KeyVersion" ADD CONSTRAINT "KeyVersion_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KeyVersion" ADD CONSTRAINT "KeyVersion_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

INSERT INTO "Compatibility" ("id", "lowestLevel") VALUES (1, 3);
