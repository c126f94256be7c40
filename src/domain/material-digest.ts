import { createHash, timingSafeEqual } from 'node:crypto';

const SALT_BYTES = 32;
const DOMAIN = 'keywright material';

/**
 * salt 32 ‖ SHA-256(domain ‖ salt ‖ key id ‖ material). It recognizes material that was imported before, without keeping
 * it, and does not depend on the root key.
 */
export function digestMaterial(
  keyId: string,
  material: Uint8Array,
  salt: Uint8Array,
): Uint8Array<ArrayBuffer> {
  // Not one `sha256` of a concatenation, which would leave a copy of the material in memory.
  const digest = createHash('sha256')
    .update(DOMAIN)
    .update(salt)
    .update(keyId)
    .update(material)
    .digest();
  return new Uint8Array(Buffer.concat([salt, digest]));
}

/** Whether a digest was made from this material of this key. Compares in constant time. */
export const isSameMaterial = (digest: Uint8Array, keyId: string, material: Uint8Array): boolean =>
  timingSafeEqual(digest, digestMaterial(keyId, material, digest.subarray(0, SALT_BYTES)));
