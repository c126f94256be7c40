import type { KeyMaterial } from '../key-material.ts';
import { type AsymmetricSpec, type EncryptionAlgorithm, isRsa, KEY_SPECS } from '../key-spec.ts';
import { unwrap, wrap } from '../wrapping.ts';
import { publicKeyOf, rsaPrivateKey } from './key-pair.ts';

/** OAEP without a label, its hash in MGF1 too. @param plaintext at most as many bytes as the spec's row says */
export function encryptTo(
  spec: AsymmetricSpec,
  material: KeyMaterial,
  algorithm: EncryptionAlgorithm,
  plaintext: Uint8Array,
): Buffer {
  demand(spec, algorithm);
  return wrap(publicKeyOf(spec, material), algorithm, plaintext);
}

/**
 * The plaintext, which the caller zeroes when done; null for whatever does not open, for one reason or another, since
 * telling a reason is what Manger's attack on OAEP lives on (2001).
 */
export function decryptWith(
  spec: AsymmetricSpec,
  material: KeyMaterial,
  algorithm: EncryptionAlgorithm,
  ciphertext: Uint8Array,
): Buffer | null {
  demand(spec, algorithm);
  return unwrap(rsaPrivateKey(material), algorithm, ciphertext);
}

/** What operations check, with errors for callers; here it would be a bug. */
function demand(spec: AsymmetricSpec, algorithm: EncryptionAlgorithm): void {
  if (!isRsa(spec) || KEY_SPECS[spec].encrypts[algorithm] === undefined)
    throw new TypeError(`${spec} does not encrypt by ${algorithm}`);
}
