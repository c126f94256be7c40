import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeEcMaterial, publicKeyOf, publicKeyPem } from '#domain/asymmetric/key-pair.ts';
import { signDigest } from '#domain/asymmetric/sign-digest.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import { EC_SPECS } from '#domain/key-spec.ts';
import {
  ASYMMETRIC_SPECS,
  materialOf,
  opensslKey,
  sha256,
  untilFound,
} from '../support/key-pairs.ts';

describe('The private scalar', () => {
  it.each(EC_SPECS)(
    'of %s has 32 bytes, with the leading zeros that OpenSSL leaves out',
    (spec) => {
      using material = untilFound(
        () => makeEcMaterial(spec),
        ({ bytes }) => bytes[0] === 0,
      );
      expect(material.bytes).toHaveLength(32);
      const message = randomBytes(20);
      const signature = signDigest(spec, material, 'ECDSA_SHA_256', sha256(message));
      expect(verify('sha256', message, publicKeyOf(spec, material), signature)).toBe(true);
    },
  );

  it.each(EC_SPECS)('of %s gives the public point that is published for it', (spec) => {
    // 1 · G: SEC 2, 2.4.1 and 2.4.2.
    using material = new KeyMaterial(Buffer.from('1'.padStart(64, '0'), 'hex'));
    const { x = '' } = publicKeyOf(spec, material).export({ format: 'jwk' });
    expect(Buffer.from(x, 'base64url').toString('hex')).toBe(
      {
        EC_P256: '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296',
        EC_P256K: '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
      }[spec],
    );
  });
});

describe.each(ASYMMETRIC_SPECS)('The public key of %s', (spec) => {
  it('is PEM of a SubjectPublicKeyInfo, with line breaks', () => {
    const pem = publicKeyPem(spec, materialOf(spec));
    expect(pem).toMatch(
      /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/=]{1,64}\n-----END PUBLIC KEY-----\n$/,
    );
    expect(createPublicKey(pem).equals(createPublicKey(opensslKey(spec)))).toBe(true);
  });
});
