-- In two steps: a column that is added with this default would give all rows that exist the id of this transaction, and be
-- written anew.
ALTER TABLE "AuditEvent" ADD COLUMN "transactionId" xid8;
ALTER TABLE "AuditEvent" ALTER COLUMN "transactionId" SET DEFAULT pg_current_xact_id();

-- Partial, so that rows of older releases need no room. Prisma's engine does not see such an index.
CREATE INDEX "AuditEvent_transactionId_id_idx" ON "AuditEvent" ("transactionId", "id") WHERE "transactionId" IS NOT NULL;
