import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  type ECDH,
  type KeyObject,
} from 'node:crypto';
import { KeyMaterial } from '../key-material.ts';
import { type AsymmetricSpec, type EcSpec, isRsa, KEY_SPECS } from '../key-spec.ts';

/** The size of a scalar, and of either coordinate of a point, on both curves. */
const FIELD_BYTES = 32;

/** RFC 8812, 3.1, and RFC 7518, 6.2.1.1: how JSON Web Keys name the curves. */
const JWK_CURVES: Readonly<Record<EcSpec, string>> = { EC_P256: 'P-256', EC_P256K: 'secp256k1' };

/** A fresh private scalar, 32 bytes, from OpenSSL: in [1, n - 1], as SEC 1, 3.2.1 wants it. */
export function makeEcMaterial(spec: EcSpec): KeyMaterial {
  const pair = createECDH(KEY_SPECS[spec].curve);
  pair.generateKeys();
  // Without its leading zeros, which one key in 256 has.
  const scalar = pair.getPrivateKey();
  const padded = Buffer.allocUnsafeSlow(FIELD_BYTES).fill(0, 0, FIELD_BYTES - scalar.length);
  scalar.copy(padded, FIELD_BYTES - scalar.length);
  scalar.fill(0);
  return new KeyMaterial(padded);
}

/** Computed of the private key: what only comes out of authenticated material need not be authenticated itself. */
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

/** Whether the material is a private key of this spec. */
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

/** A SubjectPublicKeyInfo (RFC 5280, 4.1) as PEM: lines of 64 characters, the last with its line break. */
export const publicKeyPem = (spec: AsymmetricSpec, material: KeyMaterial): string =>
  publicKeyOf(spec, material).export({ format: 'pem', type: 'spki' }).toString();

/** The key of an RSA spec's material. OpenSSL's copy is zeroed once nothing refers to this object: hold it no longer than a use. */
export const rsaPrivateKey = (material: KeyMaterial): KeyObject =>
  createPrivateKey({ key: material.bytes, format: 'der', type: 'pkcs8' });

/** @returns the point as SEC 1, 2.3.3 writes it uncompressed: 4, x and y, 65 bytes */
export function uncompressedPoint(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}

function pairOf(spec: EcSpec, material: KeyMaterial): ECDH {
  const pair = createECDH(KEY_SPECS[spec].curve);
  pair.setPrivateKey(material.bytes);
  return pair;
}
