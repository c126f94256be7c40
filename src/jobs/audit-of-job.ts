import type { EventName } from '#domain/audit-events.ts';
import type { Insert } from '#store/commit/write-set.ts';
import { insertEvent } from '#store/writes/audit-event.ts';

/** The audit row of a change that a job makes to a key when a date has passed. */
export const auditOfJob = (
  operation: EventName,
  { id: keyId, accountId }: { readonly id: string; readonly accountId: string },
  keyVersionId: string | null,
  createdAt: Date,
): Insert => insertEvent(operation, 'job', { accountId, keyId, keyVersionId, createdAt });
