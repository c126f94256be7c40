import { constants, type KeyObject, privateEncrypt, publicDecrypt, randomBytes } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { KeyMaterial } from '../key-material.ts';
import {
  type AsymmetricSpec,
  type EcSpec,
  isRsa,
  KEY_SPECS,
  type RsaSpec,
  type SignatureAlgorithm,
} from '../key-spec.ts';
import { encodePss, isPssOf, PSS_SALT_BYTES } from './emsa-pss.ts';
import { publicKeyOf, rsaPrivateKey, uncompressedPoint } from './key-pair.ts';

// node:crypto always hashes what it signs, so it cannot sign a digest. Here RSA is OpenSSL's raw private operation
// over an encoding that we make, and ECDSA comes from @noble/curves. No other file depends on that.

/** Of SHA-256. */
const DIGEST_BYTES = 32;

/** The DER of DigestInfo for SHA-256, without the digest; parameters NULL (RFC 8017 §9.2, note 1). */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

const CURVES = { EC_P256: p256, EC_P256K: secp256k1 } as const satisfies Record<EcSpec, unknown>;

/**
 * Signs a SHA-256 digest.
 * @param digest 32 bytes
 * @returns for RSA as many bytes as the modulus has; for ECDSA the DER of r and s, at most 72 bytes
 */
export function signDigest(
  spec: AsymmetricSpec,
  material: KeyMaterial,
  algorithm: SignatureAlgorithm,
  digest: Uint8Array,
): Buffer {
  assertSigns(spec, algorithm, digest);
  return isRsa(spec)
    ? signByRsa(spec, rsaPrivateKey(material), algorithm, digest)
    : signByEcdsa(spec, material, digest);
}

/** Whether a signature is valid for a digest of 32 bytes. False for any input that is not, of any length and form. */
export function verifyDigest(
  spec: AsymmetricSpec,
  material: KeyMaterial,
  algorithm: SignatureAlgorithm,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  return verifyWithPublicKey(spec, publicKeyOf(spec, material), algorithm, digest, signature);
}

/** Like `verifyDigest`, for a caller that has the public key. */
export function verifyWithPublicKey(
  spec: AsymmetricSpec,
  publicKey: KeyObject,
  algorithm: SignatureAlgorithm,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  assertSigns(spec, algorithm, digest);
  return isRsa(spec)
    ? verifyByRsa(spec, publicKey, algorithm, digest, signature)
    : verifyByEcdsa(spec, publicKey, digest, signature);
}

/** OpenSSL blinds the private operation and checks the result before it returns it. */
function signByRsa(
  spec: RsaSpec,
  key: KeyObject,
  algorithm: SignatureAlgorithm,
  digest: Uint8Array,
): Buffer {
  if (algorithm === 'RSA_PKCS1_SHA_256')
    return privateEncrypt(
      { key, padding: constants.RSA_PKCS1_PADDING },
      Buffer.concat([DIGEST_INFO, digest]),
    );
  return privateEncrypt(
    { key, padding: constants.RSA_NO_PADDING },
    encodePss(digest, randomBytes(PSS_SALT_BYTES), modulusBytes(spec)),
  );
}

/**
 * Verifies PKCS#1 v1.5 by encoding the digest and comparing (RFC 8017 §8.2.2). A parser of the encoding can accept the
 * signatures that Bleichenbacher forged for small exponents (2006).
 */
function verifyByRsa(
  spec: RsaSpec,
  key: KeyObject,
  algorithm: SignatureAlgorithm,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== modulusBytes(spec)) return false;
  const encoded = openSignature(key, signature);
  if (!encoded) return false;
  return algorithm === 'RSA_PKCS1_SHA_256'
    ? encoded.equals(encodePkcs1(digest, encoded.length))
    : isPssOf(digest, encoded);
}

/** RSAVP1 (§5.2.2). Null for a number that is not less than the modulus. */
function openSignature(key: KeyObject, signature: Uint8Array): Buffer | null {
  try {
    return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  } catch {
    return null;
  }
}

function encodePkcs1(digest: Uint8Array, byteCount: number): Buffer {
  const padding = Buffer.alloc(byteCount - 3 - DIGEST_INFO.length - digest.length, 0xff);
  return Buffer.concat([Buffer.of(0, 1), padding, Buffer.of(0), DIGEST_INFO, digest]);
}

/**
 * The nonce is derived from the key, the digest and fresh random bytes (RFC 6979 §3.6). Neither a bad random generator
 * nor a computing fault while the same digest is signed twice reveals the key. s is the lower of the two valid values,
 * because some verifiers accept no other.
 */
const signByEcdsa = (spec: EcSpec, material: KeyMaterial, digest: Uint8Array): Buffer =>
  Buffer.from(
    CURVES[spec].sign(digest, material.bytes, {
      prehash: false,
      lowS: true,
      format: 'der',
      extraEntropy: randomBytes(DIGEST_BYTES),
    }),
  );

/** Accepts only strict DER, and both values of s, because OpenSSL makes both. */
const verifyByEcdsa = (
  spec: EcSpec,
  publicKey: KeyObject,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean =>
  CURVES[spec].verify(signature, digest, uncompressedPoint(publicKey), {
    prehash: false,
    lowS: false,
    format: 'der',
  });

const modulusBytes = (spec: RsaSpec): number => KEY_SPECS[spec].modulusBits / 8;

/** Operations check this before, with an error for the caller. Here it is a bug. */
function assertSigns(
  spec: AsymmetricSpec,
  algorithm: SignatureAlgorithm,
  digest: Uint8Array,
): void {
  if (!KEY_SPECS[spec].signs.includes(algorithm))
    throw new TypeError(`${spec} does not sign by ${algorithm}`);
  if (digest.length !== DIGEST_BYTES) throw new RangeError(`a digest has ${DIGEST_BYTES} bytes`);
}
