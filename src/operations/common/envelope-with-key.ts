import { randomBytes } from 'node:crypto';
import { type CiphertextBlob, SALT_BYTES } from '#domain/ciphertext-blob.ts';
import type { EncryptionContext } from '#domain/encryption-context.ts';
import { open, seal } from '#domain/envelope.ts';
import { isSymmetric, type SymmetricSpec } from '#domain/key-spec.ts';
import { Plaintext } from '#domain/plaintext.ts';
import { failedToOpen } from '#pipeline/failed-to-open.ts';
import type { KeyRow, KeyRule, UseMaterial } from '#pipeline/operation.ts';
import { ConflictError } from '#store/commit/write-set.ts';

const usable = {
  usage: 'ENCRYPT/DECRYPT',
  kind: 'symmetric',
  states: ['Enabled'],
  refusal: 'state',
} as const;
/** Keys for encryption with a symmetric key. */
export const SEALS = { ...usable, accepts: ['id', 'alias', 'arn'] } as const satisfies KeyRule;
/** Keys for decryption with a symmetric key. The ciphertext blob names the key, so the caller does not. */
export const OPENS = {
  ...usable,
  accepts: [],
  from: ['ciphertextBlob'],
} as const satisfies KeyRule;

/** The rules above admit symmetric keys only. */
function symmetricSpecOf({ spec }: KeyRow): SymmetricSpec {
  if (!isSymmetric(spec)) throw new TypeError('a key pair was admitted');
  return spec;
}

/** Encrypts a plaintext with the key's primary version. @throws ConflictError if the material was deleted after the key was read */
export async function sealWith(
  useMaterial: UseMaterial,
  key: KeyRow,
  plaintext: Plaintext,
  context: EncryptionContext,
) {
  const { id: keyId, primaryVersionId } = key;
  const keySpec = symmetricSpecOf(key);
  const keyVersionId = primaryVersionId ?? '';
  const ciphertextBlob = await useMaterial(key, keyVersionId, (material) => {
    if (!material) throw new ConflictError();
    const { kind, bytes } = plaintext;
    const salt = randomBytes(SALT_BYTES);
    return seal(material, bytes, { keySpec, keyVersionId, kind, context, salt });
  });
  return { keyId, keyVersionId, ciphertextBlob };
}

/**
 * Decrypts a blob with the key that it names.
 * @throws the error of `failedToOpen`, for every cause; ConflictError if the material was deleted after the key was read
 */
export async function openWith(
  useMaterial: UseMaterial,
  key: KeyRow,
  blob: CiphertextBlob,
  context: EncryptionContext,
): Promise<Plaintext> {
  const opened = await useMaterial(key, blob.keyVersionId, (material) => {
    if (!material) throw new ConflictError();
    return open(material, blob, symmetricSpecOf(key), context);
  });
  if (!opened) throw failedToOpen();
  return new Plaintext(blob.kind, opened);
}
