import { z } from 'zod';
import { oneOf, text, time } from '#pipeline/fields.ts';
import { parseInput } from '#pipeline/parse.ts';
import { type AuditQuery, matchesQuery } from '#store/read/audit/find-audit-events.ts';
import type { Rows } from '#store/tables.ts';

/** An audit row, as it is stored. */
export type AuditRow = Rows['auditEvent'];

/** Longest ARN of a principal, and room: longer texts match nothing. */
const MAX_CHARACTERS = 1_024;
const value = text(MAX_CHARACTERS, 1).optional();

/** What audit rows are searched by. Everything that is given must hold. */
export const auditFilter = {
  keyId: value,
  principal: value,
  credentialId: value,
  operation: value,
  outcome: value,
  address: value,
  from: time.optional(),
  to: time.optional(),
} as const;

const FILTER = z.strictObject(auditFilter);

/** The orders of audit rows, by their ids. */
export const AUDIT_ORDERS = ['NEWEST_FIRST', 'OLDEST_FIRST'] as const;
export type AuditOrder = (typeof AUDIT_ORDERS)[number];
/** Default: the newest first. */
export const auditOrder = oneOf(AUDIT_ORDERS).default('NEWEST_FIRST');

/** A parsed filter as a search takes it. */
export const auditQuery = ({
  keyId: key,
  credentialId: credential,
  ...rest
}: z.output<typeof FILTER>): AuditQuery => ({ key, credential, ...rest });

/** The search for a filter that was not parsed. @throws InvalidParameterError */
export const parseAuditFilter = (filter: object): AuditQuery =>
  auditQuery(parseInput(FILTER, filter));

/** Whether a row is one that a search would find. */
export const matchesAuditQuery = (row: AuditRow, query: AuditQuery): boolean =>
  matchesQuery(row, query);
