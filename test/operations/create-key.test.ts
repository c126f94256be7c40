import { describe, expect, it } from 'vitest';
import { materialContext } from '#keyring/wrap-contexts.ts';
import { caller, type Refused, refusalOf, SURFACES } from '../support/caller.ts';
import { sharedKms } from '../support/kms.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SECOND_IN_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

describe.each(SURFACES)('CreateKey by %s', (surface) => {
  async function setUp(allowedActions?: readonly string[]) {
    const kms = await sharedKms();
    const account = await kms.addAccount(allowedActions ? { allowedActions } : {});
    return { kms, account, as: caller(surface, kms, account) };
  }

  it('creates an enabled key with every default', async () => {
    const { account, as } = await setUp();
    const key = await as.createKey();
    expect(key).toEqual({
      keyId: expect.stringMatching(UUID_V7),
      arn: `acs:kms:cn-hangzhou:${account.accountId}:key/${key.keyId}`,
      creator: account.accountId,
      creationDate: expect.stringMatching(SECOND_IN_UTC),
      description: '',
      keyState: 'Enabled',
      keyUsage: 'ENCRYPT/DECRYPT',
      keySpec: 'Aliyun_AES_256',
      origin: 'Aliyun_KMS',
      protectionLevel: 'SOFTWARE',
      primaryKeyVersion: expect.stringMatching(UUID_V7),
      lastRotationDate: key.creationDate,
      automaticRotation: 'Disabled',
      rotationInterval: null,
      nextRotationDate: null,
      deleteDate: null,
      materialExpireTime: null,
    });
  });

  it.each([
    ['Aliyun_AES_256', 32],
    ['Aliyun_AES_192', 24],
    ['Aliyun_AES_128', 16],
    ['Aliyun_SM4', 16],
  ])('really makes material for %s: %d bytes, wrapped', async (keySpec, materialBytes) => {
    const { kms, account, as } = await setUp();
    const { keyId, primaryKeyVersion } = await as.createKey({ keySpec });
    const [version, ...others] = await kms.store.db.keyVersion.findMany({ where: { keyId } });
    expect(others).toEqual([]);
    expect(version?.id).toBe(primaryKeyVersion);
    const material = kms.deployment.keyring.unwrap(
      materialContext(account.accountId, String(primaryKeyVersion)),
      version?.wrappedMaterial ?? new Uint8Array(),
    );
    expect(material.length).toBe(materialBytes);
    expect(material.equals(Buffer.alloc(materialBytes))).toBe(false);
    expect(Buffer.from(version?.wrappedMaterial ?? []).includes(material)).toBe(false);
  });

  it('leaves the material of an EXTERNAL key to its owner', async () => {
    const { kms, as } = await setUp();
    const key = await as.createKey({ origin: 'EXTERNAL' });
    expect(key).toMatchObject({
      keyState: 'PendingImport',
      origin: 'EXTERNAL',
      primaryKeyVersion: null,
      lastRotationDate: null,
    });
    expect(await kms.store.db.keyVersion.count({ where: { keyId: key.keyId } })).toBe(0);
  });

  it('keeps a description of 8,192 emoji, tabs and line breaks', async () => {
    const { as } = await setUp();
    const description = `${'🔑'.repeat(8_189)}\t\r\n`;
    const { keyId } = await as.createKey({ description });
    expect((await as.describeKey(keyId)).description).toBe(description);
  });

  it.each([
    ['a description of 8,193 characters', { description: 'x'.repeat(8_193) }],
    ['a description with a control character', { description: 'a\u0000b' }],
    ['a description with a non-character', { description: 'a\uFFFFb' }],
  ])('refuses %s, and writes nothing', async (_name, input) => {
    const { kms, account, as } = await setUp();
    const refused = await as.createKey(input).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'InvalidParameter',
      message: expect.stringMatching(/description/i),
    });
    expect((refused as Refused).message).not.toContain(input.description);
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(0);
    expect(await kms.store.db.auditEvent.count({ where: { accountId: account.accountId } })).toBe(
      0,
    );
  });

  it('refuses the protection level HSM', async () => {
    const { as } = await setUp();
    expect(await refusalOf(as.createKey({ protectionLevel: 'HSM' }))).toBe(
      'Unsupported.ProtectionLevel',
    );
  });

  it('refuses a usage that the spec is not for', async () => {
    const { kms, account, as } = await setUp();
    expect(await refusalOf(as.createKey({ keyUsage: 'SIGN/VERIFY' }))).toBe('UnsupportedOperation');
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(0);
  });

  it('refuses a principal without the permission, and records that', async () => {
    const { kms, account, as } = await setUp(['kms:DescribeKey']);
    expect(await refusalOf(as.createKey())).toBe('Forbidden.NoPermission');
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(0);
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId },
    });
    expect(events).toMatchObject([
      {
        operation: 'CreateKey',
        outcome: 'Forbidden.NoPermission',
        accessKeyId: account.id,
        surface,
        keyId: null,
      },
    ]);
  });

  it('records who created which key, and nothing of its description', async () => {
    const { kms, account, as } = await setUp();
    const { keyId } = await as.createKey({
      description: 'payroll of the board',
      keySpec: 'Aliyun_SM4',
    });
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId },
    });
    expect(events).toMatchObject([
      { operation: 'CreateKey', outcome: 'Done', accessKeyId: account.id, surface, keyId },
    ]);
    expect(JSON.parse(events[0]?.details ?? '')).toEqual({
      origin: 'Aliyun_KMS',
      keySpec: 'Aliyun_SM4',
      protectionLevel: 'SOFTWARE',
      enableAutomaticRotation: false,
    });
  });
});
