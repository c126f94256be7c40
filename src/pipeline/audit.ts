import { v7 as uuidv7 } from 'uuid';
import { ClientDisconnectedError, KmsError } from '#domain/errors.ts';
import { isKeyReference } from '#domain/key-reference.ts';
import type { Writes } from '#store/commit/writes.ts';
import type { Call } from './call.ts';
import type { AnyOperation } from './operation.ts';

/** How an operation ended, on which keys, and with what input, of which the record's allow list is kept. */
export interface Outcome {
  readonly outcome: string;
  readonly keyId: string | null;
  readonly secondKeyId: string | undefined;
  /** The request was done before, under the same client token. */
  readonly repeated?: true | undefined;
  readonly input: Readonly<Record<string, unknown>>;
}

/** An error as the audit and the log name it. */
export function codeOf(error: unknown): string {
  if (error instanceof ClientDisconnectedError) return 'ClientGone';
  return error instanceof KmsError ? error.code : 'InternalFailure';
}

/** Every use and write has its audit row, in the commit of what it wrote: no row, no answer. Reads remember only their nonce. */
export async function commitAudited(
  operation: AnyOperation,
  { services, principal, requestId, surface, nonce }: Call,
  now: Date,
  { outcome, keyId, secondKeyId, repeated, input }: Outcome,
  writes: Writes,
): Promise<void> {
  const { commit, rememberNonce, checkpoint, materials } = services;
  if (operation.effect === 'read') {
    if (nonce) await rememberNonce(nonce);
    return;
  }
  const { accountId, accessKeyId } = principal;
  // The id, not the name that was given: an alias may be moved. JSON leaves out what is undefined.
  const details = JSON.stringify(
    {
      ...Object.fromEntries((operation.audit ?? []).map((field) => [field, input[field]])),
      secondKeyId,
      repeated,
    },
    (_name, value: unknown) => (isKeyReference(value) ? value.name : value),
  );
  const row = {
    id: uuidv7(),
    accountId,
    accessKeyId,
    requestId,
    surface,
    operation: operation.name,
    keyId,
    outcome,
    details,
    createdAt: now,
  };
  await commit({
    ...writes,
    inserts: [...(writes.inserts ?? []), { table: 'auditEvent', row }],
    nonce,
  });
  materials.drop((writes.changes ?? []).map(({ id }) => id)); // what has changed may not be used as it was
  if (writes.materialChanges?.length) await checkpoint(); // material that was taken away leaves the disk as well
}
