import {
  constants,
  createHash,
  createPublicKey,
  createVerify,
  publicEncrypt,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KEY_STATES, type KeyState } from '#domain/key-state.ts';
import {
  type Caller,
  caller,
  outcomeOf,
  Refused,
  refusalOf,
  SURFACES,
  type Surface,
} from '../support/caller.ts';
import { type Kms, sharedKms, startKms } from '../support/kms.ts';
import { changeKey } from '../support/writes.ts';

interface Pair {
  readonly keyId: string;
  readonly keyVersionId: string;
}

async function setUp(surface: Surface, allowedActions?: readonly string[]) {
  const kms = await sharedKms();
  const account = await kms.addAccount(allowedActions ? { allowedActions } : {});
  return { kms, account, as: caller(surface, kms, account) };
}

/** A key pair and its first version. */
async function makePair(as: Caller, keySpec: string, keyUsage?: string): Promise<Pair> {
  const { keyId } = await as.createKey({ keySpec, ...(keyUsage && { keyUsage }) });
  const [version] = await as.listVersions(keyId);
  return { keyId, keyVersionId: String(version?.keyVersionId) };
}

const SIGNS = 'SIGN/VERIFY';
const MESSAGE = Buffer.from('the message');
const digestOf = (message: Uint8Array): Buffer => createHash('sha256').update(message).digest();
const DIGEST = digestOf(MESSAGE);

