import type { Insert } from '#store/commit/write-set.ts';
import { insertAuditEvent } from '#store/writes/audit-event.ts';

/** The audit row of a change that a job makes to a key when a date has passed. */
export const auditOfJob = (
  operation: string,
  key: { readonly id: string; readonly accountId: string },
  id: string,
  now: Date,
): Insert =>
  insertAuditEvent({
    id,
    accountId: key.accountId,
    surface: 'job',
    operation,
    keyId: key.id,
    outcome: 'Done',
    createdAt: now,
  });
