import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SYMMETRIC_SPECS } from '#domain/key-spec.ts';
import {
  caller,
  contextJson,
  outcomeOf,
  type Pairs,
  type Refused,
  refusalOf,
  SURFACES,
  type Surface,
} from '../support/caller.ts';
import { type Kms, sharedKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';
import { changeKey } from '../support/writes.ts';

const { publicKey: publicKeyBlob, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { format: 'der', type: 'spki' },
  privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
});
const target = {
  publicKeyBlob,
  wrappingKeySpec: 'RSA_2048',
  wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
};
const unwrapped = (exported: string | undefined, oaepHash = 'sha256') =>
  privateDecrypt(
    { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash },
    Buffer.from(exported ?? '', 'base64'),
  );

async function setUp(surface: Surface, allowedActions?: readonly string[]) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const owner = caller(surface, kms, account);
  const key = await owner.createKey();
  const restricted =
    allowedActions && (await kms.addAccount({ accountId: account.accountId, allowedActions }));
  return { kms, account, key, owner, as: restricted ? caller(surface, kms, restricted) : owner };
}

const eventsOf = (kms: Kms, accountId: string, operation: string) =>
  kms.store.db.auditEvent.findMany({ where: { accountId, operation } });

describe.each(SURFACES)('Encrypting and decrypting by %s', (surface) => {
  it.each(SYMMETRIC_SPECS)('gives back what was encrypted under %s', async (keySpec) => {
    const { owner } = await setUp(surface);
    const { keyId, primaryKeyVersion } = await owner.createKey({ keySpec });
    for (const length of surface === 'rpc' ? [1, 16, 6_144] : [0, 1, 16, 6_144]) {
      const bytes = Buffer.alloc(length, 0xfe);
      const sealed = await owner.encrypt(keyId, bytes, [['purpose', 'test']]);
      expect(sealed).toMatchObject({ keyId, keyVersionId: primaryKeyVersion });
      expect(await owner.decrypt(sealed.ciphertextBlob ?? '', [['purpose', 'test']])).toEqual(
        bytes,
      );
    }
  });

  it('never gives the same blob twice', async () => {
    const { key, as } = await setUp(surface);
    const blobs = new Set<unknown>();
    for (let index = 0; index < 20; index += 1)
      blobs.add((await as.encrypt(key.keyId, Buffer.from('same'))).ciphertextBlob);
    expect(blobs.size).toBe(20);
  });

  it('refuses one byte more than 6 KB', async () => {
    const { key, as } = await setUp(surface);
    expect(await refusalOf(as.encrypt(key.keyId, Buffer.alloc(6_145)))).toBe('InvalidParameter');
  });

  it('takes an ARN, and answers with the id', async () => {
    const { key, as } = await setUp(surface);
    expect((await as.encrypt(key.arn, Buffer.from('x'))).keyId).toBe(key.keyId);
    expect(await refusalOf(as.encrypt('alias/none', Buffer.from('x')))).toBe(
      'Forbidden.AliasNotFound',
    );
  });

  it.each([
    ['none', []],
    ['another value', [['a', 'c']]],
    ['another name', [['b', 'b']]],
    [
      'a pair more',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['names and values swapped', [['b', 'a']]],
    ['one that would be the same glued together', [['a=b', '']]],
  ] as [string, Pairs][])(
    'opens only with its own context, not with %s',
    async (_name, context) => {
      const { key, as } = await setUp(surface);
      const { ciphertextBlob = '' } = await as.encrypt(key.keyId, Buffer.from('bound'), [
        ['a', 'b'],
      ]);
      expect(await refusalOf(as.decrypt(ciphertextBlob, context))).toBe('InvalidParameter');
      expect((await as.decrypt(ciphertextBlob, [['a', 'b']])).toString()).toBe('bound');
    },
  );

  it('does not mind the order of pairs, and knows __proto__ for a name like any', async () => {
    const { key, as } = await setUp(surface);
    const context: Pairs = [
      ['__proto__', '1'],
      ['1.Key', 'x'],
      ['ключ', '🔑'],
      ['', ''],
    ];
    const { ciphertextBlob = '' } = await as.encrypt(key.keyId, Buffer.from('x'), context);
    expect((await as.decrypt(ciphertextBlob, context.toReversed())).toString()).toBe('x');
    expect(await refusalOf(as.decrypt(ciphertextBlob, context.slice(1)))).toBe('InvalidParameter');
  });

  it.each([
    [
      'names that come twice',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['too long', [['a', 'x'.repeat(8_185)]]],
  ] as [string, Pairs][])(
    'refuses a context with %s, and writes nothing',
    async (_name, context) => {
      const { kms, account, key, as } = await setUp(surface);
      expect(await refusalOf(as.encrypt(key.keyId, Buffer.from('x'), context))).toBe(
        'InvalidParameter',
      );
      expect(await eventsOf(kms, account.accountId, 'Encrypt')).toEqual([]);
    },
  );

  it('takes the longest context there may be', async () => {
    const { key, as } = await setUp(surface);
    const context: Pairs = [['a', 'x'.repeat(8_184)]];
    const { ciphertextBlob = '' } = await as.encrypt(key.keyId, Buffer.from('x'), context);
    expect((await as.decrypt(ciphertextBlob, context)).toString()).toBe('x');
  });

  it('tells an unknown version, another account’s blob and a destroyed key’s alike', async () => {
    const { kms, account, key, as } = await setUp(surface);
    const { ciphertextBlob = '' } = await as.encrypt(key.keyId, Buffer.from('x'));
    const unknown = Buffer.from(ciphertextBlob, 'base64');
    unknown.fill(0, 2, 18);
    const stranger = caller(surface, kms, await kms.addAccount());
    const answers = [
      await as.decrypt(unknown.toString('base64')).catch((error: Refused) => error),
      await stranger.decrypt(ciphertextBlob).catch((error: Refused) => error),
    ];
    await kms.store.commit([
      changeKey(key.keyId, 1, { state: 'PendingDeletion', deleteDate: new Date(Date.now() - 1) }),
    ]);
    answers.push(await as.decrypt(ciphertextBlob).catch((error: Refused) => error));
    expect(
      new Set(
        answers.map((answer) =>
          JSON.stringify([(answer as Refused).code, (answer as Refused).message]),
        ),
      ).size,
    ).toBe(1);
    expect((answers[0] as Refused).code).toBe('Forbidden.KeyNotFound');
    expect(
      (await eventsOf(kms, account.accountId, 'Decrypt')).map(({ outcome }) => outcome),
    ).toEqual(['Forbidden.KeyNotFound', 'Forbidden.KeyNotFound']);
  });

  it('tells every failure to open alike, and records it', async () => {
    const { kms, account, key, as } = await setUp(surface);
    const { ciphertextBlob = '' } = await as.encrypt(key.keyId, Buffer.from('x'), [['a', 'b']]);
    const bytes = Buffer.from(ciphertextBlob, 'base64');
    const altered = (change: (copy: Buffer) => unknown) => {
      const copy = Buffer.from(bytes);
      change(copy);
      return copy.toString('base64');
    };
    const broken = [
      altered((copy) => copy.writeUInt8(9, 0)), // format
      altered((copy) => copy.writeUInt8(3 - (copy[1] ?? 0), 1)), // kind
      altered((copy) => copy.writeUInt8((copy[20] ?? 0) ^ 1, 20)), // salt
      altered((copy) => copy.writeUInt8((copy.at(-1) ?? 0) ^ 1, copy.length - 1)), // tag
      bytes.subarray(0, -1).toString('base64'),
      bytes.subarray(0, 10).toString('base64'),
      Buffer.concat([bytes, Buffer.of(0)]).toString('base64'),
    ];
    const answers = await Promise.all(
      broken.map((blob) =>
        as.decrypt(blob, [['a', 'b']]).catch((error: Refused) => [error.code, error.message]),
      ),
    );
    answers.push(
      await as.decrypt(ciphertextBlob).catch((error: Refused) => [error.code, error.message]),
    ); // no context
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject([
      'InvalidParameter',
      expect.stringContaining('does not open'),
    ]);
    expect(
      (await eventsOf(kms, account.accountId, 'Decrypt')).map(({ outcome }) => outcome),
    ).toEqual(Array(broken.length + 1).fill('InvalidParameter'));
  });

  it.each(['not base64!', 'QUJD=', 'QUJ', ''])(
    'refuses the blob "%s", which is no base64',
    async (blob) => {
      const { as } = await setUp(surface);
      expect(await refusalOf(as.decrypt(blob))).toMatch(
        /^(InvalidParameter|MissingParameter|GRAPHQL_VALIDATION_FAILED)$/,
      );
    },
  );

  it('needs permission, and says nothing without it', async () => {
    const { kms, account, key, owner, as } = await setUp(surface, ['kms:DescribeKey']);
    const { ciphertextBlob = '' } = await owner.encrypt(key.keyId, Buffer.from('x'));
    expect(await refusalOf(as.encrypt(key.keyId, Buffer.from('x')))).toBe('Forbidden.NoPermission');
    expect(await refusalOf(as.decrypt(ciphertextBlob))).toBe('Forbidden.NoPermission');
    expect(await refusalOf(as.decrypt(Buffer.alloc(100).toString('base64')))).toBe(
      'Forbidden.NoPermission',
    );
    expect(await eventsOf(kms, account.accountId, 'Decrypt')).toMatchObject([
      { outcome: 'Forbidden.NoPermission' },
      { outcome: 'Forbidden.NoPermission' },
    ]);
  });

  it('counts each use on its day, with its audit row, and no refusal', async () => {
    const { kms, account, key, as } = await setUp(surface);
    const sealed = await Promise.all(
      Array.from({ length: 10 }, () => as.encrypt(key.keyId, Buffer.from('x'))),
    );
    await as.decrypt(sealed[0]?.ciphertextBlob ?? '');
    await refusalOf(as.decrypt(sealed[0]?.ciphertextBlob ?? '', [['a', 'b']]));
    const [day, ...others] = await kms.store.db.keyUse.findMany({ where: { keyId: key.keyId } });
    expect([day?.uses, day?.day, others]).toEqual([11, new Date().toISOString().slice(0, 10), []]);
    expect(await eventsOf(kms, account.accountId, 'Encrypt')).toHaveLength(10);
  });
});

describe.each(SURFACES)('Data keys by %s', (surface) => {
  it.each([
    [{}, 32],
    [{ keySpec: 'AES_256' }, 32],
    [{ keySpec: 'AES_128' }, 16],
    [{ numberOfBytes: 1 }, 1],
    [{ numberOfBytes: 1_024 }, 1_024],
    // In GraphQL one excludes the other.
    ...(surface === 'rpc' ? [[{ keySpec: 'AES_128', numberOfBytes: 64 }, 64] as const] : []),
  ] as const)('asked for as %o have %d bytes, and open to what they are', async (input, length) => {
    const { key, as } = await setUp(surface);
    const {
      plaintext = '',
      ciphertextBlob = '',
      keyId,
    } = await as.act('GenerateDataKey', { keyId: key.keyId, ...input });
    expect(keyId).toBe(key.keyId);
    expect(Buffer.from(plaintext, 'base64')).toHaveLength(length);
    expect((await as.decrypt(ciphertextBlob)).toString('base64')).toBe(plaintext);
    const blind = await as.act('GenerateDataKeyWithoutPlaintext', { keyId: key.keyId, ...input });
    expect(blind).not.toHaveProperty('plaintext');
    expect(await as.decrypt(blind.ciphertextBlob ?? '')).toHaveLength(length);
  });

  it.each([0, 1_025, -1])('are not made of %d bytes', async (numberOfBytes) => {
    const { key, as } = await setUp(surface);
    expect(await refusalOf(as.act('GenerateDataKey', { keyId: key.keyId, numberOfBytes }))).toBe(
      'InvalidParameter',
    );
  });

  it('are bound to their context', async () => {
    const { key, as } = await setUp(surface);
    const { ciphertextBlob = '' } = await as.act('GenerateDataKey', {
      keyId: key.keyId,
      encryptionContext: [['a', 'b']],
    });
    expect(await refusalOf(as.decrypt(ciphertextBlob))).toBe('InvalidParameter');
    expect(await as.decrypt(ciphertextBlob, [['a', 'b']])).toHaveLength(32);
  });

  it('are exported under a public key, by either algorithm', async () => {
    const { key, as } = await setUp(surface);
    const { plaintext, ciphertextBlob = '' } = await as.act('GenerateDataKey', {
      keyId: key.keyId,
      encryptionContext: [['a', 'b']],
    });
    const context = { ciphertextBlob, encryptionContext: [['a', 'b']] };
    const exported = await as.act('ExportDataKey', { ...context, ...target });
    expect(unwrapped(exported.exportedDataKey).toString('base64')).toBe(plaintext);
    const bySha1 = await as.act('ExportDataKey', {
      ...context,
      ...target,
      wrappingAlgorithm: 'RSAES_OAEP_SHA_1',
    });
    expect(unwrapped(bySha1.exportedDataKey, 'sha1').toString('base64')).toBe(plaintext);
    const made = await as.act('GenerateAndExportDataKey', {
      keyId: key.keyId,
      keySpec: 'AES_128',
      ...target,
    });
    expect(unwrapped(made.exportedDataKey)).toEqual(await as.decrypt(made.ciphertextBlob ?? ''));
  });

  it('are not exported when they are too long for the algorithm', async () => {
    const { key, as } = await setUp(surface);
    const { ciphertextBlob = '' } = await as.act('GenerateDataKey', {
      keyId: key.keyId,
      numberOfBytes: 191,
    });
    expect(await refusalOf(as.act('ExportDataKey', { ciphertextBlob, ...target }))).toBe(
      'InvalidParameter',
    );
    expect(
      await refusalOf(
        as.act('GenerateAndExportDataKey', { keyId: key.keyId, numberOfBytes: 191, ...target }),
      ),
    ).toBe('InvalidParameter');
  });

  it('are not exported to what is not an RSA key of 2,048 bits', async () => {
    const { key, as } = await setUp(surface);
    const { ciphertextBlob = '' } = await as.act('GenerateDataKey', { keyId: key.keyId });
    const der = (kind: 'rsa' | 'ec') =>
      kind === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
            format: 'der',
            type: 'spki',
          })
        : generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey.export({
            format: 'der',
            type: 'spki',
          });
    for (const blob of [
      der('ec'),
      der('rsa'),
      Buffer.from('no key'),
      publicKeyBlob.subarray(0, -1),
    ])
      expect(
        await refusalOf(
          as.act('ExportDataKey', { ciphertextBlob, ...target, publicKeyBlob: blob }),
        ),
      ).toBe('InvalidParameter');
  });
});