/** What node:crypto says of a signature of the whole message. */
function isValid(pem: string, algorithm: string, signature: string, message = MESSAGE): boolean {
  const pss = {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
  return createVerify('sha256')
    .update(message)
    .verify(
      { key: pem, ...(algorithm === 'RSA_PSS_SHA_256' && pss) },
      Buffer.from(signature, 'base64'),
    );
}

const HASHES: Readonly<Record<string, string>> = {
  RSAES_OAEP_SHA_256: 'sha256',
  RSAES_OAEP_SHA_1: 'sha1',
};

/** Encrypts with a public key, without the service. The result never begins with a 1 like a blob of ours. */
function encryptTo(pem: string, algorithm: string, plaintext: Uint8Array): Buffer {
  for (;;) {
    const key = {
      key: pem,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: HASHES[algorithm] ?? '',
    };
    const ciphertext = publicEncrypt(key, plaintext);
    if (ciphertext[0] !== 1) return ciphertext;
  }
}

const refusal = async (call: Promise<unknown>): Promise<{ code: string; message: string }> => {
  const error = await call.then(
    () => new Error('The call was not refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refused)) throw error;
  return { code: error.code, message: error.message };
};

const changedAt = (bytes: Uint8Array, index: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
  return changed;
};

async function putInto(kms: Kms, keyId: string, state: KeyState): Promise<void> {
  const { revision } = await kms.store.db.key.findUniqueOrThrow({ where: { id: keyId } });
  const deleteDate = state === 'PendingDeletion' ? new Date('9999-01-01') : null;
  await kms.store.commit([changeKey(keyId, revision, { state, deleteDate })]);
}

describe.each(SURFACES)('A key pair by %s', (surface) => {
  it.each([
    ['RSA_2048', 'ENCRYPT/DECRYPT', 'rsa', { modulusLength: 2_048 }],
    ['RSA_3072', 'ENCRYPT/DECRYPT', 'rsa', { modulusLength: 3_072 }],
    ['EC_P256', SIGNS, 'ec', { namedCurve: 'prime256v1' }],
    ['EC_P256K', SIGNS, 'ec', { namedCurve: 'secp256k1' }],
  ])(
    'of %s is for %s by default, and shows its public key',
    async (keySpec, keyUsage, type, details) => {
      const { as } = await setUp(surface);
      const key = await as.createKey({ keySpec });
      expect(key).toMatchObject({
        keySpec,
        keyUsage,
        keyState: 'Enabled',
        primaryKeyVersion: null,
        automaticRotation: 'Disabled',
        lastRotationDate: key.creationDate,
      });
      const [version, ...others] = await as.listVersions(key.keyId);
      expect(others).toEqual([]);
      const pem = await as.publicKey(key.keyId, String(version?.keyVersionId));
      expect(pem).toMatch(
        /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/=]{1,64}\n-----END PUBLIC KEY-----\n$/,
      );
      const publicKey = createPublicKey(pem);
      expect(publicKey.asymmetricKeyType).toBe(type);
      expect(publicKey.asymmetricKeyDetails).toMatchObject(details);
    },
  );

  it.each(['EC_P256', 'EC_P256K'])('of %s is made for nothing but signing', async (keySpec) => {
    const { kms, account, as } = await setUp(surface);
    expect(await refusalOf(as.createKey({ keySpec, keyUsage: 'ENCRYPT/DECRYPT' }))).toBe(
      'UnsupportedOperation',
    );
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(0);
  });

  it('is never imported', async () => {
    const { as } = await setUp(surface);
    for (const keySpec of ['RSA_2048', 'EC_P256'])
      expect(await refusalOf(as.createKey({ keySpec, origin: 'EXTERNAL' }))).toBe(
        'UnsupportedOperation',
      );
  });

  it('shows its public key in every state, by an alias too', async () => {
    const { kms, as } = await setUp(surface);
    const { keyId, keyVersionId } = await makePair(as, 'EC_P256');
    await as.act('CreateAlias', { keyId, aliasName: 'alias/signer' });
    const pem = await as.publicKey(keyId, keyVersionId);
    for (const state of KEY_STATES) {
      await putInto(kms, keyId, state);
      expect([
        state,
        await as.publicKey(keyId, keyVersionId),
        await as.publicKey('alias/signer', keyVersionId),
      ]).toEqual([state, pem, pem]);
    }
  });

  it('has another public key in each version', async () => {
    const { as } = await setUp(surface);
    const { keyId, keyVersionId } = await makePair(as, 'EC_P256');
    const { keyVersionId: second = '' } = await as.act('CreateKeyVersion', { keyId });
    expect(await as.publicKey(keyId, second)).not.toBe(await as.publicKey(keyId, keyVersionId));
    const { value = '' } = await as.act('AsymmetricSign', {
      keyId,
      keyVersionId,
      algorithm: 'ECDSA_SHA_256',
      digest: DIGEST,
    });
    expect(isValid(await as.publicKey(keyId, keyVersionId), 'ECDSA_SHA_256', value)).toBe(true);
    expect(isValid(await as.publicKey(keyId, second), 'ECDSA_SHA_256', value)).toBe(false);
  });

  it('shows no public key of a symmetric key, a missing key or a missing version', async () => {
    const { kms, as } = await setUp(surface);
    const { keyId, primaryKeyVersion } = await as.createKey();
    // The graph has null for what there is not.
    if (surface === 'graphql')
      expect(await as.publicKey(keyId, String(primaryKeyVersion))).toBe('null');
    else
      expect(await refusalOf(as.publicKey(keyId, String(primaryKeyVersion)))).toBe(
        'Rejected.UnsupportedOperation',
      );
    const pair = await makePair(as, 'EC_P256');
    expect(await refusalOf(as.publicKey(pair.keyId, randomUUID()))).toBe(
      'Forbidden.KeyVersionNotFound',
    );
    const stranger = caller(surface, kms, await kms.addAccount());
    const notFound = await refusal(as.publicKey(randomUUID(), pair.keyVersionId));
    expect(notFound.code).toBe('Forbidden.KeyNotFound');
    expect(await refusal(stranger.publicKey(pair.keyId, pair.keyVersionId))).toEqual(notFound);
  });
});

describe.each(SURFACES)('A version of another key, by %s', (surface) => {
  it('is none of this one, also when it was used a moment ago', async () => {
    const { kms, as } = await setUp(surface);
    const victim = await makePair(as, 'EC_P256');
    const sign = (who: Caller, keyId: string, keyVersionId: string) =>
      who.act('AsymmetricSign', {
        keyId,
        keyVersionId,
        algorithm: 'ECDSA_SHA_256',
        digest: DIGEST,
      });
    await sign(as, victim.keyId, victim.keyVersionId);
    const thief = caller(surface, kms, await kms.addAccount());
    const own = await makePair(thief, 'EC_P256');
    const sibling = await makePair(as, 'EC_P256');
    await sign(thief, own.keyId, own.keyVersionId);
    for (const [who, { keyId }] of [
      [thief, own],
      [as, sibling],
    ] as const) {
      expect(await refusalOf(sign(who, keyId, victim.keyVersionId))).toBe(
        'Forbidden.KeyVersionNotFound',
      );
      expect(await refusalOf(who.publicKey(keyId, victim.keyVersionId))).toBe(
        'Forbidden.KeyVersionNotFound',
      );
      expect(await refusalOf(who.describeVersion(keyId, victim.keyVersionId))).toBe(
        'Forbidden.KeyVersionNotFound',
      );
    }
    await sign(as, victim.keyId, victim.keyVersionId); // and a stranger's attempt has not hidden it
  });
});

describe.each(SURFACES)('Signatures by %s', (surface) => {
  it.each([
    ['RSA_2048', 'RSA_PSS_SHA_256', 256],
    ['RSA_2048', 'RSA_PKCS1_SHA_256', 256],
    ['RSA_3072', 'RSA_PSS_SHA_256', 384],
    ['EC_P256', 'ECDSA_SHA_256', 0],
    ['EC_P256K', 'ECDSA_SHA_256', 0],
  ])('of %s with %s are such to OpenSSL and to us', async (keySpec, algorithm, size) => {
    const { as } = await setUp(surface);
    const pair = await makePair(as, keySpec, SIGNS);
    const { value = '', ...answer } = await as.act('AsymmetricSign', {
      ...pair,
      algorithm,
      digest: DIGEST,
    });
    expect(answer).toEqual(pair);
    const signature = Buffer.from(value, 'base64');
    if (size > 0) expect(signature.length).toBe(size);
    else expect(signature[0]).toBe(0x30); // a SEQUENCE of DER
    const pem = await as.publicKey(pair.keyId, pair.keyVersionId);
    expect(isValid(pem, algorithm, value)).toBe(true);
    expect(isValid(pem, algorithm, value, Buffer.from('another message'))).toBe(false);

    const verify = async (input: object) =>
      (await as.act('AsymmetricVerify', { ...pair, algorithm, digest: DIGEST, ...input })).value;
    expect(
      await as.act('AsymmetricVerify', { ...pair, algorithm, digest: DIGEST, value: signature }),
    ).toEqual({ ...pair, value: 'true' });
    expect(await verify({ value: changedAt(signature, signature.length - 5) })).toBe('false');
    expect(
      await verify({ value: signature, digest: digestOf(Buffer.from('another message')) }),
    ).toBe('false');
  });

  it('of RSA_4096 are as long as its modulus', async () => {
    const { as } = await setUp(surface);
    const pair = await makePair(as, 'RSA_4096', SIGNS);
    const { value = '' } = await as.act('AsymmetricSign', {
      ...pair,
      algorithm: 'RSA_PSS_SHA_256',
      digest: DIGEST,
    });
    expect(Buffer.from(value, 'base64')).toHaveLength(512);
    expect(
      isValid(await as.publicKey(pair.keyId, pair.keyVersionId), 'RSA_PSS_SHA_256', value),
    ).toBe(true);
  });

  it.each([
    ['RSA_2048', 'RSA_PSS_SHA_256'],
    ['EC_P256', 'ECDSA_SHA_256'],
  ])(
    'that are garbage are false with %s: no error tells more of them',
    async (keySpec, algorithm) => {
      const { as } = await setUp(surface);
      const pair = await makePair(as, keySpec, SIGNS);
      const { value = '' } = await as.act('AsymmetricSign', { ...pair, algorithm, digest: DIGEST });
      const signature = Buffer.from(value, 'base64');
      const garbage = [
        ...(surface === 'rpc' ? [] : [Buffer.alloc(0)]), // RPC treats an empty value as absent
        Buffer.of(0),
        Buffer.alloc(256),
        Buffer.alloc(256, 0xff), // a number above the modulus
        randomBytes(256),
        randomBytes(71),
        Buffer.alloc(1_024, 0x30),
        signature.subarray(0, -1),
        signature.subarray(1),
        Buffer.concat([signature, Buffer.of(0)]),
        Buffer.concat([Buffer.of(0), signature]),
      ];
      for (const [index, one] of garbage.entries())
        expect([
          index,
          (await as.act('AsymmetricVerify', { ...pair, algorithm, digest: DIGEST, value: one }))
            .value,
        ]).toEqual([index, 'false']);
    },
  );

  it.each([0, 31, 33, 64])('are not made of %d bytes, nor looked at', async (length) => {
    const { as } = await setUp(surface);
    const pair = await makePair(as, 'EC_P256');
    const input = { ...pair, algorithm: 'ECDSA_SHA_256', digest: Buffer.alloc(length) };
    for (const [operation, more] of [
      ['AsymmetricSign', {}],
      ['AsymmetricVerify', { value: Buffer.alloc(64) }],
    ] as const)
      expect(await refusal(as.act(operation, { ...input, ...more }))).toMatchObject({
        code: length === 0 && surface === 'rpc' ? 'MissingParameter' : 'InvalidParameter',
        message: expect.stringMatching(/digest/i),
      });
  });

  it('are not made with an algorithm of another spec, or one that nobody knows', async () => {
    const { as } = await setUp(surface);
    const ec = await makePair(as, 'EC_P256');
    const rsa = await makePair(as, 'RSA_2048', SIGNS);
    for (const [pair, algorithm] of [
      [ec, 'RSA_PSS_SHA_256'],
      [ec, 'RSA_PKCS1_SHA_256'],
      [rsa, 'ECDSA_SHA_256'],
    ] as const) {
      const input = { ...pair, algorithm, digest: DIGEST };
      expect(await refusalOf(as.act('AsymmetricSign', input))).toBe('InvalidParameter');
      expect(
        await refusalOf(as.act('AsymmetricVerify', { ...input, value: Buffer.alloc(64) })),
      ).toBe('InvalidParameter');
    }
    if (surface === 'rpc')
      expect(
        await refusalOf(
          as.act('AsymmetricSign', { ...rsa, algorithm: 'RSAES_OAEP_SHA_256', digest: DIGEST }),
        ),
      ).toBe('InvalidParameter');
  });

  it('are not made by keys of another usage, or by symmetric keys', async () => {
    const { as } = await setUp(surface);
    const encrypting = await makePair(as, 'RSA_2048', 'ENCRYPT/DECRYPT');
    const { keyId, primaryKeyVersion } = await as.createKey();
    const secret = { keyId, keyVersionId: String(primaryKeyVersion) };
    for (const which of [encrypting, secret]) {
      const input = { ...which, algorithm: 'RSA_PSS_SHA_256', digest: DIGEST };
      expect(await refusalOf(as.act('AsymmetricSign', input))).toBe(
        'Rejected.UnsupportedOperation',
      );
      expect(
        await refusalOf(as.act('AsymmetricVerify', { ...input, value: Buffer.alloc(256) })),
      ).toBe('Rejected.UnsupportedOperation');
    }
  });
});

describe.each(SURFACES)('Encryption to a key pair, by %s', (surface) => {
  it.each([
    ['RSA_2048', 'RSAES_OAEP_SHA_256', 190, 256],
    ['RSA_2048', 'RSAES_OAEP_SHA_1', 214, 256],
    ['RSA_3072', 'RSAES_OAEP_SHA_256', 318, 384],
  ])(
    'of %s with %s takes up to %d bytes, by us or by OpenSSL',
    async (keySpec, algorithm, most, size) => {
      const { as } = await setUp(surface);
      const pair = await makePair(as, keySpec);
      const decrypt = async (ciphertextBlob: Buffer) =>
        Buffer.from(
          (await as.act('AsymmetricDecrypt', { ...pair, algorithm, ciphertextBlob })).plaintext ??
            '',
          'base64',
        );
      // RPC treats an empty value as absent.
      for (const length of surface === 'rpc' ? [1, most] : [0, 1, most]) {
        const plaintext = randomBytes(length);
        const { ciphertextBlob = '', ...answer } = await as.act('AsymmetricEncrypt', {
          ...pair,
          algorithm,
          plaintext,
        });
        expect(answer).toEqual(pair);
        expect(Buffer.from(ciphertextBlob, 'base64')).toHaveLength(size);
        expect((await decrypt(Buffer.from(ciphertextBlob, 'base64'))).equals(plaintext)).toBe(true);
      }
      const plaintext = randomBytes(most);
      const outside = encryptTo(
        await as.publicKey(pair.keyId, pair.keyVersionId),
        algorithm,
        plaintext,
      );
      expect((await decrypt(outside)).equals(plaintext)).toBe(true);
      expect(
        await refusalOf(
          as.act('AsymmetricEncrypt', { ...pair, algorithm, plaintext: Buffer.alloc(most + 1) }),
        ),
      ).toBe('InvalidParameter');
    },
  );

  it('answers every ciphertext that does not open with one code and one text', async () => {
    const { kms, account, as } = await setUp(surface);
    const pair = await makePair(as, 'RSA_2048');
    const other = await makePair(as, 'RSA_2048');
    const pem = await as.publicKey(pair.keyId, pair.keyVersionId);
    const good = encryptTo(pem, 'RSAES_OAEP_SHA_256', Buffer.from('x'));
    const bad = [
      changedAt(good, 0),
      changedAt(good, 255),
      encryptTo(pem, 'RSAES_OAEP_SHA_1', Buffer.from('x')),
      encryptTo(
        await as.publicKey(other.keyId, other.keyVersionId),
        'RSAES_OAEP_SHA_256',
        Buffer.from('x'),
      ),
      publicEncrypt({ key: pem, padding: constants.RSA_PKCS1_PADDING }, Buffer.from('x')),
      publicEncrypt(
        {
          key: pem,
          padding: constants.RSA_PKCS1_OAEP_PADDING,
          oaepHash: 'sha256',
          oaepLabel: Buffer.from('label'),
        },
        Buffer.from('x'),
      ),
      Buffer.alloc(256),
      Buffer.alloc(256, 0xff), // above the modulus
      good.subarray(0, 255),
      Buffer.concat([Buffer.of(0), good]),
      Buffer.of(1),
      randomBytes(384),
    ];
    const told = [];
    for (const ciphertextBlob of bad)
      told.push(
        await refusal(
          as.act('AsymmetricDecrypt', { ...pair, algorithm: 'RSAES_OAEP_SHA_256', ciphertextBlob }),
        ),
      );
    expect(new Set(told.map(({ code, message }) => `${code} ${message}`)).size).toBe(1);
    expect(told[0]?.code).toBe('InvalidParameter');
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId, operation: 'AsymmetricDecrypt' },
    });
    expect(events.map(({ outcome, keyId }) => [outcome, keyId])).toEqual(
      bad.map(() => ['InvalidParameter', pair.keyId]),
    );
  });

  it('needs an algorithm that encrypts, a key of that usage, and a pair', async () => {
    const { as } = await setUp(surface);
    const signing = await makePair(as, 'RSA_2048', SIGNS);
    const ec = await makePair(as, 'EC_P256');
    const { keyId, primaryKeyVersion } = await as.createKey();
    const secret = { keyId, keyVersionId: String(primaryKeyVersion) };
    for (const which of [signing, ec, secret]) {
      const input = { ...which, algorithm: 'RSAES_OAEP_SHA_256' };
      expect(
        await refusalOf(as.act('AsymmetricEncrypt', { ...input, plaintext: Buffer.from('x') })),
      ).toBe('Rejected.UnsupportedOperation');
      expect(
        await refusalOf(
          as.act('AsymmetricDecrypt', { ...input, ciphertextBlob: Buffer.alloc(256) }),
        ),
      ).toBe('Rejected.UnsupportedOperation');
    }
    if (surface === 'rpc')
      expect(
        await refusalOf(
          as.act('AsymmetricEncrypt', {
            ...secret,
            algorithm: 'RSAES_PKCS1_V1_5',
            plaintext: Buffer.from('x'),
          }),
        ),
      ).toBe('InvalidParameter');
  });

  it('is not done by the operations for symmetric keys', async () => {
    const { as } = await setUp(surface);
    for (const { keyId } of [await makePair(as, 'RSA_2048'), await makePair(as, 'EC_P256')]) {
      expect(await refusalOf(as.encrypt(keyId, Buffer.from('x')))).toBe(
        'Rejected.UnsupportedOperation',
      );
      expect(await refusalOf(as.act('GenerateDataKey', { keyId }))).toBe(
        'Rejected.UnsupportedOperation',
      );
      expect(await refusalOf(as.act('GenerateDataKeyWithoutPlaintext', { keyId }))).toBe(
        'Rejected.UnsupportedOperation',
      );
    }
  });

  it('is re-encrypted by ReEncrypt into a blob of a symmetric key, if all of its source is named', async () => {
    const { kms, account, as } = await setUp(surface);
    const pair = await makePair(as, 'RSA_2048');
    const { keyId: destinationKeyId } = await as.createKey();
    const ciphertextBlob = encryptTo(
      await as.publicKey(pair.keyId, pair.keyVersionId),
      'RSAES_OAEP_SHA_1',
      Buffer.from('from outside'),
    );
    const source = {
      sourceKeyId: pair.keyId,
      sourceKeyVersionId: pair.keyVersionId,
      sourceEncryptionAlgorithm: 'RSAES_OAEP_SHA_1',
    };
    const input = {
      ciphertextBlob,
      destinationKeyId,
      ...source,
      destinationEncryptionContext: [['to', 'here']],
    };
    const { ciphertextBlob: sealed = '', ...answer } = await as.act('ReEncrypt', input);
    expect(answer).toEqual(pair);
    expect((await as.decrypt(sealed, [['to', 'here']])).toString()).toBe('from outside');
    const [event] = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId, operation: 'ReEncrypt' },
    });
    expect(event).toMatchObject({ outcome: 'Done', keyId: pair.keyId });
    expect(JSON.parse(String(event?.details))).toMatchObject({ secondKeyId: destinationKeyId });

    // The input type of GraphQL requires all three together.
    const missing = surface === 'graphql' ? 'GRAPHQL_VALIDATION_FAILED' : undefined;
    const without = (field: string) =>
      Object.fromEntries(Object.entries(input).filter(([name]) => name !== field));
    for (const [change, code] of [
      [without('sourceKeyVersionId'), missing ?? 'MissingParameter'],
      [without('sourceEncryptionAlgorithm'), missing ?? 'MissingParameter'],
      [without('sourceKeyId'), missing ?? 'InvalidParameter'],
      [{ ...input, sourceKeyVersionId: randomUUID() }, 'Forbidden.KeyVersionNotFound'],
      [{ ...input, sourceKeyId: randomUUID() }, 'Forbidden.KeyNotFound'],
      [{ ...input, sourceKeyId: destinationKeyId }, 'Rejected.UnsupportedOperation'],
      [{ ...input, sourceEncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }, 'InvalidParameter'],
      [{ ...input, ciphertextBlob: changedAt(ciphertextBlob, 9) }, 'InvalidParameter'],
      [{ ...input, destinationKeyId: pair.keyId }, 'Rejected.UnsupportedOperation'],
    ] as const)
      expect([change, await refusalOf(as.act('ReEncrypt', change))]).toEqual([change, code]);
  });
});

