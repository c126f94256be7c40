import { type Insert, insertRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';

/** The audit row of a change that a job makes to a key when a date has passed. */
export const auditOfJob = (
  operation: string,
  key: { readonly id: string; readonly accountId: string },
  id: string,
  now: Date,
): Insert =>
  insertRow(TABLES.auditEvent, {
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
    principal: '',
  });