describe.each(SURFACES)('ReEncrypt by %s', (surface) => {
  it('needs a permission for each of its two keys', async () => {
    const { kms, account, as, key } = await setUp(surface);
    const { ciphertextBlob = '' } = await as.encrypt(key.keyId, Buffer.from('x'));
    const outcome = async (...allowedActions: readonly string[]) => {
      const user = await kms.addAccount({ accountId: account.accountId, allowedActions });
      const input = { ciphertextBlob, destinationKeyId: key.keyId };
      return outcomeOf(caller(surface, kms, user).act('ReEncrypt', input));
    };
    expect(await outcome('kms:ReEncryptFrom')).toBe('Forbidden.NoPermission');
    expect(await outcome('kms:ReEncryptTo')).toBe('Forbidden.NoPermission');
    expect(await outcome('kms:ReEncryptFrom', 'kms:ReEncryptTo')).toBe('ok');
  });

  it('moves a value to another key and context, unseen', async () => {
    const { kms, key, as } = await setUp(surface);
    const other = await as.createKey({ keySpec: 'Aliyun_SM4' });
    const { ciphertextBlob = '' } = await as.encrypt(key.keyId, Buffer.from('moved'), [
      ['from', '1'],
    ]);
    const input = {
      ciphertextBlob,
      destinationKeyId: other.keyId,
      sourceEncryptionContext: [['from', '1']],
      destinationEncryptionContext: [['to', '2']],
    };
    const moved = await as.act('ReEncrypt', input);
    expect(moved).toMatchObject({ keyId: key.keyId, keyVersionId: key.primaryKeyVersion });
    expect((await as.decrypt(moved.ciphertextBlob ?? '', [['to', '2']])).toString()).toBe('moved');
    expect(await refusalOf(as.decrypt(moved.ciphertextBlob ?? '', [['from', '1']]))).toBe(
      'InvalidParameter',
    );
    expect(
      (await kms.store.db.keyUse.findMany({ where: { keyId: other.keyId } })).map(
        ({ uses }) => uses,
      ),
    ).toEqual([2]);
  });

  it('is recorded with both keys, done or refused', async () => {
    const { kms, account, key, as } = await setUp(surface);
    const other = await as.createKey();
    const { ciphertextBlob = '' } = await as.encrypt(key.keyId, Buffer.from('x'));
    await as.act('ReEncrypt', { ciphertextBlob, destinationKeyId: other.keyId });
    await as.act('DisableKey', { keyId: other.keyId });
    expect(
      await refusalOf(as.act('ReEncrypt', { ciphertextBlob, destinationKeyId: other.keyId })),
    ).toBe('Rejected.Disabled');
    const events = await eventsOf(kms, account.accountId, 'ReEncrypt');
    expect(events.map(({ keyId, outcome, details }) => [keyId, outcome, details])).toEqual([
      [
        key.keyId,
        'Done',
        JSON.stringify({ secondKeyId: other.keyId, secondKeyVersionId: other.primaryKeyVersion }),
      ],
      [key.keyId, 'Rejected.Disabled', JSON.stringify({ secondKeyId: other.keyId })],
    ]);
  });

  it('refuses a destination that cannot seal, and one of another account', async () => {
    const { kms, key, as } = await setUp(surface);
    const { ciphertextBlob = '' } = await as.encrypt(key.keyId, Buffer.from('x'));
    const pending = await as.createKey({ origin: 'EXTERNAL' });
    const foreign = await caller(surface, kms, await kms.addAccount()).createKey();
    expect(
      await refusalOf(as.act('ReEncrypt', { ciphertextBlob, destinationKeyId: pending.keyId })),
    ).toBe('Rejected.PendingImport');
    expect(
      await refusalOf(as.act('ReEncrypt', { ciphertextBlob, destinationKeyId: foreign.keyId })),
    ).toBe('Forbidden.KeyNotFound');
    expect(
      await refusalOf(as.act('ReEncrypt', { ciphertextBlob, destinationKeyId: foreign.arn })),
    ).toBe('Forbidden.KeyNotFound');
  });
});

