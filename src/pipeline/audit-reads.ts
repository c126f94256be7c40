import { auditedCaller, insertAuditEvent } from '#store/writes/audit-event.ts';
import type { Call } from './call.ts';
import { DONE } from './outcome.ts';
import type { ReadLog } from './read-log.ts';

interface Read {
  readonly operation: string;
  readonly outcome: string;
  readonly keyIds: Set<string>;
  count: number;
}

/**
 * One row for each operation and outcome, however many keys were read: a query reads hundreds. With one key the row names it;
 * with several it says how often the operation was performed.
 */
export function createReadLog(call: Call): ReadLog {
  const { services, principal, client, requestId, surface } = call;
  if (!services.auditReads) return { note: () => {}, commit: async () => {} };
  const reads = new Map<string, Read>();
  return {
    note(operation, refusal, keyId) {
      const outcome = refusal?.code ?? DONE;
      const name = `${operation} ${outcome}`;
      const read = reads.get(name) ?? { operation, outcome, keyIds: new Set(), count: 0 };
      reads.set(name, read);
      read.count += 1;
      if (keyId !== null) read.keyIds.add(keyId);
    },
    async commit() {
      if (reads.size === 0) return;
      const common = { ...auditedCaller(principal, client), requestId, surface };
      const createdAt = services.clock();
      const rows = [...reads.values()].map(
        ({ operation, outcome, keyIds: [only, ...more], count }) =>
          insertAuditEvent({
            ...common,
            operation,
            outcome,
            keyId: more.length === 0 ? (only ?? null) : null,
            details: count > 1 ? JSON.stringify({ count }) : '{}',
            createdAt,
          }),
      );
      reads.clear();
      await services.commit(rows);
    },
  };
}
