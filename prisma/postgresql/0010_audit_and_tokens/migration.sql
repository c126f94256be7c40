-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN     "address" TEXT COLLATE "C",
ADD COLUMN     "contextDigest" TEXT COLLATE "C",
ADD COLUMN     "credentialType" TEXT COLLATE "C",
ADD COLUMN     "durationMicroseconds" INTEGER,
ADD COLUMN     "keyVersionId" TEXT COLLATE "C",
ADD COLUMN     "otherKeyIds" TEXT COLLATE "C",
ADD COLUMN     "sessionId" TEXT COLLATE "C",
ADD COLUMN     "targetFingerprint" TEXT COLLATE "C",
ADD COLUMN     "userAgent" TEXT COLLATE "C";

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "address" TEXT COLLATE "C",
ADD COLUMN     "createdAt" TIMESTAMP(3),
ADD COLUMN     "id" TEXT COLLATE "C",
ADD COLUMN     "issuer" TEXT COLLATE "C",
ADD COLUMN     "roleId" TEXT COLLATE "C",
ADD COLUMN     "subject" TEXT COLLATE "C",
ADD COLUMN     "userAgent" TEXT COLLATE "C",
ADD COLUMN     "userId" TEXT COLLATE "C";

-- AlterTable
ALTER TABLE "SignInLink" ADD COLUMN     "createdAt" TIMESTAMP(3),
ADD COLUMN     "id" TEXT COLLATE "C";

-- CreateTable
CREATE TABLE "AuditBlock" (
    "throughId" TEXT COLLATE "C" NOT NULL,
    "afterId" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "AuditBlock_pkey" PRIMARY KEY ("throughId")
);

-- CreateTable
CREATE TABLE "AuditBlockValue" (
    "accountId" TEXT COLLATE "C" NOT NULL,
    "facet" TEXT COLLATE "C" NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,
    "throughId" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "AuditBlockValue_pkey" PRIMARY KEY ("accountId","facet","value","throughId")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "hash" TEXT COLLATE "C" NOT NULL,
    "userId" TEXT COLLATE "C",
    "name" TEXT COLLATE "C" NOT NULL,
    "hint" TEXT COLLATE "C" NOT NULL,
    "policy" TEXT COLLATE "C",
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3),
    "mac" BYTEA NOT NULL,
    "rootKeyId" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
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

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_rootKeyId_fkey" FOREIGN KEY ("rootKeyId") REFERENCES "RootKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
