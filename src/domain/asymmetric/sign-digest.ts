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

// node:crypto signs messages: it hashes whatever it gets, and has no way to sign a ready digest by RSA or ECDSA. So RSA
// is OpenSSL's bare private operation over an encoding made here, and ECDSA is noble's. This file alone knows that.

/** SHA-256's. */
const DIGEST_BYTES = 32;

/** DigestInfo of SHA-256 up to the digest (RFC 8017, 9.2, note 1), parameters NULL. */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

const CURVES = { EC_P256: p256, EC_P256K: secp256k1 } as const satisfies Record<EcSpec, unknown>;

/** @param digest 32 bytes @returns for RSA as many bytes as the modulus has; for ECDSA DER of r and s, 72 bytes at most */
export function signDigest(
  spec: AsymmetricSpec,
  material: KeyMaterial,
  algorithm: SignatureAlgorithm,
  digest: Uint8Array,
): Buffer {
  demand(spec, algorithm, digest);
  return isRsa(spec)
    ? signByRsa(spec, rsaPrivateKey(material), algorithm, digest)
    : signByEcdsa(spec, material, digest);
}

/** False for whatever is no signature of the digest, of any length and form. */
export function verifyDigest(
  spec: AsymmetricSpec,
  material: KeyMaterial,
  algorithm: SignatureAlgorithm,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  return verifyWithPublicKey(spec, publicKeyOf(spec, material), algorithm, digest, signature);
}

export function verifyWithPublicKey(
  spec: AsymmetricSpec,
  publicKey: KeyObject,
  algorithm: SignatureAlgorithm,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  demand(spec, algorithm, digest);
  return isRsa(spec)
    ? verifyByRsa(spec, publicKey, algorithm, digest, signature)
    : verifyByEcdsa(spec, publicKey, digest, signature);
}

/** OpenSSL blinds the operation, and checks its result before it gives it away. */
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
 * PKCS#1 v1.5 by encoding again (RFC 8017, 8.2.2): there is one encoding of a digest. Who parses the one he finds is
 * in danger of taking what Bleichenbacher forged in 2006 for small exponents.
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

/** RSAVP1 (5.2.2); null for a number that is not below the modulus. */
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
 * The nonce is derived of key, digest and fresh random bytes (RFC 6979, 3.6): a bad generator alone does not give the
 * key away, nor does a digest that is signed twice, once with a fault. s is the lower of the two that are valid, since
 * some verifiers take no other.
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

/** Takes strict DER alone, and either s: OpenSSL makes both. */
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

/** What operations check, with errors for callers; here it would be a bug. */
function demand(spec: AsymmetricSpec, algorithm: SignatureAlgorithm, digest: Uint8Array): void {
  if (!KEY_SPECS[spec].signs.includes(algorithm))
    throw new TypeError(`${spec} does not sign by ${algorithm}`);
  if (digest.length !== DIGEST_BYTES) throw new RangeError(`a digest has ${DIGEST_BYTES} bytes`);
}
