-- In two steps: a column that is added with this default would give all rows that exist the id of this transaction, and be
-- written again.
ALTER TABLE "AuditEvent" ADD COLUMN "transactionId" xid8;
ALTER TABLE "AuditEvent" ALTER COLUMN "transactionId" SET DEFAULT pg_current_xact_id();

-- Only where it takes no time. Elsewhere a server builds the index without blocking uses: src/store/postgresql/log-index.ts.
-- It is partial, so that rows of older releases need no room. Prisma's engine does not see such an index.
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM "AuditEvent") THEN
    CREATE INDEX "AuditEvent_transactionId_id_idx" ON "AuditEvent" ("transactionId", "id") WHERE "transactionId" IS NOT NULL;
  END IF;
END $$;
