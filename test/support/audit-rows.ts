import { v7 as uuidv7 } from 'uuid';
import { insertRow } from '#store/commit/write-set.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import type { Kms } from './kms.ts';
import { NO_AUDIT_DETAILS } from './rows.ts';

export type AuditRow = Rows['auditEvent'];

/** An audit row of this time, as a use of a key by RPC has it. */
export const auditRow = (
  accountId: string,
  createdAt: Date,
  overrides: Partial<AuditRow> = {},
): AuditRow => ({
  ...NO_AUDIT_DETAILS,
  id: uuidv7({ msecs: createdAt.getTime() }),
  accountId,
  accessKeyId: 'LTAI1',
  requestId: 'request',
  surface: 'rpc',
  operation: 'Encrypt',
  keyId: null,
  outcome: 'Done',
  details: '{}',
  createdAt,
  principal: `acs:ram::${accountId}:root`,
  ...overrides,
});

/** Rows of consecutive milliseconds, the oldest first. */
export const auditRows = (
  accountId: string,
  start: number,
  count: number,
  overrides: (index: number) => Partial<AuditRow> = () => ({}),
): AuditRow[] =>
  Array.from({ length: count }, (_, index) =>
    auditRow(accountId, new Date(start + index), overrides(index)),
  );

export const addAuditRows = ({ store }: Pick<Kms, 'store'>, rows: readonly AuditRow[]) =>
  store.commit(rows.map((row) => insertRow(TABLES.auditEvent, row)));