describe.each(SURFACES)('The audit of operations with symmetric keys by %s', (surface) => {
  it('has neither the context nor the plaintext, done or refused', async () => {
    const { kms, account, key, as } = await setUp(surface);
    const encryptionContext: Pairs = [['tenant', 'a']];
    const { keyId } = key;
    const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('x'), encryptionContext);
    await as.decrypt(ciphertextBlob, encryptionContext);
    await refusalOf(as.decrypt(ciphertextBlob, [['tenant', 'b']]));
    const dataKey = await as.act('GenerateDataKey', { keyId, encryptionContext });
    await as.act('GenerateDataKeyWithoutPlaintext', { keyId, encryptionContext });
    await as.act('GenerateAndExportDataKey', { keyId, encryptionContext, ...target });
    await as.act('ExportDataKey', {
      ciphertextBlob: dataKey.ciphertextBlob,
      encryptionContext,
      ...target,
    });
    await as.act('ReEncrypt', {
      ciphertextBlob,
      destinationKeyId: keyId,
      sourceEncryptionContext: encryptionContext,
      destinationEncryptionContext: encryptionContext,
    });
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId, operation: { not: 'CreateKey' } },
      orderBy: { id: 'asc' },
    });
    expect(
      events.map(({ operation, outcome, details }) => [operation, outcome, JSON.parse(details)]),
    ).toEqual([
      ['Encrypt', 'Done', {}],
      ['Decrypt', 'Done', {}],
      ['Decrypt', 'InvalidParameter', {}],
      ['GenerateDataKey', 'Done', {}],
      ['GenerateDataKeyWithoutPlaintext', 'Done', {}],
      ['GenerateAndExportDataKey', 'Done', {}],
      ['ExportDataKey', 'Done', {}],
      [
        'ReEncrypt',
        'Done',
        {
          secondKeyId: keyId,
          secondKeyVersionId: key.primaryKeyVersion,
          secondContextDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ],
    ]);
  });
});

