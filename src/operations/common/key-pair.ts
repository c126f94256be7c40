import { KmsError, UnsuitableKeyError } from '#domain/errors.ts';
import type { KeyMaterial } from '#domain/key-material.ts';
import { type AsymmetricSpec, isSymmetric } from '#domain/key-spec.ts';
import type { Call } from '#pipeline/call.ts';
import type { KeyRow } from '#pipeline/operation.ts';

/** The key has no version with this id. */
export class KeyVersionNotFoundError extends KmsError {
  constructor() {
    super(
      'Forbidden.KeyVersionNotFound',
      'The specified Key version is not found. List the versions of the key with ListKeyVersions.',
    );
  }
}

/**
 * Calls `work` with the private key of a key version. `work` must be synchronous: the private key may be zeroed afterwards.
 * @throws KeyVersionNotFoundError; UnsuitableKeyError if the key is symmetric
 */
export function withKeyPair<T>(
  call: Call,
  { id: keyId, accountId, spec }: KeyRow,
  keyVersionId: string,
  work: (spec: AsymmetricSpec, privateKey: KeyMaterial) => T,
): Promise<T> {
  if (isSymmetric(spec)) throw new UnsuitableKeyError('This operation needs an asymmetric key.');
  return call.services.materials.use({ accountId, keyId, keyVersionId }, (material) => {
    if (!material) throw new KeyVersionNotFoundError();
    return work(spec, material);
  });
}
