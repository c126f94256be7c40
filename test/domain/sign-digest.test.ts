import { constants, randomBytes, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicKeyOf } from '#domain/asymmetric/key-pair.ts';
import { signDigest, verifyDigest } from '#domain/asymmetric/sign-digest.ts';
import { isRsa, KEY_SPECS, type SignatureAlgorithm } from '#domain/key-spec.ts';
import {
  ASYMMETRIC_SPECS,
  flipBit,
  makeMaterial,
  materialOf,
  opensslKey,
  sha256,
} from '../support/key-pairs.ts';

const opensslOptions = (algorithm: SignatureAlgorithm, saltLength = 32) =>
  algorithm === 'RSA_PSS_SHA_256'
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
    : algorithm === 'RSA_PKCS1_SHA_256'
      ? { padding: constants.RSA_PKCS1_PADDING }
      : { dsaEncoding: 'der' as const };

const SIGNERS = ASYMMETRIC_SPECS.flatMap((spec) =>
  KEY_SPECS[spec].signs.map((algorithm) => ({ spec, algorithm })),
);

describe.each(SIGNERS)('$spec by $algorithm', ({ spec, algorithm }) => {
  const message = randomBytes(100);
  const digest = sha256(message);
  const signed = () => signDigest(spec, materialOf(spec), algorithm, digest);
  const verifies = (signature: Uint8Array, of = digest) =>
    verifyDigest(spec, materialOf(spec), algorithm, of, signature);

  it('signs what OpenSSL verifies over the message', () => {
    const key = publicKeyOf(spec, materialOf(spec));
    expect(verify('sha256', message, { key, ...opensslOptions(algorithm) }, signed())).toBe(true);
    expect(
      verify('sha256', randomBytes(100), { key, ...opensslOptions(algorithm) }, signed()),
    ).toBe(false);
  });

  it('verifies what OpenSSL signed over the message', () => {
    // Sixteen, so that both halves of s come, from OpenSSL, which makes either.
    for (let i = 0; i < 16; i++)
      expect(
        verifies(sign('sha256', message, { key: opensslKey(spec), ...opensslOptions(algorithm) })),
      ).toBe(true);
  });

  it('refuses the signature of another digest, or of another key', () => {
    expect(verifies(signed())).toBe(true);
    expect(verifies(signed(), flipBit(digest, 0))).toBe(false);
    expect(verifies(signed(), flipBit(digest, 255))).toBe(false);
    using other = makeMaterial(spec);
    expect(verifies(signDigest(spec, other, algorithm, digest))).toBe(false);
  });

  it('refuses a signature with a bit changed, wherever', () => {
    const signature = signed();
    const bits = Array.from({ length: 40 }, (_, i) => Math.floor((i * signature.length * 8) / 40));
    expect(bits.filter((bit) => verifies(flipBit(signature, bit)))).toEqual([]);
  });

  it('answers false to what has not the form of a signature', () => {
    const signature = signed();
    const forms = {
      nothing: Buffer.alloc(0),
      'one byte': Buffer.of(0x30),
      zeros: Buffer.alloc(signature.length),
      ones: Buffer.alloc(signature.length, 0xff),
      'a byte less': signature.subarray(0, -1),
      'a byte more': Buffer.concat([signature, Buffer.of(0)]),
      'a byte before': Buffer.concat([Buffer.of(0), signature]),
      'without the first byte': signature.subarray(1),
      twice: Buffer.concat([signature, signature]),
      'its base64': Buffer.from(signature.toString('base64')),
      'a mebibyte': Buffer.alloc(1_048_576, 0x30),
    };
    expect(Object.entries(forms).filter(([, form]) => verifies(form))).toEqual([]);
  });

  it('takes only a digest of 32 bytes and an algorithm of its spec: anything else would be a bug', () => {
    expect(() => signDigest(spec, materialOf(spec), algorithm, digest.subarray(1))).toThrow(
      'a digest has 32 bytes',
    );
    expect(() => verifies(signed(), Buffer.alloc(64))).toThrow('a digest has 32 bytes');
    const foreign = isRsa(spec) ? 'ECDSA_SHA_256' : 'RSA_PSS_SHA_256';
    expect(() => signDigest(spec, materialOf(spec), foreign, digest)).toThrow('does not sign by');
  });

  const isSame = algorithm === 'RSA_PKCS1_SHA_256';
  it(isSame ? 'signs a digest always alike' : 'never signs a digest twice alike', () => {
    expect(signed().equals(signed())).toBe(isSame);
  });
});