describe.each(SURFACES)('A dry run by %s', (surface) => {
  it('says whether it would work, does nothing, and is recorded', async () => {
    const { kms, account, key, as } = await setUp(surface);
    const { ciphertextBlob = '' } = await as.encrypt(key.keyId, Buffer.from('x'));
    const dry = (operation: Parameters<typeof as.act>[0], input: object) =>
      refusalOf(as.act(operation, { ...input, dryRun: true }));
    expect(await dry('Encrypt', { keyId: key.keyId, plaintext: Buffer.from('x') })).toBe(
      'DryRunOperationError',
    );
    expect(await dry('Decrypt', { ciphertextBlob })).toBe('DryRunOperationError');
    expect(await dry('GenerateDataKey', { keyId: key.keyId })).toBe('DryRunOperationError');
    expect(await dry('GenerateDataKeyWithoutPlaintext', { keyId: key.keyId })).toBe(
      'DryRunOperationError',
    );
    expect(await dry('ReEncrypt', { ciphertextBlob, destinationKeyId: key.keyId })).toBe(
      'DryRunOperationError',
    );
    expect(await dry('GenerateAndExportDataKey', { keyId: key.keyId, ...target })).toBe(
      'DryRunOperationError',
    );
    expect(await dry('GenerateDataKey', { keyId: key.keyId, numberOfBytes: 0 })).toBe(
      'ValidationError',
    );
    expect(await dry('Decrypt', { ciphertextBlob, encryptionContext: [['a', 'b']] })).toBe(
      'ValidationError',
    );
    expect(await dry('Encrypt', { keyId: 'nope', plaintext: Buffer.from('x') })).toBe(
      'Forbidden.KeyNotFound',
    );
    const restricted = await kms.addAccount({ accountId: account.accountId, allowedActions: [] });
    expect(
      await refusalOf(
        caller(surface, kms, restricted).act('Decrypt', { ciphertextBlob, dryRun: true }),
      ),
    ).toBe('AccessDeniedError');
    expect((await kms.store.db.keyUse.findFirstOrThrow({ where: { keyId: key.keyId } })).uses).toBe(
      1,
    );
    expect(
      (await eventsOf(kms, account.accountId, 'GenerateDataKey')).map(({ outcome }) => outcome),
    ).toEqual(['DryRunOperationError']);
  });

  it('with false is none', async () => {
    const { key, as } = await setUp(surface);
    expect(
      await as.act('Encrypt', { keyId: key.keyId, plaintext: Buffer.from('x'), dryRun: false }),
    ).toHaveProperty('ciphertextBlob');
  });
});

