import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KEY_SPECS, type SymmetricSpec } from '#domain/key-spec.ts';
import { expireMaterial } from '#jobs/expire-material.ts';
import { caller, refusalOf, SURFACES, type Surface } from '../support/caller.ts';
import { onSqlite } from '../support/database.ts';
import { postGraphql } from '../support/graphql-client.ts';
import {
  importMaterial,
  OAEP_HASHES,
  parametersFor,
  type WrappingAlgorithm,
  wrapFor,
} from '../support/imports.ts';
import { type Kms, type KmsOptions, sharedKms, startKms } from '../support/kms.ts';
import { changeKey } from '../support/writes.ts';

async function setUp(
  surface: Surface,
  { origin = 'EXTERNAL', keySpec = 'Aliyun_AES_256' } = {},
  kms?: Kms,
) {
  const server = kms ?? (await sharedKms());
  const account = await server.addAccount();
  const as = caller(surface, server, account);
  return { kms: server, account, as, keyId: (await as.createKey({ origin, keySpec })).keyId };
}

describe.each(SURFACES)('Importing material by %s', (surface) => {
  it.each([
    ['Aliyun_AES_256', 'RSAES_OAEP_SHA_256'],
    ['Aliyun_AES_192', 'RSAES_OAEP_SHA_1'],
    ['Aliyun_AES_128', 'RSAES_OAEP_SHA_256'],
    ['Aliyun_SM4', 'RSAES_OAEP_SHA_1'],
  ] as [SymmetricSpec, WrappingAlgorithm][])(
    'makes an %s key usable, wrapped by %s',
    async (keySpec, algorithm) => {
      const { as, keyId } = await setUp(surface, { keySpec });
      const parameters = await parametersFor(as, keyId, algorithm);
      expect(parameters.keyId).toBe(keyId);
      expect((parameters.importToken ?? '').length).toBeLessThan(3_072); // SDKs put it into the URL
      await as.act(
        'ImportKeyMaterial',
        wrapFor(parameters, randomBytes(KEY_SPECS[keySpec].materialBytes), OAEP_HASHES[algorithm]),
      );
      expect(await as.describeKey(keyId)).toMatchObject({
        keyState: 'Enabled',
        primaryKeyVersion: expect.any(String),
        materialExpireTime: null,
      });
      const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('x'));
      expect((await as.decrypt(ciphertextBlob)).toString()).toBe('x');
    },
  );

  it('lets a token be used more than once within its day', async () => {
    const { as, keyId } = await setUp(surface);
    const input = wrapFor(await parametersFor(as, keyId), randomBytes(32));
    await as.act('ImportKeyMaterial', input);
    await as.act('ImportKeyMaterial', input);
    expect((await as.describeKey(keyId)).keyState).toBe('Enabled');
  });

  it('opens old blobs again when the same material comes back, and takes no other', async () => {
    const { as, keyId } = await setUp(surface);
    const material = randomBytes(32);
    await importMaterial(as, keyId, material);
    const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('kept'));
    await as.act('DeleteKeyMaterial', { keyId });
    expect(await refusalOf(as.decrypt(ciphertextBlob))).toBe('Rejected.PendingImport');
    expect(await refusalOf(importMaterial(as, keyId, randomBytes(32)))).toBe('InvalidKeyMaterial');
    await importMaterial(as, keyId, material);
    expect((await as.decrypt(ciphertextBlob)).toString()).toBe('kept');
  });

  it('leaves nothing of deleted material, in the table or on the disk', async () => {
    const { kms, as, keyId } = await setUp(surface);
    await importMaterial(as, keyId, randomBytes(32));
    const { wrappedMaterial } = await kms.store.db.keyVersion.findFirstOrThrow({
      where: { keyId },
    });
    const isOnDisk = () =>
      onSqlite &&
      ['keywright.db', 'keywright.db-wal'].some((file) =>
        readFileSync(join(kms.dataDir, file)).includes(wrappedMaterial),
      );
    expect(isOnDisk()).toBe(onSqlite);
    await as.act('DeleteKeyMaterial', { keyId });
    const [version] = await kms.store.db.keyVersion.findMany({ where: { keyId } });
    expect(version?.wrappedMaterial).toHaveLength(0);
    expect(isOnDisk()).toBe(false);
  });

  it.each([0, 16, 31, 33, 64])('refuses material of %d bytes for a key of 32', async (length) => {
    const { kms, account, as, keyId } = await setUp(surface);
    expect(await refusalOf(importMaterial(as, keyId, randomBytes(length)))).toBe(
      'InvalidKeyMaterial',
    );
    expect((await as.describeKey(keyId)).keyState).toBe('PendingImport');
    expect(await kms.store.db.keyVersion.count({ where: { keyId } })).toBe(0);
    expect(
      await kms.store.db.auditEvent.findMany({
        where: { accountId: account.accountId, operation: 'ImportKeyMaterial' },
      }),
    ).toMatchObject([{ outcome: 'InvalidKeyMaterial', keyId }]);
  });

  it('refuses what does not unwrap: another hash, another key, noise', async () => {
    const { as, keyId } = await setUp(surface);
    const parameters = await parametersFor(as, keyId);
    const other = await parametersFor(as, keyId);
    const good = wrapFor(parameters, randomBytes(32));
    const inputs = [
      wrapFor(parameters, randomBytes(32), 'sha1'),
      { ...good, importToken: wrapFor(other, randomBytes(32)).importToken },
      { ...good, encryptedKeyMaterial: randomBytes(256) },
      { ...good, encryptedKeyMaterial: randomBytes(10) },
    ];
    for (const input of inputs)
      expect(await refusalOf(as.act('ImportKeyMaterial', input))).toBe('InvalidKeyMaterial');
    expect((await as.describeKey(keyId)).keyState).toBe('PendingImport');
  });

  it('refuses a token that is another key’s, garbled, or of before a scheduled deletion', async () => {
    const { as, keyId } = await setUp(surface);
    const other = await as.createKey({ origin: 'EXTERNAL' });
    const input = wrapFor(await parametersFor(as, keyId), randomBytes(32));
    const garbled = Buffer.from(input.importToken);
    garbled.writeUInt8((garbled[40] ?? 0) ^ 1, 40);
    const later = Buffer.from(input.importToken);
    later.writeBigUInt64BE(later.readBigUInt64BE() + 1n); // a longer life
    const refused = async (change: object) =>
      refusalOf(as.act('ImportKeyMaterial', { ...input, ...change }));
    expect(await refused({ keyId: other.keyId })).toBe('InvalidImportToken');
    expect(await refused({ importToken: garbled })).toBe('InvalidImportToken');
    expect(await refused({ importToken: later })).toBe('InvalidImportToken');
    expect(await refused({ importToken: Buffer.from('no token') })).toBe('InvalidImportToken');
    await as.act('ScheduleKeyDeletion', { keyId });
    await as.act('CancelKeyDeletion', { keyId });
    expect(await refused({})).toBe('InvalidImportToken');
    expect((await as.describeKey(keyId)).keyState).toBe('PendingImport');
    await importMaterial(as, keyId, randomBytes(32)); // with a token of now
    expect((await as.describeKey(keyId)).keyState).toBe('Enabled');
  });

  it('refuses keys that make their own material, before it looks at their state', async () => {
    const { kms, as, keyId } = await setUp(surface, { origin: 'Aliyun_KMS' });
    await kms.store.commit([
      changeKey(keyId, 1, { state: 'PendingDeletion', deleteDate: new Date('9999-01-01') }),
    ]);
    expect(await refusalOf(parametersFor(as, keyId))).toBe('Unsupported.Origin');
    expect(await refusalOf(as.act('DeleteKeyMaterial', { keyId }))).toBe('Unsupported.Origin');
    expect(
      await refusalOf(
        as.act('ImportKeyMaterial', {
          keyId,
          encryptedKeyMaterial: Buffer.alloc(256),
          importToken: Buffer.alloc(64),
        }),
      ),
    ).toBe('Unsupported.Origin');
  });

  it('takes no alias, and another account’s key for none', async () => {
    const { kms, as, keyId } = await setUp(surface);
    expect(await refusalOf(parametersFor(as, 'alias/x'))).toBe('Unsupported.Alias');
    expect(
      await refusalOf(parametersFor(caller(surface, kms, await kms.addAccount()), keyId)),
    ).toBe('Forbidden.KeyNotFound');
  });

  it('needs a permission for each step', async () => {
    const { kms, account, keyId } = await setUp(surface);
    const as = caller(
      surface,
      kms,
      await kms.addAccount({ accountId: account.accountId, allowedActions: ['kms:DescribeKey'] }),
    );
    expect(await refusalOf(parametersFor(as, keyId))).toBe('Forbidden.NoPermission');
    expect(
      await refusalOf(
        as.act('ImportKeyMaterial', {
          keyId,
          encryptedKeyMaterial: Buffer.alloc(256),
          importToken: Buffer.alloc(64),
        }),
      ),
    ).toBe('Forbidden.NoPermission');
    expect(await refusalOf(as.act('DeleteKeyMaterial', { keyId }))).toBe('Forbidden.NoPermission');
  });
});

