import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { decryptWith, encryptTo } from '#domain/asymmetric/encrypt.ts';
import { makeEcMaterial, publicKeyOf, publicKeyPem } from '#domain/asymmetric/key-pair.ts';
import { signDigest, verifyDigest } from '#domain/asymmetric/sign-digest.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import {
  type AsymmetricSpec,
  EC_SPECS,
  type EncryptionAlgorithm,
  isRsa,
  KEY_SPECS,
  RSA_SPECS,
  type SignatureAlgorithm,
} from '#domain/key-spec.ts';

const SPECS: readonly AsymmetricSpec[] = [...RSA_SPECS, ...EC_SPECS];
const sha256 = (message: Uint8Array) => createHash('sha256').update(message).digest();
const flipBit = (bytes: Uint8Array, bit: number) => Buffer.from(bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)));

/** The first that is as wanted. What one in 256 is, none of 5,000 is once in 300 million runs. */
function untilFound<T>(make: () => T, isWanted: (made: T) => boolean): T {
  for (let i = 0; i < 5_000; i++) {
    const made = make();
    if (isWanted(made)) return made;
  }
  throw new Error('chance made none');
}

function makeMaterial(spec: AsymmetricSpec): KeyMaterial {
  if (!isRsa(spec)) return makeEcMaterial(spec);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: KEY_SPECS[spec].modulusBits });
  return new KeyMaterial(privateKey.export({ format: 'der', type: 'pkcs8' }));
}

/** One key of each spec, made when it is first asked for. */
const materials = new Map<AsymmetricSpec, KeyMaterial>();
function materialOf(spec: AsymmetricSpec): KeyMaterial {
  const material = materials.get(spec) ?? makeMaterial(spec);
  materials.set(spec, material);
  return material;
}
afterAll(() => {
  for (const material of materials.values()) material[Symbol.dispose]();
});

/** The private key as OpenSSL takes it, found in another way than the code does. */
function opensslKey(spec: AsymmetricSpec): KeyObject {
  const { bytes } = materialOf(spec);
  if (isRsa(spec)) return createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
  return createPrivateKey({
    key: { ...publicKeyOf(spec, materialOf(spec)).export({ format: 'jwk' }), d: bytes.toString('base64url') },
    format: 'jwk',
  });
}

const opensslOptions = (algorithm: SignatureAlgorithm, saltLength = 32) =>
  algorithm === 'RSA_PSS_SHA_256'
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
    : algorithm === 'RSA_PKCS1_SHA_256'
      ? { padding: constants.RSA_PKCS1_PADDING }
      : { dsaEncoding: 'der' as const };