describe('What one surface seals the other opens', () => {
  async function both() {
    const { kms, account, key } = await setUp('rpc');
    return {
      kms,
      account,
      key,
      rpc: caller('rpc', kms, account),
      graphql: caller('graphql', kms, account),
    };
  }
  const rpcText = async (
    kms: Kms,
    account: Parameters<typeof callV1>[1],
    action: string,
    input: Record<string, string>,
  ) => (await callV1(kms, account, action, input, { placement: 'form' })).json;

  it('text that is no base64 comes back from RPC as it was, and from GraphQL as its bytes', async () => {
    const { kms, account, key, graphql } = await both();
    const text = 'plain words, not base64: ключ 🔑\n';
    const { CiphertextBlob } = await rpcText(kms, account, 'Encrypt', {
      KeyId: key.keyId,
      Plaintext: text,
    });
    expect(
      (await rpcText(kms, account, 'Decrypt', { CiphertextBlob: String(CiphertextBlob) }))
        .Plaintext,
    ).toBe(text);
    const opened = await graphql.act('Decrypt', { ciphertextBlob: CiphertextBlob });
    expect(opened.plaintextKind).toBe('text');
    expect(Buffer.from(opened.plaintext ?? '', 'base64').toString()).toBe(text);
  });

  it('bytes that a GraphQL client sealed come from RPC as base64', async () => {
    const { kms, account, key, graphql } = await both();
    const bytes = Buffer.from([0, 255, 128, 10, 13]);
    const { ciphertextBlob = '' } = await graphql.encrypt(key.keyId, bytes, [['a', 'b']]);
    const { Plaintext } = await rpcText(kms, account, 'Decrypt', {
      CiphertextBlob: ciphertextBlob,
      EncryptionContext: contextJson([['a', 'b']]),
    });
    expect(Plaintext).toBe(bytes.toString('base64'));
  });

  it('a data key that an SDK generated is 32 bytes to GraphQL, and the other way round its base64', async () => {
    const { key, rpc, graphql } = await both();
    const fromRpc = await rpc.act('GenerateDataKey', { keyId: key.keyId });
    const opened = await graphql.act('Decrypt', { ciphertextBlob: fromRpc.ciphertextBlob });
    expect([opened.plaintextKind, opened.plaintext]).toEqual(['bytes', fromRpc.plaintext]);
    expect(Buffer.from(opened.plaintext ?? '', 'base64')).toHaveLength(32);
    const fromGraphql = await graphql.act('GenerateDataKey', { keyId: key.keyId });
    expect(
      (await rpc.act('Decrypt', { ciphertextBlob: fromGraphql.ciphertextBlob })).plaintext,
    ).toBe(fromGraphql.plaintext);
  });

  it('the kind goes along through ReEncrypt, and only bytes are exported', async () => {
    const { kms, account, key, rpc, graphql } = await both();
    const { CiphertextBlob } = await rpcText(kms, account, 'Encrypt', {
      KeyId: key.keyId,
      Plaintext: 'words',
    });
    const moved = await graphql.act('ReEncrypt', {
      ciphertextBlob: CiphertextBlob,
      destinationKeyId: key.keyId,
    });
    expect((await rpc.act('Decrypt', { ciphertextBlob: moved.ciphertextBlob })).plaintext).toBe(
      'words',
    );
    for (const as of [rpc, graphql])
      expect(
        await refusalOf(
          as.act('ExportDataKey', { ciphertextBlob: moved.ciphertextBlob, ...target }),
        ),
      ).toBe('InvalidParameter');
  });

  it('RPC takes text of 8,192 bytes, the base64 of 6,144, and no byte more', async () => {
    const { kms, account, key } = await both();
    const encrypt = (Plaintext: string) =>
      rpcText(kms, account, 'Encrypt', { KeyId: key.keyId, Plaintext });
    expect(await encrypt('x'.repeat(8_192))).toHaveProperty('CiphertextBlob');
    expect(await encrypt('é'.repeat(4_096))).toHaveProperty('CiphertextBlob');
    expect((await encrypt('x'.repeat(8_193))).Code).toBe('InvalidParameter');
    expect((await encrypt(`${'é'.repeat(4_096)}x`)).Code).toBe('InvalidParameter');
  });
});

