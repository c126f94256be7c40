import { constants, privateEncrypt, publicDecrypt, randomBytes, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signDigest, verifyDigest } from '#domain/asymmetric/sign-digest.ts';
import { EC_SPECS, KEY_SPECS, RSA_SPECS } from '#domain/key-spec.ts';
import { flipBit, materialOf, opensslKey, sha256, untilFound } from '../support/key-pairs.ts';

describe.each(EC_SPECS)('The forms of %s', (spec) => {
  const digest = sha256(randomBytes(50));
  const verifies = (signature: Uint8Array) =>
    verifyDigest(spec, materialOf(spec), 'ECDSA_SHA_256', digest, signature);
  const order = {
    EC_P256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    EC_P256K: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
  }[spec];

  const integer = (value: bigint): Buffer => {
    const digits = value.toString(16);
    const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
    return tlv(2, (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
  };
  const tlv = (tag: number, ...parts: Uint8Array[]) => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.of(tag, body.length), body]);
  };
  const der = (r: bigint, s: bigint) => tlv(0x30, integer(r), integer(s));
  const readInteger = (bytes: Buffer, at: number): bigint =>
    BigInt(`0x${bytes.subarray(at + 2, at + 2 + (bytes[at + 1] ?? 0)).toString('hex')}`);
  const signed = () => {
    const bytes = signDigest(spec, materialOf(spec), 'ECDSA_SHA_256', digest);
    return { bytes, r: readInteger(bytes, 2), s: readInteger(bytes, 4 + (bytes[3] ?? 0)) };
  };

  it('are strict DER of r and s in [1, n - 1], and s may be the higher', () => {
    const { bytes, r, s } = signed();
    expect(der(r, s).equals(bytes)).toBe(true);
    expect(verifies(der(r, order - s))).toBe(true);
    const changed = {
      'r of zero': der(0n, s),
      's of zero': der(r, 0n),
      'r of n': der(order, s),
      's of n': der(r, order),
      'r more by n': der(r + order, s),
      's more by n': der(r, s + order),
      'the two exchanged': der(s, r),
      'a negative r': tlv(
        0x30,
        tlv(2, Buffer.from((r | (1n << 255n)).toString(16), 'hex')),
        integer(s),
      ),
      'an empty r': tlv(0x30, tlv(2), integer(s)),
      'a zero too many': tlv(0x30, tlv(2, Buffer.of(0), integer(r).subarray(2)), integer(s)),
      'a length in long form': Buffer.concat([Buffer.of(0x30, 0x81), bytes.subarray(1)]),
      'a length that ends nowhere': Buffer.concat([
        Buffer.of(0x30, 0x80),
        bytes.subarray(2),
        Buffer.alloc(2),
      ]),
      'a third integer': tlv(0x30, integer(r), integer(s), integer(1n)),
      'a set': tlv(0x31, integer(r), integer(s)),
      'octet strings': tlv(0x30, tlv(4, integer(r).subarray(2)), tlv(4, integer(s).subarray(2))),
      'r and s without DER': Buffer.from(
        r.toString(16).padStart(64, '0') + s.toString(16).padStart(64, '0'),
        'hex',
      ),
    };
    expect(Object.entries(changed).filter(([, form]) => verifies(form))).toEqual([]);
  });

  it('are made with the lower s, in 72 bytes at most', () => {
    const signatures = Array.from({ length: 64 }, signed);
    expect(signatures.filter(({ s }) => s > order / 2n)).toEqual([]);
    expect(Math.max(...signatures.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(72);
    expect(new Set(signatures.map(({ r }) => r)).size).toBe(64);
  });
});

/** What OpenSSL's private operation makes of an encoding, so that only the encoding can be at fault. */
describe.each(RSA_SPECS)('The encodings of %s', (spec) => {
  const message = randomBytes(80);
  const digest = sha256(message);
  const raw = (encoded: Buffer) =>
    privateEncrypt({ key: opensslKey(spec), padding: constants.RSA_NO_PADDING }, encoded);
  const encodingOf = (signature: Buffer) =>
    publicDecrypt({ key: opensslKey(spec), padding: constants.RSA_NO_PADDING }, signature);
  const modulusBytes = KEY_SPECS[spec].modulusBits / 8;

  it('of PKCS#1 v1.5 are the one with NULL and all of its padding', () => {
    const verifies = (encoded: Buffer) =>
      verifyDigest(spec, materialOf(spec), 'RSA_PKCS1_SHA_256', digest, raw(encoded));
    const info = Buffer.from('3031300d060960864801650304020105000420', 'hex');
    const encode = (...parts: Uint8Array[]) => {
      const tail = Buffer.concat(parts);
      return Buffer.concat([
        Buffer.of(0, 1),
        Buffer.alloc(modulusBytes - 3 - tail.length, 0xff),
        Buffer.of(0),
        tail,
      ]);
    };
    const right = encode(info, digest);
    expect(verifies(right)).toBe(true);
    const wrong = {
      'without NULL': encode(
        Buffer.from('302f300b0609608648016503040201 0420'.replace(' ', ''), 'hex'),
        digest,
      ),
      'of SHA-512/256': encode(
        Buffer.from('3031300d060960864801650304020605000420', 'hex'),
        digest,
      ),
      'without DigestInfo': encode(digest),
      'of another digest': encode(info, flipBit(digest, 7)),
      'of the block type 2': Buffer.concat([Buffer.of(0, 2), right.subarray(2)]),
      'with a first byte': Buffer.concat([Buffer.of(1), right.subarray(1)]),
      'with padding of another byte': flipBit(right, 8 * 20),
      'with a digest after 8 bytes of padding, and garbage': Buffer.concat([
        Buffer.of(0, 1),
        Buffer.alloc(8, 0xff),
        Buffer.of(0),
        info,
        digest,
        Buffer.alloc(modulusBytes - 11 - info.length - 32, 0xaa),
      ]),
      'with garbage in the parameters': encode(
        Buffer.from('3033300f060960864801650304020105020500'.concat('0420'), 'hex'),
        digest,
      ),
    };
    expect(Object.entries(wrong).filter(([, encoded]) => verifies(encoded))).toEqual([]);
  });

  it.each([0, 20, 31, 33, modulusBytes - 34])('of PSS have no salt of %s bytes', (saltLength) => {
    const signature = sign('sha256', message, {
      key: opensslKey(spec),
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength,
    });
    expect(verifyDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest, signature)).toBe(false);
  });

  it('of PSS are looked at whole', () => {
    const right = encodingOf(signDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest));
    const verifies = (encoded: Buffer) =>
      verifyDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest, raw(encoded));
    expect(verifies(right)).toBe(true);
    // Each of the trailer's, a few of the hash's, of the padding's, its 01's and the salt's; those above the modulus fail before.
    const bytes = [
      1,
      2,
      40,
      modulusBytes - 66,
      modulusBytes - 65,
      modulusBytes - 34,
      modulusBytes - 33,
      modulusBytes - 2,
    ];
    const bits = [
      ...bytes.map((byte) => 8 * byte),
      ...Array.from({ length: 8 }, (_, i) => 8 * (modulusBytes - 1) + i),
    ];
    expect(bits.filter((bit) => verifies(flipBit(right, bit)))).toEqual([]);
  });

  it('of PSS leave the highest bit free', () => {
    // Look for one that is below the modulus although the bit is set: one in eight is, or more.
    const modulus = BigInt(
      `0x${Buffer.from(String(opensslKey(spec).export({ format: 'jwk' }).n), 'base64url').toString('hex')}`,
    );
    const isBelow = (encoded: Buffer) => BigInt(`0x${encoded.toString('hex')}`) < modulus;
    const set = untilFound(
      () => flipBit(encodingOf(signDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest)), 7),
      isBelow,
    );
    expect(verifyDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest, raw(set))).toBe(false);
  });

  it.each(['RSA_PKCS1_SHA_256', 'RSA_PSS_SHA_256'] as const)(
    'have one number below the modulus (%s)',
    (algorithm) => {
      const signature = signDigest(spec, materialOf(spec), algorithm, digest);
      const modulus = BigInt(
        `0x${Buffer.from(String(opensslKey(spec).export({ format: 'jwk' }).n), 'base64url').toString('hex')}`,
      );
      const more = (BigInt(`0x${signature.toString('hex')}`) + modulus).toString(16);
      const same = Buffer.from(more.padStart(more.length + (more.length % 2), '0'), 'hex');
      expect(verifyDigest(spec, materialOf(spec), algorithm, digest, same)).toBe(false);
    },
  );
});

it('A signature has all bytes of the modulus, zeros before them too', () => {
  const digest = sha256(randomBytes(80));
  const signature = untilFound(
    () => signDigest('RSA_2048', materialOf('RSA_2048'), 'RSA_PSS_SHA_256', digest),
    ([first]) => first === 0,
  );
  expect(
    verifyDigest('RSA_2048', materialOf('RSA_2048'), 'RSA_PSS_SHA_256', digest, signature),
  ).toBe(true);
  expect(
    verifyDigest(
      'RSA_2048',
      materialOf('RSA_2048'),
      'RSA_PSS_SHA_256',
      digest,
      signature.subarray(1),
    ),
  ).toBe(false);
});
