import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  type ECDH,
  type KeyObject,
} from 'node:crypto';
import { KeyMaterial } from '../key-material.ts';
import { type AsymmetricSpec, type EcSpec, isRsa, KEY_SPECS } from '../key-spec.ts';

/** The size of a scalar, and of a coordinate of a point, on both curves. */
const FIELD_BYTES = 32;

/** The curve names of JSON Web Keys (RFC 7518 §6.2.1.1, RFC 8812 §3.1). */
const JWK_CURVES: Readonly<Record<EcSpec, string>> = { EC_P256: 'P-256', EC_P256K: 'secp256k1' };

/** Makes a private scalar with OpenSSL: 32 bytes, in [1, n − 1] (SEC 1 §3.2.1). */
export function makeEcMaterial(spec: EcSpec): KeyMaterial {
  const pair = createECDH(KEY_SPECS[spec].curve);
  pair.generateKeys();
  // OpenSSL omits leading zeros, which one key in 256 has.
  const scalar = pair.getPrivateKey();
  const padded = Buffer.allocUnsafeSlow(FIELD_BYTES).fill(0, 0, FIELD_BYTES - scalar.length);
  scalar.copy(padded, FIELD_BYTES - scalar.length);
  scalar.fill(0);
  return new KeyMaterial(padded);
}

/**
 * Computes the public key from the private key. A stored public key would have to be authenticated; the material is
 * already.
 */
export function publicKeyOf(spec: AsymmetricSpec, material: KeyMaterial): KeyObject {
  if (isRsa(spec)) return createPublicKey(rsaPrivateKey(material));
  const point = pairOf(spec, material).getPublicKey();
  const coordinate = (index: number) =>
    point.subarray(1 + index * FIELD_BYTES, 1 + (index + 1) * FIELD_BYTES).toString('base64url');
  return createPublicKey({
    format: 'jwk',
    key: { kty: 'EC', crv: JWK_CURVES[spec], x: coordinate(0), y: coordinate(1) },
  });
}

/** Whether material is a private key of a spec. */
export function isKeyPairOf(spec: AsymmetricSpec, material: KeyMaterial): boolean {
  try {
    const key = publicKeyOf(spec, material);
    return isRsa(spec)
      ? key.asymmetricKeyDetails?.modulusLength === KEY_SPECS[spec].modulusBits
      : material.bytes.length === FIELD_BYTES;
  } catch {
    return false;
  }
}

/**
 * The public key as SubjectPublicKeyInfo (RFC 5280 §4.1) in PEM: lines of 64 characters, with a line break at the
 * end.
 */
export const publicKeyPem = (spec: AsymmetricSpec, material: KeyMaterial): string =>
  publicKeyOf(spec, material).export({ format: 'pem', type: 'spki' }).toString();

/**
 * The private key of an RSA spec's material. Use it once and drop it: OpenSSL zeroes its copy when the object is
 * collected.
 */
export const rsaPrivateKey = (material: KeyMaterial): KeyObject =>
  createPrivateKey({ key: material.bytes, format: 'der', type: 'pkcs8' });

/** @returns the point in the uncompressed form of SEC 1 §2.3.3: 04 ‖ x 32 ‖ y 32 */
export function uncompressedPoint(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}

function pairOf(spec: EcSpec, material: KeyMaterial): ECDH {
  const pair = createECDH(KEY_SPECS[spec].curve);
  pair.setPrivateKey(material.bytes);
  return pair;
}
