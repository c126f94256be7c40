import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { makeEcMaterial, publicKeyOf } from '#domain/asymmetric/key-pair.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import { type AsymmetricSpec, EC_SPECS, isRsa, KEY_SPECS, RSA_SPECS } from '#domain/key-spec.ts';

export const ASYMMETRIC_SPECS: readonly AsymmetricSpec[] = [...RSA_SPECS, ...EC_SPECS];
export const sha256 = (message: Uint8Array) => createHash('sha256').update(message).digest();
export const flipBit = (bytes: Uint8Array, bit: number) =>
  Buffer.from(bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)));

/** The first that is as wanted. What one in 256 is, none of 5,000 is once in 300 million runs. */
export function untilFound<T>(make: () => T, isWanted: (made: T) => boolean): T {
  for (let i = 0; i < 5_000; i++) {
    const made = make();
    if (isWanted(made)) return made;
  }
  throw new Error('chance made none');
}

export function makeMaterial(spec: AsymmetricSpec): KeyMaterial {
  if (!isRsa(spec)) return makeEcMaterial(spec);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: KEY_SPECS[spec].modulusBits });
  return new KeyMaterial(privateKey.export({ format: 'der', type: 'pkcs8' }));
}

/** One key of each spec, made when it is first asked for, and kept for all tests of a worker. */
const materials = new Map<AsymmetricSpec, KeyMaterial>();
export function materialOf(spec: AsymmetricSpec): KeyMaterial {
  const material = materials.get(spec) ?? makeMaterial(spec);
  materials.set(spec, material);
  return material;
}

/** The private key as OpenSSL takes it, found in another way than the code does. */
export function opensslKey(spec: AsymmetricSpec): KeyObject {
  const { bytes } = materialOf(spec);
  if (isRsa(spec)) return createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
  return createPrivateKey({
    key: {
      ...publicKeyOf(spec, materialOf(spec)).export({ format: 'jwk' }),
      d: bytes.toString('base64url'),
    },
    format: 'jwk',
  });
}