describe('The private scalar', () => {
  it.each(EC_SPECS)('of %s has 32 bytes, with the leading zeros that OpenSSL leaves out', (spec) => {
    using material = untilFound(
      () => makeEcMaterial(spec),
      ({ bytes }) => bytes[0] === 0,
    );
    expect(material.bytes).toHaveLength(32);
    const message = randomBytes(20);
    const signature = signDigest(spec, material, 'ECDSA_SHA_256', sha256(message));
    expect(verify('sha256', message, publicKeyOf(spec, material), signature)).toBe(true);
  });

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

describe.each(SPECS)('The public key of %s', (spec) => {
  it('is PEM of a SubjectPublicKeyInfo, with line breaks', () => {
    const pem = publicKeyPem(spec, materialOf(spec));
    expect(pem).toMatch(/^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/=]{1,64}\n-----END PUBLIC KEY-----\n$/);
    expect(createPublicKey(pem).equals(createPublicKey(opensslKey(spec)))).toBe(true);
  });
});

const SIGNERS = SPECS.flatMap((spec) => KEY_SPECS[spec].signs.map((algorithm) => ({ spec, algorithm })));

describe.each(SIGNERS)('$spec by $algorithm', ({ spec, algorithm }) => {
  const message = randomBytes(100);
  const digest = sha256(message);
  const signed = () => signDigest(spec, materialOf(spec), algorithm, digest);
  const verifies = (signature: Uint8Array, of = digest) => verifyDigest(spec, materialOf(spec), algorithm, of, signature);

  it('signs what OpenSSL verifies over the message', () => {
    const key = publicKeyOf(spec, materialOf(spec));
    expect(verify('sha256', message, { key, ...opensslOptions(algorithm) }, signed())).toBe(true);
    expect(verify('sha256', randomBytes(100), { key, ...opensslOptions(algorithm) }, signed())).toBe(false);
  });

  it('verifies what OpenSSL signed over the message', () => {
    // Sixteen, so that both halves of s come, from OpenSSL, which makes either.
    for (let i = 0; i < 16; i++)
      expect(verifies(sign('sha256', message, { key: opensslKey(spec), ...opensslOptions(algorithm) }))).toBe(true);
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

  it('takes a digest of 32 bytes alone, and no algorithm of another spec: those would be bugs', () => {
    expect(() => signDigest(spec, materialOf(spec), algorithm, digest.subarray(1))).toThrow('a digest has 32 bytes');
    expect(() => verifies(signed(), Buffer.alloc(64))).toThrow('a digest has 32 bytes');
    const foreign = isRsa(spec) ? 'ECDSA_SHA_256' : 'RSA_PSS_SHA_256';
    expect(() => signDigest(spec, materialOf(spec), foreign, digest)).toThrow('does not sign by');
  });

  const isSame = algorithm === 'RSA_PKCS1_SHA_256';
  it(isSame ? 'signs a digest always alike' : 'never signs a digest twice alike', () => {
    expect(signed().equals(signed())).toBe(isSame);
  });
});

describe.each(EC_SPECS)('The forms of %s', (spec) => {
  const digest = sha256(randomBytes(50));
  const verifies = (signature: Uint8Array) => verifyDigest(spec, materialOf(spec), 'ECDSA_SHA_256', digest, signature);
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
      'a negative r': tlv(0x30, tlv(2, Buffer.from((r | (1n << 255n)).toString(16), 'hex')), integer(s)),
      'an empty r': tlv(0x30, tlv(2), integer(s)),
      'a zero too many': tlv(0x30, tlv(2, Buffer.of(0), integer(r).subarray(2)), integer(s)),
      'a length in long form': Buffer.concat([Buffer.of(0x30, 0x81), bytes.subarray(1)]),
      'a length that ends nowhere': Buffer.concat([Buffer.of(0x30, 0x80), bytes.subarray(2), Buffer.alloc(2)]),
      'a third integer': tlv(0x30, integer(r), integer(s), integer(1n)),
      'a set': tlv(0x31, integer(r), integer(s)),
      'octet strings': tlv(0x30, tlv(4, integer(r).subarray(2)), tlv(4, integer(s).subarray(2))),
      'r and s alone': Buffer.from(r.toString(16).padStart(64, '0') + s.toString(16).padStart(64, '0'), 'hex'),
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
  const raw = (encoded: Buffer) => privateEncrypt({ key: opensslKey(spec), padding: constants.RSA_NO_PADDING }, encoded);
  const encodingOf = (signature: Buffer) => publicDecrypt({ key: opensslKey(spec), padding: constants.RSA_NO_PADDING }, signature);
  const modulusBytes = KEY_SPECS[spec].modulusBits / 8;

  it('of PKCS#1 v1.5 are the one with NULL and all of its padding', () => {
    const verifies = (encoded: Buffer) => verifyDigest(spec, materialOf(spec), 'RSA_PKCS1_SHA_256', digest, raw(encoded));
    const info = Buffer.from('3031300d060960864801650304020105000420', 'hex');
    const encode = (...parts: Uint8Array[]) => {
      const tail = Buffer.concat(parts);
      return Buffer.concat([Buffer.of(0, 1), Buffer.alloc(modulusBytes - 3 - tail.length, 0xff), Buffer.of(0), tail]);
    };
    const right = encode(info, digest);
    expect(verifies(right)).toBe(true);
    const wrong = {
      'without NULL': encode(Buffer.from('302f300b0609608648016503040201 0420'.replace(' ', ''), 'hex'), digest),
      'of SHA-512/256': encode(Buffer.from('3031300d060960864801650304020605000420', 'hex'), digest),
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
      'with garbage in the parameters': encode(Buffer.from('3033300f060960864801650304020105020500'.concat('0420'), 'hex'), digest),
    };
    expect(Object.entries(wrong).filter(([, encoded]) => verifies(encoded))).toEqual([]);
  });

  it.each([0, 20, 31, 33, modulusBytes - 34])('of PSS have no salt of %s bytes', (saltLength) => {
    const signature = sign('sha256', message, { key: opensslKey(spec), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
    expect(verifyDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest, signature)).toBe(false);
  });

  it('of PSS are looked at whole', () => {
    const right = encodingOf(signDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest));
    const verifies = (encoded: Buffer) => verifyDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest, raw(encoded));
    expect(verifies(right)).toBe(true);
    // Each of the trailer's, a few of the hash's, of the padding's, its 01's and the salt's; those above the modulus fail before.
    const bytes = [1, 2, 40, modulusBytes - 66, modulusBytes - 65, modulusBytes - 34, modulusBytes - 33, modulusBytes - 2];
    const bits = [...bytes.map((byte) => 8 * byte), ...Array.from({ length: 8 }, (_, i) => 8 * (modulusBytes - 1) + i)];
    expect(bits.filter((bit) => verifies(flipBit(right, bit)))).toEqual([]);
  });

  it('of PSS leave the highest bit free', () => {
    // Look for one that is below the modulus although the bit is set: one in eight is, or more.
    const modulus = BigInt(`0x${Buffer.from(String(opensslKey(spec).export({ format: 'jwk' }).n), 'base64url').toString('hex')}`);
    const isBelow = (encoded: Buffer) => BigInt(`0x${encoded.toString('hex')}`) < modulus;
    const set = untilFound(() => flipBit(encodingOf(signDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest)), 7), isBelow);
    expect(verifyDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest, raw(set))).toBe(false);
  });

  it.each(['RSA_PKCS1_SHA_256', 'RSA_PSS_SHA_256'] as const)('have one number below the modulus (%s)', (algorithm) => {
    const signature = signDigest(spec, materialOf(spec), algorithm, digest);
    const modulus = BigInt(`0x${Buffer.from(String(opensslKey(spec).export({ format: 'jwk' }).n), 'base64url').toString('hex')}`);
    const more = (BigInt(`0x${signature.toString('hex')}`) + modulus).toString(16);
    const same = Buffer.from(more.padStart(more.length + (more.length % 2), '0'), 'hex');
    expect(verifyDigest(spec, materialOf(spec), algorithm, digest, same)).toBe(false);
  });

  it.runIf(spec === 'RSA_2048')('have all bytes of the modulus, zeros before them too', () => {
    const signature = untilFound(
      () => signDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest),
      ([first]) => first === 0,
    );
    expect(verifyDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest, signature)).toBe(true);
    expect(verifyDigest(spec, materialOf(spec), 'RSA_PSS_SHA_256', digest, signature.subarray(1))).toBe(false);
  });
});

