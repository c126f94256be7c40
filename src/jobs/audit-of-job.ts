import type { Insert } from '#store/commit/writes.ts';

/** The audit row of what the service does by itself when a date has passed. */
export const auditOfJob = (
  operation: string,
  key: { readonly id: string; readonly accountId: string },
  id: string,
  now: Date,
): Insert => ({
  table: 'auditEvent',
  row: {
    id,
    accountId: key.accountId,
    accessKeyId: '',
    requestId: '',
    surface: 'job',
    operation,
    keyId: key.id,
    outcome: 'Done',
    details: '{}',
    createdAt: now,
  },
});
