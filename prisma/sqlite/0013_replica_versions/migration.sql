-- AlterTable
ALTER TABLE "Replica" ADD COLUMN "version" TEXT NOT NULL DEFAULT '';
