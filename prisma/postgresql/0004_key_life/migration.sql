-- AlterTable
ALTER TABLE "Key" ADD COLUMN     "nextRotationDate" TIMESTAMP(3),
ADD COLUMN     "rotationIntervalSeconds" INTEGER;

-- CreateTable
CREATE TABLE "Alias" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "keyId" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Alias_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Tag" (
    "accountId" TEXT COLLATE "C" NOT NULL,
    "keyId" TEXT COLLATE "C" NOT NULL,
    "tagKey" TEXT COLLATE "C" NOT NULL,
    "tagValue" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Tag_pkey" PRIMARY KEY ("keyId","tagKey")
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

-- AddForeignKey
ALTER TABLE "Alias" ADD CONSTRAINT "Alias_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Tag" ADD CONSTRAINT "Tag_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE CASCADE ON UPDATE CASCADE;
