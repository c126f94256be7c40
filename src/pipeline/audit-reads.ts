import { auditedCaller, insertAuditEvent } from '#store/writes/audit-event.ts';
import type { Call } from './call.ts';
import { DONE } from './outcome.ts';
import type { ReadLog } from './read-log.ts';

/** Further keys get a further row: a request chooses how many keys it reads, so one row would have no largest size. */
const MAX_KEYS_PER_ROW = 100;

interface Read {
  readonly operation: string;
  readonly outcome: string;
  readonly keyIds: Set<string>;
  count: number;
}

/**
 * One row for each operation, outcome and up to 100 keys: a query reads hundreds. The row names its keys, and says how often
 * the operation was performed.
 */
export function createReadLog(call: Call): ReadLog {
  const { services, principal, client, requestId, surface } = call;
  if (!services.auditReads) return { note: () => {}, commit: async () => {} };
  /** One a row. */
  const reads: Read[] = [];
  /** Those to which more keys are added. */
  const current = new Map<string, Read>();
  const readFor = (operation: string, outcome: string, keyId: string | null): Read => {
    const name = `${operation} ${outcome}`;
    const last = current.get(name);
    if (last && (last.keyIds.size < MAX_KEYS_PER_ROW || keyId === null || last.keyIds.has(keyId)))
      return last;
    const read = { operation, outcome, keyIds: new Set<string>(), count: 0 };
    reads.push(read);
    current.set(name, read);
    return read;
  };
  return {
    note(operation, refusal, keyId) {
      const read = readFor(operation, refusal?.code ?? DONE, keyId);
      read.count += 1;
      if (keyId !== null) read.keyIds.add(keyId);
    },
    async commit() {
      if (reads.length === 0) return;
      const common = { ...auditedCaller(principal, client), requestId, surface };
      const createdAt = services.clock();
      const rows = reads.splice(0).map(({ operation, outcome, keyIds, count }) =>
        insertAuditEvent({
          ...common,
          operation,
          outcome,
          ...keyColumns([...keyIds]),
          details: count > 1 ? JSON.stringify({ count }) : '{}',
          createdAt,
        }),
      );
      current.clear();
      await services.commit(rows);
    },
  };
}

/** As in the rows of uses: `keyId` for one key, `otherKeyIds` for several. */
const keyColumns = (ids: readonly string[]) =>
  ids.length > 1
    ? { keyId: null, otherKeyIds: ids.join(',') }
    : { keyId: ids[0] ?? null, otherKeyIds: null };