const USES = [
  ['AsymmetricSign', SIGNS, 'RSA_PSS_SHA_256', { digest: DIGEST }],
  ['AsymmetricVerify', SIGNS, 'RSA_PSS_SHA_256', { digest: DIGEST, value: Buffer.alloc(256) }],
  [
    'AsymmetricEncrypt',
    'ENCRYPT/DECRYPT',
    'RSAES_OAEP_SHA_256',
    { plaintext: Buffer.from('secret text') },
  ],
  ['AsymmetricDecrypt', 'ENCRYPT/DECRYPT', 'RSAES_OAEP_SHA_256', {}],
] as const;

describe.each(SURFACES)('Of a use of a key pair by %s', (surface) => {
  async function use(operation: (typeof USES)[number][0]) {
    const row = USES.find(([name]) => name === operation);
    if (!row) throw new Error(operation);
    const [, usage, algorithm, more] = row;
    const { kms, account, as } = await setUp(surface);
    const pair = await makePair(as, 'RSA_2048', usage);
    const pem = await as.publicKey(pair.keyId, pair.keyVersionId);
    const ciphertext = operation === 'AsymmetricDecrypt' && {
      ciphertextBlob: encryptTo(pem, algorithm, Buffer.from('secret text')),
    };
    const input = { ...pair, algorithm, ...more, ...ciphertext };
    return { kms, account, as, pair, input };
  }

  it.each(USES.map(([operation]) => operation))(
    '%s writes only its version and algorithm into the audit',
    async (operation) => {
      const { kms, account, as, pair, input } = await use(operation);
      await as.act(operation, input);
      const events = await kms.store.db.auditEvent.findMany({
        where: { accountId: account.accountId, operation },
      });
      expect(events).toMatchObject([
        { outcome: 'Done', surface, keyId: pair.keyId, accessKeyId: account.id },
      ]);
      expect(JSON.parse(String(events[0]?.details))).toEqual({
        keyVersionId: pair.keyVersionId,
        algorithm: input.algorithm,
      });
      const { _sum } = await kms.store.db.keyUse.aggregate({
        where: { keyId: pair.keyId },
        _sum: { uses: true },
      });
      expect(_sum.uses).toBe(1);
    },
  );

  it.each(USES.map(([operation]) => operation))(
    '%s is refused by name: key, alias, version, state, permission',
    async (operation) => {
      const { kms, account, as, pair, input } = await use(operation);
      const code = (change: object, who = as) =>
        refusalOf(who.act(operation, { ...input, ...change }));
      const stranger = caller(surface, kms, await kms.addAccount());
      const denied = caller(
        surface,
        kms,
        await kms.addAccount({ accountId: account.accountId, allowedActions: ['kms:DescribeKey'] }),
      );
      expect(await code({ keyVersionId: randomUUID() })).toBe('Forbidden.KeyVersionNotFound');
      expect(await code({ keyVersionId: '' })).toBe(
        surface === 'rpc' ? 'MissingParameter' : 'InvalidParameter',
      );
      expect(await code({ keyId: randomUUID() })).toBe('Forbidden.KeyNotFound');
      expect(await code({}, stranger)).toBe('Forbidden.KeyNotFound');
      expect(await code({ keyId: 'alias/none' })).toBe('Forbidden.AliasNotFound');
      const byArn = as.act(operation, {
        ...input,
        keyId: `acs:kms:cn-hangzhou:${account.accountId}:key/${pair.keyId}`,
      });
      expect(await outcomeOf(byArn)).toBe(
        /Sign|Verify/.test(operation) ? 'Forbidden.KeyNotFound' : 'ok',
      );
      expect(await code({}, denied)).toBe('Forbidden.NoPermission');
      await as.act('CreateAlias', { keyId: pair.keyId, aliasName: 'alias/pair' });
      expect((await as.act(operation, { ...input, keyId: 'alias/pair' })).keyId).toBe(pair.keyId);
      await as.act('DisableKey', { keyId: pair.keyId });
      expect(await code({})).toBe('Rejected.Disabled');
      await as.act('EnableKey', { keyId: pair.keyId });
      await as.act(operation, input);
      await as.act('ScheduleKeyDeletion', { keyId: pair.keyId });
      expect(await code({})).toBe('Rejected.PendingDeletion');
      await as.act('CancelKeyDeletion', { keyId: pair.keyId });
      await as.act(operation, input);
    },
  );

  it.each(USES.map(([operation]) => operation))(
    '%s can be tried without being done',
    async (operation) => {
      const { kms, account, as, pair, input } = await use(operation);
      expect(await refusalOf(as.act(operation, { ...input, dryRun: true }))).toBe(
        'DryRunOperationError',
      );
      expect(
        await refusalOf(
          as.act(operation, {
            ...input,
            dryRun: true,
            algorithm: input.algorithm,
            keyVersionId: '',
          }),
        ),
      ).toBe('ValidationError');
      const denied = caller(
        surface,
        kms,
        await kms.addAccount({ accountId: account.accountId, allowedActions: [] }),
      );
      expect(await refusalOf(denied.act(operation, { ...input, dryRun: true }))).toBe(
        'AccessDeniedError',
      );
      expect(await kms.store.db.keyUse.count({ where: { keyId: pair.keyId } })).toBe(0);
    },
  );
});

