import type { AuditPage, AuditPart, AuditQuery } from '#store/read/audit/find-audit-events.ts';
import { OPERATIONS } from '../registry.ts';

/** Audit rows of a key that are examined, the newest ones. */
export const MAX_CALLER_ROWS = 1_000;
/** Callers that are returned. */
export const MAX_CALLERS = 20;

/** What the uses of a key are called in its audit rows. */
const USES: ReadonlySet<string> = new Set(
  OPERATIONS.filter(({ effect }) => effect === 'use').map(({ name }) => name),
);

/** Somebody who used a key. */
export interface KeyCaller {
  /** ARN. */
  readonly principal: string;
  readonly lastUsedAt: Date;
  /** The operation of that use. */
  readonly operation: string;
}

/** Callers of a key, the one of the newest use first. */
export interface KeyCallers {
  readonly callers: readonly KeyCaller[];
  /** Whether they are all that the audit rows of the key have. */
  readonly isComplete: boolean;
}

/**
 * Who used a key, by the newest of its audit rows. The work is that for one page of a search.
 * @param auditEvents finds audit rows of the account that owns the key
 */
export async function findKeyCallers(
  auditEvents: (query: AuditQuery, part: AuditPart) => Promise<AuditPage>,
  keyId: string,
): Promise<KeyCallers> {
  // Only what was done: otherwise refused attempts could crowd out who depends on the key.
  const query = { key: keyId, outcome: 'Done' };
  const { rows, next } = await auditEvents(query, { isDescending: true, take: MAX_CALLER_ROWS });
  const callers = new Map<string, KeyCaller>();
  for (const { principal, operation, createdAt } of rows)
    if (principal !== '' && USES.has(operation) && !callers.has(principal))
      callers.set(principal, { principal, operation, lastUsedAt: createdAt });
  return {
    callers: [...callers.values()].slice(0, MAX_CALLERS),
    isComplete: next === null && callers.size <= MAX_CALLERS,
  };
}
