import {
  constants,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';
import { ENCRYPTION_ALGORITHMS, type EncryptionAlgorithm, oaepLimits } from './key-spec.ts';

/** The RSA algorithms that wrap keys on their way in or out. MGF1 uses the same hash. */
const HASHES: Readonly<Record<EncryptionAlgorithm, string>> = {
  RSAES_OAEP_SHA_256: 'sha256',
  RSAES_OAEP_SHA_1: 'sha1',
};
export const WRAPPING_ALGORITHMS = ENCRYPTION_ALGORITHMS;
export type WrappingAlgorithm = EncryptionAlgorithm;

/** Wrapping keys: RSA of 2,048 bits. EC_SM2 is not offered, since OpenSSL's SM2 encryption does not work in Node. */
export const WRAPPING_KEY_SPECS = ['RSA_2048'] as const;
export const WRAPPING_KEY_BITS = 2_048;

/** The most that an algorithm wraps. */
export const LARGEST_WRAPPED_BYTES = oaepLimits(WRAPPING_KEY_BITS);

/**
 * A caller's public key from DER (SubjectPublicKeyInfo), or null when it is no RSA key of 2,048 bits that wraps anything.
 * OpenSSL takes more: an exponent of 1 "wraps" to what anyone can read, an even one to what nobody can open, an even
 * modulus fails in the middle, and a huge exponent costs as much as a thousand keys.
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

export const wrap = (key: KeyObject, algorithm: WrappingAlgorithm, secret: Uint8Array): Buffer =>
  publicEncrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: HASHES[algorithm] },
    secret,
  );

/**
 * The secret, or null when it does not unwrap: one answer, whatever the cause. What is shorter than the modulus is
 * refused as RFC 8017, 7.1.2 wants it, before OpenSSL, which would take it for one with zeros before it.
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
