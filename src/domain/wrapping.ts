import {
  constants,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';
import { ENCRYPTION_ALGORITHMS, type EncryptionAlgorithm, oaepLimits } from './key-spec.ts';

/** OpenSSL's names of the hashes of OAEP. MGF1 uses the same hash (RFC 8017 §7.1). */
const HASHES: Readonly<Record<EncryptionAlgorithm, string>> = {
  RSAES_OAEP_SHA_256: 'sha256',
  RSAES_OAEP_SHA_1: 'sha1',
};
/** How key material is wrapped for import and export. */
export const WRAPPING_ALGORITHMS = ENCRYPTION_ALGORITHMS;
/** Always RSAES-OAEP (RFC 8017 §7.1); the hash differs. */
export type WrappingAlgorithm = EncryptionAlgorithm;

/** The specs of wrapping keys. EC_SM2 is missing because OpenSSL's SM2 encryption does not work in Node. */
export const WRAPPING_KEY_SPECS = ['RSA_2048'] as const;
/** The size of a wrapping key's modulus. */
export const WRAPPING_KEY_BITS = 2_048;

/** The longest material that each algorithm wraps. */
export const MAX_WRAPPED_BYTES = oaepLimits(WRAPPING_KEY_BITS);

/**
 * Reads a caller's public key from DER (SubjectPublicKeyInfo).
 * @returns null when it is not a usable RSA key of 2,048 bits. OpenSSL accepts more: with an exponent of 1 anyone can
 * read the ciphertext, with an even exponent nobody can open it, an even modulus fails during encryption, and one huge
 * exponent costs as much time as a thousand keys
 */
export function readPublicKey(der: Uint8Array): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
    const { modulusLength, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    if (key.asymmetricKeyType !== 'rsa' || modulusLength !== WRAPPING_KEY_BITS) return null;
    if (publicExponent < 3n || publicExponent >= 2n ** 32n || publicExponent % 2n === 0n)
      return null;
    const modulus = Buffer.from(String(key.export({ format: 'jwk' }).n), 'base64url');
    const isOdd = ((modulus.at(-1) ?? 0) & 1) === 1;
    return isOdd && key.export({ format: 'der', type: 'spki' }).equals(der) ? key : null;
  } catch {
    return null;
  }
}

/**
 * Encrypts with RSAES-OAEP (RFC 8017 §7.1), without a label.
 * @param secret at most MAX_WRAPPED_BYTES bytes
 */
export const wrap = (key: KeyObject, algorithm: WrappingAlgorithm, secret: Uint8Array): Buffer =>
  publicEncrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: HASHES[algorithm] },
    secret,
  );

/**
 * Decrypts with RSAES-OAEP (RFC 8017 §7.1.2).
 * @returns the secret, which the caller zeroes; null for every failure, so that a caller cannot learn the cause. Input
 * that is shorter than the modulus fails, as §7.1.2 requires; OpenSSL would add zeros in front of it
 */
export function unwrap(
  key: KeyObject,
  algorithm: WrappingAlgorithm,
  wrapped: Uint8Array,
): Buffer | null {
  if (wrapped.length * 8 !== key.asymmetricKeyDetails?.modulusLength) return null;
  try {
    return privateDecrypt(
      { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: HASHES[algorithm] },
      wrapped,
    );
  } catch {
    return null;
  }
}