describe('By RPC', () => {
  it.each([
    ['no JSON', 'a=b'],
    ['an array', '[]'],
    ['a number for a value', '{"a":1}'],
    ['a nested object', '{"a":{"b":"c"}}'],
    ['null', '{"a":null}'],
    ['a name that comes twice', '{"a":"1","a":"2"}'],
    ['a name that comes twice in another spelling', '{"a":"1","\\u0061":"2"}'],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['a trailing comma', '{"a":"b",}'],
    ['what an SDK makes of an object', '[object Object]'],
    ['blanks', ' '],
    ['8,193 characters', `{"a":"${'x'.repeat(8_186)}"}`],
  ])('a context that is %s is refused', async (_name, EncryptionContext) => {
    const { kms, account, key } = await setUp('rpc');
    const { status, json } = await callV1(
      kms,
      account,
      'Encrypt',
      { KeyId: key.keyId, Plaintext: 'x', EncryptionContext },
      { placement: 'form' },
    );
    expect([status, json.Code]).toEqual([400, 'InvalidParameter']);
    expect(json.Message).toContain('EncryptionContext');
  });

  it('a context is one and the same in its three spellings, and never two at once', async () => {
    const { kms, account, key } = await setUp('rpc');
    const encrypt = async (context: Record<string, string>) =>
      (await callV1(kms, account, 'Encrypt', { KeyId: key.keyId, Plaintext: 'x', ...context }))
        .json;
    const spellings: Record<string, string>[] = [
      { EncryptionContext: ' { "b" : "2" , "a" : "1" } ' },
      {
        'EncryptionContext.1.Key': 'b',
        'EncryptionContext.1.Value': '2',
        'EncryptionContext.2.Key': 'a',
        'EncryptionContext.2.Value': '1',
      },
      { 'EncryptionContext.a': '1', 'EncryptionContext.b': '2' },
    ];
    for (const sealing of spellings) {
      const { CiphertextBlob } = await encrypt(sealing);
      for (const opening of spellings)
        expect(
          (
            await callV1(kms, account, 'Decrypt', {
              CiphertextBlob: String(CiphertextBlob),
              ...opening,
            })
          ).json.Plaintext,
        ).toBe('x');
      expect(
        (await callV1(kms, account, 'Decrypt', { CiphertextBlob: String(CiphertextBlob) })).json
          .Code,
      ).toBe('InvalidParameter');
    }
    expect(
      (await encrypt({ EncryptionContext: '{"a":"1"}', 'EncryptionContext.b': '2' })).Code,
    ).toBe('InvalidParameter');
    // Not numbered from 1, so its names are what they say.
    const { CiphertextBlob } = await encrypt({ 'EncryptionContext.1.Key': 'x' });
    expect(
      (
        await callV1(kms, account, 'Decrypt', {
          CiphertextBlob: String(CiphertextBlob),
          EncryptionContext: '{"1.Key":"x"}',
        })
      ).json.Plaintext,
    ).toBe('x');
  });

  it.each(['{}', '', ' {} '])('an empty context "%s" is none', async (EncryptionContext) => {
    const { kms, account, key } = await setUp('rpc');
    const { CiphertextBlob } = (
      await callV1(kms, account, 'Encrypt', { KeyId: key.keyId, Plaintext: 'x', EncryptionContext })
    ).json;
    expect(
      (await callV1(kms, account, 'Decrypt', { CiphertextBlob: String(CiphertextBlob) })).json
        .Plaintext,
    ).toBe('x');
  });

  it.each(['1.5', '1e3', '0x10', ' 1', 'true'])(
    'NumberOfBytes "%s" is refused',
    async (NumberOfBytes) => {
      const { kms, account, key } = await setUp('rpc');
      expect(
        (await callV1(kms, account, 'GenerateDataKey', { KeyId: key.keyId, NumberOfBytes })).json
          .Code,
      ).toBe('InvalidParameter');
    },
  );

  it.each(['1', 'yes', ' true', 'truе'])('DryRun "%s" is refused', async (DryRun) => {
    const { kms, account, key } = await setUp('rpc');
    expect(
      (await callV1(kms, account, 'Encrypt', { KeyId: key.keyId, Plaintext: 'x', DryRun })).json
        .Code,
    ).toBe('InvalidParameter');
  });

  it.each([
    ['Decrypt', 'Recipient'],
    ['GenerateDataKey', 'Recipient'],
    ['AsymmetricDecrypt', 'Recipient'],
  ])('%s refuses %s by name', async (action, name) => {
    const { kms, account } = await setUp('rpc');
    const { json } = await callV1(kms, account, action, { [name]: 'x' });
    expect([json.Code, String(json.Message).includes(name)]).toEqual([
      'UnsupportedOperation',
      true,
    ]);
  });

  it('plaintexts reach neither the log nor an error', async () => {
    const { kms, account, key } = await setUp('rpc');
    const { text } = await callV1(
      kms,
      account,
      'Encrypt',
      { KeyId: key.keyId, Plaintext: `secret words ${'x'.repeat(9_000)}` },
      { placement: 'form' },
    );
    expect(text).not.toContain('secret words');
  });
});
