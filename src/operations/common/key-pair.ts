import { KmsError, UnsuitableKeyError } from '#domain/errors.ts';
import type { KeyMaterial } from '#domain/key-material.ts';
import { type AsymmetricSpec, isSymmetric } from '#domain/key-spec.ts';
import type { KeyRow, UseMaterial } from '#pipeline/operation.ts';

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
  useMaterial: UseMaterial,
  key: KeyRow,
  keyVersionId: string,
  work: (spec: AsymmetricSpec, privateKey: KeyMaterial) => T,
): Promise<T> {
  const { spec } = key;
  if (isSymmetric(spec)) throw new UnsuitableKeyError('This operation needs an asymmetric key.');
  return useMaterial(key, keyVersionId, (material) => {
    if (!material) throw new KeyVersionNotFoundError();
    return work(spec, material);
  });
}
