import { v7 as uuidv7 } from 'uuid';
import { isKeyReference } from '#domain/key-reference.ts';
import type { Insert } from '#store/commit/write-set.ts';
import { auditedCaller, insertAuditEvent } from '#store/writes/audit-event.ts';
import type { Attempt } from './attempt.ts';

interface AuditedKey {
  readonly keyId: string | null;
  /** The request was done before, under the same client token. */
  readonly repeated?: true | undefined;
}

/**
 * The audit row of an attempt. Of the input it holds the fields that the record allows.
 * @param outcome `Done`, or the code of the error
 */
export function auditEntry(
  { operation, call, input, now, target, others }: Attempt,
  outcome: string,
  { keyId, repeated }: AuditedKey,
): Insert {
  const allowed = (operation.audit ?? []).map((field) => [field, input[field]]);
  const secondKeyId = target && others.at(-1)?.id;
  // The id of a key, not its alias, which may be moved. JSON leaves out what is undefined.
  const details = JSON.stringify(
    { ...Object.fromEntries(allowed), secondKeyId, repeated },
    (_name, value: unknown) => (isKeyReference(value) ? value.name : value),
  );
  return insertAuditEvent({
    ...auditedCaller(call.principal, call.client),
    id: uuidv7(),
    requestId: call.requestId,
    surface: call.surface,
    operation: operation.name,
    keyId,
    outcome,
    details,
    createdAt: now,
  });
}