describe('Key pairs', () => {
  it('sign and open after a restart what they did before', async () => {
    const first = await startKms();
    const account = await first.addAccount();
    const as = caller('rpc', first, account);
    const signing = await makePair(as, 'EC_P256K');
    const encrypting = await makePair(as, 'RSA_2048');
    const pem = await as.publicKey(signing.keyId, signing.keyVersionId);
    const algorithm = 'RSAES_OAEP_SHA_256';
    const { ciphertextBlob = '' } = await as.act('AsymmetricEncrypt', {
      ...encrypting,
      algorithm,
      plaintext: Buffer.from('kept'),
    });
    await first[Symbol.asyncDispose]();
    await using second = await startKms({ dataDir: first.dataDir });
    const again = caller('graphql', second, account);
    const { value = '' } = await again.act('AsymmetricSign', {
      ...signing,
      algorithm: 'ECDSA_SHA_256',
      digest: DIGEST,
    });
    expect(isValid(pem, 'ECDSA_SHA_256', value)).toBe(true);
    const opened = await again.act('AsymmetricDecrypt', {
      ...encrypting,
      algorithm,
      ciphertextBlob: Buffer.from(ciphertextBlob, 'base64'),
    });
    expect(Buffer.from(opened.plaintext ?? '', 'base64').toString()).toBe('kept');
  });
});
