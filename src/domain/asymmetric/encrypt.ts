import type { KeyMaterial } from '../key-material.ts';
import { type AsymmetricSpec, type EncryptionAlgorithm, isRsa, KEY_SPECS } from '../key-spec.ts';
import { unwrap, wrap } from '../wrapping.ts';
import { publicKeyOf, rsaPrivateKey } from './key-pair.ts';

/**
 * Encrypts with RSAES-OAEP (RFC 8017 §7.1).
 * @param plaintext at most as many bytes as the spec's row in KEY_SPECS says
 */
export function encryptTo(
  spec: AsymmetricSpec,
  material: KeyMaterial,
  algorithm: EncryptionAlgorithm,
  plaintext: Uint8Array,
): Buffer {
  assertEncrypts(spec, algorithm);
  return wrap(publicKeyOf(spec, material), algorithm, plaintext);
}

/**
 * Decrypts with RSAES-OAEP (RFC 8017 §7.1.2).
 * @returns the plaintext, which the caller zeroes; null for every failure: Manger's attack on OAEP (2001) works where the
 * cause is visible
 */
export function decryptWith(
  spec: AsymmetricSpec,
  material: KeyMaterial,
  algorithm: EncryptionAlgorithm,
  ciphertext: Uint8Array,
): Buffer | null {
  assertEncrypts(spec, algorithm);
  return unwrap(rsaPrivateKey(material), algorithm, ciphertext);
}

/** Operations check this before, with an error for the caller. Here it is a bug. */
function assertEncrypts(spec: AsymmetricSpec, algorithm: EncryptionAlgorithm): void {
  if (!isRsa(spec) || KEY_SPECS[spec].encrypts[algorithm] === undefined)
    throw new TypeError(`${spec} does not encrypt by ${algorithm}`);
}