const ENCRYPTERS = RSA_SPECS.flatMap((spec) =>
  Object.entries(KEY_SPECS[spec].encrypts).map(([algorithm, most]) => ({ spec, algorithm: algorithm as EncryptionAlgorithm, most })),
);

describe.each(ENCRYPTERS)('$spec by $algorithm', ({ spec, algorithm, most }) => {
  const oaepHash = { RSAES_OAEP_SHA_256: 'sha256', RSAES_OAEP_SHA_1: 'sha1' }[algorithm];
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const modulusBytes = KEY_SPECS[spec].modulusBits / 8;
  const encrypt = (plaintext: Uint8Array) => encryptTo(spec, materialOf(spec), algorithm, plaintext);
  const decrypt = (ciphertext: Uint8Array) => decryptWith(spec, materialOf(spec), algorithm, ciphertext);

  it.each([0, 1, most])('encrypts %s bytes to what OpenSSL opens, and opens what OpenSSL encrypted', (byteCount) => {
    const plaintext = randomBytes(byteCount);
    const ciphertext = encrypt(plaintext);
    expect(ciphertext.length).toBe(modulusBytes);
    expect(privateDecrypt({ key: opensslKey(spec), padding, oaepHash }, ciphertext).equals(plaintext)).toBe(true);
    const theirs = publicEncrypt({ key: publicKeyOf(spec, materialOf(spec)), padding, oaepHash }, plaintext);
    expect(decrypt(theirs)?.equals(plaintext)).toBe(true);
  });

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
      publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, Buffer.concat([Buffer.of(first), randomBytes(modulusBytes - 1)]));
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
  expect(() => encryptTo('EC_P256', materialOf('EC_P256'), 'RSAES_OAEP_SHA_1', Buffer.alloc(1))).toThrow('does not encrypt by');
  expect(() => decryptWith('EC_P256K', materialOf('EC_P256K'), 'RSAES_OAEP_SHA_1', Buffer.alloc(256))).toThrow('does not encrypt by');
});
