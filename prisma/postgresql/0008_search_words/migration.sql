-- CreateTable
CREATE TABLE "KeyWord" (
    "accountId" TEXT COLLATE "C" NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,
    "keyId" TEXT COLLATE "C" NOT NULL,
    "source" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "KeyWord_pkey" PRIMARY KEY ("accountId","word","keyId","source")
);

-- CreateIndex
CREATE INDEX "KeyWord_keyId_idx" ON "KeyWord"("keyId");

-- CreateIndex
CREATE INDEX "Key_accountId_createdAt_id_idx" ON "Key"("accountId", "createdAt", "id");

-- AddForeignKey
ALTER TABLE "KeyWord" ADD CONSTRAINT "KeyWord_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE CASCADE ON UPDATE CASCADE;