/** A server whose time a test sets. */
async function atTime(start: string): Promise<{ kms: Kms; setTime: (time: string) => void }> {
  let now = new Date(start);
  const options: KmsOptions = { clock: () => now };
  const kms = await startKms(options);
  const setTime = (time: string) => {
    now = new Date(time);
  };
  return { kms, setTime };
}
const unix = (time: string): number => Date.parse(time) / 1_000;

describe('Imported material', () => {
  it('is gone when its time is over, before any job has run, and comes back with the same material', async () => {
    const { kms, setTime } = await atTime('2026-12-01T00:00:00Z');
    await using _kms = kms;
    const account = await kms.addAccount();
    const as = caller('rpc', kms, account);
    const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
    const material = randomBytes(32);
    await importMaterial(as, keyId, material, {
      keyMaterialExpireUnix: unix('2026-12-02T00:00:00Z'),
    });
    expect((await as.describeKey(keyId)).materialExpireTime).toBe('2026-12-02T00:00:00Z');
    const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('kept'));
    setTime('2026-12-01T23:59:59Z');
    expect((await as.decrypt(ciphertextBlob)).toString()).toBe('kept');

    setTime('2026-12-02T00:00:00Z');
    expect(await refusalOf(as.decrypt(ciphertextBlob))).toBe('Rejected.PendingImport');
    for (const surface of SURFACES)
      expect(await caller(surface, kms, account).describeKey(keyId)).toMatchObject({
        keyState: 'PendingImport',
        materialExpireTime: null,
      });
    expect((await as.listKeyIds({ KeyState: ['PendingImport'] })).keyIds).toEqual([keyId]);
    expect((await as.listKeyIds({ KeyState: ['Enabled'] })).keyIds).toEqual([]);
    expect(await refusalOf(as.act('EnableKey', { keyId }))).toBe('Rejected.StateModifiedFailed');

    expect(await expireMaterial(kms.store, kms.services.materials, kms.services.clock())).toBe(1);
    expect(await expireMaterial(kms.store, kms.services.materials, kms.services.clock())).toBe(0);
    expect(
      (await kms.store.db.keyVersion.findFirstOrThrow({ where: { keyId } })).wrappedMaterial,
    ).toHaveLength(0);
    expect(
      await kms.store.db.auditEvent.findMany({ where: { keyId, surface: 'job' } }),
    ).toMatchObject([{ operation: 'ExpireKeyMaterial', outcome: 'Done' }]);
    await importMaterial(as, keyId, material);
    expect((await as.decrypt(ciphertextBlob)).toString()).toBe('kept');
    expect(
      (await caller('graphql', kms, account).describeKey(keyId)).materialExpireTime,
    ).toBeNull();
  });

  it('is gone wherever the graph shows its key, before any job has run', async () => {
    const { kms, setTime } = await atTime('2026-12-01T00:00:00Z');
    await using _kms = kms;
    const account = await kms.addAccount();
    const as = caller('graphql', kms, account);
    const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
    await importMaterial(as, keyId, randomBytes(32), {
      keyMaterialExpireUnix: unix('2026-12-02T00:00:00Z'),
    });
    await as.act('CreateAlias', { keyId, aliasName: 'alias/expiring' });
    const shown = async () => {
      const key = 'keyState materialExpireTime';
      const query = `{
        key(keyId: "${keyId}") { ${key} }
        node(id: "${btoa(`KeyMetadata:${keyId}`)}") { ... on KeyMetadata { ${key} } }
        keys { edges { node { ${key} } } }
        aliases { edges { node { key { ${key} } } } }
        keyDeletionImpact(keyId: "${keyId}") { key { ${key} } }
      }`;
      return (await postGraphql(kms, account, { query })).data;
    };
    const everywhere = (view: object) => ({
      key: view,
      node: view,
      keys: { edges: [{ node: view }] },
      aliases: { edges: [{ node: { key: view } }] },
      keyDeletionImpact: { key: view },
    });
    setTime('2026-12-01T23:59:59Z');
    expect(await shown()).toEqual(
      everywhere({ keyState: 'Enabled', materialExpireTime: '2026-12-02T00:00:00Z' }),
    );
    setTime('2026-12-02T00:00:00Z');
    expect(await shown()).toEqual(
      everywhere({ keyState: 'PendingImport', materialExpireTime: null }),
    );
  });

  it('that expired while its key was pending deletion must be imported again after the deletion is cancelled', async () => {
    const { kms, setTime } = await atTime('2026-12-01T00:00:00Z');
    await using _kms = kms;
    const as = caller('graphql', kms, await kms.addAccount());
    const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
    await importMaterial(as, keyId, randomBytes(32), {
      keyMaterialExpireUnix: unix('2026-12-02T00:00:00Z'),
    });
    await as.act('ScheduleKeyDeletion', { keyId });
    setTime('2026-12-03T00:00:00Z');
    expect((await as.act('CancelKeyDeletion', { keyId })).keyState).toBe('PendingImport');
    await expireMaterial(kms.store, kms.services.materials, kms.services.clock());
    expect(await as.describeKey(keyId)).toMatchObject({
      keyState: 'PendingImport',
      materialExpireTime: null,
    });
  });

  it('takes no expiry that is past, or beyond all years', async () => {
    const { kms } = await atTime('2026-12-01T00:00:00Z');
    await using _kms = kms;
    const as = caller('graphql', kms, await kms.addAccount());
    const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
    for (const keyMaterialExpireUnix of [
      unix('2026-12-01T00:00:00Z'),
      1,
      -1,
      1.5,
      253_402_300_800,
      1e300,
    ])
      expect([
        keyMaterialExpireUnix,
        await refusalOf(importMaterial(as, keyId, randomBytes(32), { keyMaterialExpireUnix })),
      ]).toEqual([keyMaterialExpireUnix, 'InvalidParameter']);
    await importMaterial(as, keyId, randomBytes(32), { keyMaterialExpireUnix: 253_402_300_799 });
    expect((await as.describeKey(keyId)).materialExpireTime).toBe('9999-12-31T23:59:59Z');
  });

  it('is not taken with a token that is a day old', async () => {
    const { kms, setTime } = await atTime('2026-12-01T00:00:00Z');
    await using _kms = kms;
    const as = caller('graphql', kms, await kms.addAccount());
    const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
    const parameters = await parametersFor(as, keyId);
    expect(parameters.tokenExpireTime).toBe('2026-12-02T00:00:00Z');
    setTime('2026-12-02T00:00:00Z');
    expect(await refusalOf(as.act('ImportKeyMaterial', wrapFor(parameters, randomBytes(32))))).toBe(
      'ExpiredImportToken',
    );
  });

  it('is made room for: too many who ask for wrapping keys at once are told to come back', async () => {
    const { as, keyId } = await setUp('rpc');
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, () =>
        parametersFor(as, keyId).then(
          () => 'ok',
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(new Set(outcomes)).toEqual(new Set(['ok', 'Rejected.Throttling']));
    expect((await parametersFor(as, keyId)).keyId).toBe(keyId);
  });
});
