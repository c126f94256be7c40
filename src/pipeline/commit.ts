import type { WriteSet } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import type { Answered, Attempt } from './attempt.ts';
import { auditEntries } from './audit.ts';
import { commitWithNonce } from './commit-with-nonce.ts';
import { clientTokenWrites } from './idempotency.ts';
import { isAudited } from './operation.ts';
import { DONE } from './outcome.ts';

/**
 * Makes an answer durable together with its audit row and the signature's nonce: without the row
 * there is no answer. A read writes nothing but its nonce.
 * @throws ConflictError, NonceUsedError, ServiceUnavailableError
 */
export async function commit(attempt: Attempt, answer: Answered): Promise<Answered> {
  const { call, operation, writes } = attempt;
  const { materials, checkpoint } = call.services;
  if (!isAudited(operation, call.services.auditReads)) {
    await commitWithNonce(call, []);
    return answer;
  }
  if (call.readLog && !isAudited(operation)) {
    call.readLog.note(operation.name, undefined, answer.key?.id ?? null);
    return answer;
  }
  const own = answer.isRepeated ? [] : [...writes.build(), ...clientTokenWrites(attempt, answer)];
  const keyVersionId = changedVersion(own);
  await commitWithNonce(call, [...own, ...auditEntries(attempt, DONE, { answer, keyVersionId })]);
  materials.drop(changedKeys(own)); // a changed key must not be used as it was
  if (changesMaterial(own)) await checkpoint(); // deleted material leaves the disk as well
  return answer;
}

const changedKeys = (writes: WriteSet): string[] =>
  writes.flatMap((write) =>
    write.verb === 'update' && write.table === TABLES.key ? String(write.where.id) : [],
  );

/** The key version that was made, or whose material was imported or deleted. */
function changedVersion(writes: WriteSet): string | undefined {
  for (const write of writes) {
    if (write.table !== TABLES.keyVersion) continue;
    if (write.verb === 'insert') return String(write.row.id);
    if (write.verb === 'update') return String(write.where.id);
  }
  return undefined;
}

const changesMaterial = (writes: WriteSet): boolean =>
  writes.some(({ verb, table }) => verb === 'update' && table === TABLES.keyVersion);
