import { KmsError, UnsuitableKeyError } from '#domain/errors.ts';
import type { KeyMaterial } from '#domain/key-material.ts';
import { type AsymmetricSpec, isSymmetric } from '#domain/key-spec.ts';
import type { Call } from '#pipeline/call.ts';
import type { KeyRow } from '#pipeline/operation.ts';

/** The key has no version of this id. */
export class KeyVersionNotFoundError extends KmsError {
  constructor() {
    super(
      'Forbidden.KeyVersionNotFound',
      'The specified Key version is not found. ListKeyVersions has those of the key.',
    );
  }
}

/** Lends a version's private key to synchronous work. @throws KeyVersionNotFoundError when the key has no such version */
export function withKeyPair<T>(
  call: Call,
  { id: keyId, accountId, spec }: KeyRow,
  keyVersionId: string,
  work: (spec: AsymmetricSpec, privateKey: KeyMaterial) => T,
): Promise<T> {
  if (isSymmetric(spec)) throw new UnsuitableKeyError('This takes a key pair.');
  return call.services.materials.use({ accountId, keyId, keyVersionId }, (material) => {
    if (!material) throw new KeyVersionNotFoundError();
    return work(spec, material);
  });
}
