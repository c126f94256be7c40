-- AlterTable
ALTER TABLE "Session" ADD COLUMN "apiTokenId" TEXT;
