import { constants, privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decryptWith, encryptTo } from '#domain/asymmetric/encrypt.ts';
import { publicKeyOf } from '#domain/asymmetric/key-pair.ts';
import { type EncryptionAlgorithm, KEY_SPECS, RSA_SPECS } from '#domain/key-spec.ts';
import { flipBit, makeMaterial, materialOf, opensslKey, untilFound } from '../support/key-pairs.ts';

const ENCRYPTERS = RSA_SPECS.flatMap((spec) =>
  Object.entries(KEY_SPECS[spec].encrypts).map(([algorithm, most]) => ({
    spec,
    algorithm: algorithm as EncryptionAlgorithm,
    most,
  })),
);

describe.each(ENCRYPTERS)('$spec by $algorithm', ({ spec, algorithm, most }) => {
  const oaepHash = { RSAES_OAEP_SHA_256: 'sha256', RSAES_OAEP_SHA_1: 'sha1' }[algorithm];
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const modulusBytes = KEY_SPECS[spec].modulusBits / 8;
  const encrypt = (plaintext: Uint8Array) =>
    encryptTo(spec, materialOf(spec), algorithm, plaintext);
  const decrypt = (ciphertext: Uint8Array) =>
    decryptWith(spec, materialOf(spec), algorithm, ciphertext);

  it.each([0, 1, most])(
    'encrypts %s bytes to what OpenSSL opens, and opens what OpenSSL encrypted',
    (byteCount) => {
      const plaintext = randomBytes(byteCount);
      const ciphertext = encrypt(plaintext);
      expect(ciphertext.length).toBe(modulusBytes);
      expect(
        privateDecrypt({ key: opensslKey(spec), padding, oaepHash }, ciphertext).equals(plaintext),
      ).toBe(true);
      const theirs = publicEncrypt(
        { key: publicKeyOf(spec, materialOf(spec)), padding, oaepHash },
        plaintext,
      );
      expect(decrypt(theirs)?.equals(plaintext)).toBe(true);
    },
  );

  it('encrypts no byte more', () => {
    expect(() => encrypt(randomBytes(most + 1))).toThrow();
  });

  it('does not open what is not such a ciphertext', () => {
    const key = publicKeyOf(spec, materialOf(spec));
    const secret = Buffer.from('secret');
    const ciphertext = encrypt(secret);
    const otherHash = oaepHash === 'sha1' ? 'sha256' : 'sha1';
    using other = makeMaterial(spec);
    const raw = (first: number) =>
      publicEncrypt(
        { key, padding: constants.RSA_NO_PADDING },
        Buffer.concat([Buffer.of(first), randomBytes(modulusBytes - 1)]),
      );
    const wrong = {
      nothing: Buffer.alloc(0),
      zeros: Buffer.alloc(modulusBytes),
      'a number above the modulus': Buffer.alloc(modulusBytes, 0xff),
      'a byte less': ciphertext.subarray(0, -1),
      'a byte more': Buffer.concat([ciphertext, Buffer.of(0)]),
      'a zero before': Buffer.concat([Buffer.of(0), ciphertext]),
      'a bit changed': flipBit(ciphertext, 100),
      'another hash': publicEncrypt({ key, padding, oaepHash: otherHash }, secret),
      'a label': publicEncrypt({ key, padding, oaepHash, oaepLabel: Buffer.from('label') }, secret),
      'PKCS#1 v1.5': publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, secret),
      'no encoding': raw(0),
      'no encoding, and a first byte': raw(1),
      'another key': encryptTo(spec, other, algorithm, secret),
    };
    expect(Object.entries(wrong).filter(([, bytes]) => decrypt(bytes) !== null)).toEqual([]);
    expect(decrypt(ciphertext)?.equals(secret)).toBe(true);
  });

  it('opens no ciphertext that its leading zero was taken from', () => {
    const ciphertext = untilFound(
      () => encrypt(Buffer.from('secret')),
      ([first]) => first === 0,
    );
    expect(decrypt(ciphertext)?.toString()).toBe('secret');
    expect(decrypt(ciphertext.subarray(1))).toBeNull();
  });
});

it('Elliptic curves encrypt nothing: to ask would be a bug', () => {
  expect(() =>
    encryptTo('EC_P256', materialOf('EC_P256'), 'RSAES_OAEP_SHA_1', Buffer.alloc(1)),
  ).toThrow('does not encrypt by');
  expect(() =>
    decryptWith('EC_P256K', materialOf('EC_P256K'), 'RSAES_OAEP_SHA_1', Buffer.alloc(256)),
  ).toThrow('does not encrypt by');
});
