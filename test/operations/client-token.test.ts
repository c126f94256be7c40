import { describe, expect, it } from 'vitest';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import { sharedKms, startKms } from '../support/kms.ts';

const keysOf = async (kms: Awaited<ReturnType<typeof sharedKms>>, accountId: string) =>
  kms.store.db.key.count({ where: { accountId } });

describe.each(SURFACES)('CreateKey with a client token, by %s', (surface) => {
  async function setUp() {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    return { kms, account, as: caller(surface, kms, account) };
  }

  it('gives the same key again, as it stands now', async () => {
    const { kms, account, as } = await setUp();
    const request = { clientToken: 'order 66', description: 'once' };
    const first = await as.createKey(request);
    await as.act('DisableKey', { keyId: first.keyId });
    expect(await as.createKey(request)).toEqual({ ...first, keyState: 'Disabled' });
    expect(await keysOf(kms, account.accountId)).toBe(1);
    expect(await kms.store.db.keyVersion.count({ where: { accountId: account.accountId } })).toBe(
      1,
    );
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId },
      orderBy: { id: 'asc' },
    });
    expect(
      events.map(({ operation, outcome, keyId, details }) => [
        operation,
        outcome,
        keyId,
        JSON.parse(details).repeated,
      ]),
    ).toEqual([
      ['CreateKey', 'Done', first.keyId, undefined],
      ['DisableKey', 'Done', first.keyId, undefined],
      ['CreateKey', 'Done', first.keyId, true],
    ]);
  });

  it('takes a default that is spelled out for the same input', async () => {
    const { as } = await setUp();
    const { keyId } = await as.createKey({ clientToken: 't' });
    const spelledOut = {
      keySpec: 'Aliyun_AES_256',
      keyUsage: 'ENCRYPT/DECRYPT',
      description: '',
      origin: 'Aliyun_KMS',
      tags: [],
    };
    expect((await as.createKey({ clientToken: 't', ...spelledOut })).keyId).toBe(keyId);
  });

  it('refuses the token with another input, names the field, and creates nothing', async () => {
    const { kms, account, as } = await setUp();
    await as.createKey({ clientToken: 't', description: 'a' });
    const refused = await as
      .createKey({ clientToken: 't', description: 'b' })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'IdempotentParameterMismatch',
      message: expect.stringMatching(/client ?token/i),
    });
    expect(await keysOf(kms, account.accountId)).toBe(1);
    expect(
      await kms.store.db.auditEvent.count({
        where: { accountId: account.accountId, outcome: 'IdempotentParameterMismatch' },
      }),
    ).toBe(1);
  });

  it('gives all of many that race the same key', async () => {
    const { kms, account, as } = await setUp();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => as.createKey({ clientToken: 'race', description: 'one' })),
    );
    expect(new Set(answers.map(({ keyId }) => keyId)).size).toBe(1);
    expect(await keysOf(kms, account.accountId)).toBe(1);
    expect(await kms.store.db.keyVersion.count({ where: { accountId: account.accountId } })).toBe(
      1,
    );
  });

  it('gives each principal and each account keys of their own', async () => {
    const { kms, account, as } = await setUp();
    const colleague = caller(surface, kms, await kms.addAccount({ accountId: account.accountId }));
    const stranger = caller(surface, kms, await kms.addAccount());
    const keys = await Promise.all(
      [as, colleague, stranger].map((one) => one.createKey({ clientToken: 'shared' })),
    );
    expect(new Set(keys.map(({ keyId }) => keyId)).size).toBe(3);
  });

  it('keeps nothing of a request that failed', async () => {
    const { kms, account, as } = await setUp();
    const token = { clientToken: 'again' };
    expect(await refusalOf(as.createKey({ ...token, protectionLevel: 'HSM' }))).toBe(
      'Unsupported.ProtectionLevel',
    );
    const denied = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:DescribeKey'],
    });
    expect(await refusalOf(caller(surface, kms, denied).createKey(token))).toBe(
      'Forbidden.NoPermission',
    );
    expect(await kms.store.db.clientToken.count({ where: { accountId: account.accountId } })).toBe(
      0,
    );
    expect((await as.createKey(token)).keyState).toBe('Enabled');
  });

  it('stores neither the token nor the input', async () => {
    const { kms, account, as } = await setUp();
    await as.createKey({ clientToken: 'a-token-to-keep', description: 'payroll' });
    const rows = JSON.stringify(
      await kms.store.db.clientToken.findMany({ where: { accountId: account.accountId } }),
    );
    expect(rows).not.toMatch(/a-token-to-keep|payroll/);
  });

  it.each([
    ['of 65 characters', 'x'.repeat(65)],
    ['that cannot be printed', 'a\u0007b'],
    ['beyond ASCII', 'schlüssel'],
    ...(surface === 'rpc' ? [] : [['that is empty', '']]), // RPC treats an empty value as absent
  ])('refuses one %s', async (_name, clientToken) => {
    const { kms, account, as } = await setUp();
    expect(await refusalOf(as.createKey({ clientToken }))).toBe('InvalidParameter');
    expect(await keysOf(kms, account.accountId)).toBe(0);
  });

  it('takes one of 64 printable characters', async () => {
    const { as } = await setUp();
    const clientToken = Array.from({ length: 64 }, (_, index) =>
      String.fromCharCode(0x20 + index),
    ).join('');
    expect((await as.createKey({ clientToken })).keyId).toBe(
      (await as.createKey({ clientToken })).keyId,
    );
  });

  it('remembers it for 24 hours, and then takes it for a new one', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    await using kms = await startKms({ clock: () => now });
    const as = caller(surface, kms, await kms.addAccount());
    const first = await as.createKey({ clientToken: 'daily', description: 'one' });
    now = new Date('2026-12-01T23:59:59Z');
    expect((await as.createKey({ clientToken: 'daily', description: 'one' })).keyId).toBe(
      first.keyId,
    );
    now = new Date('2026-12-02T00:00:00Z');
    const second = await as.createKey({ clientToken: 'daily', description: 'two' });
    expect(second.keyId).not.toBe(first.keyId);
    expect((await as.createKey({ clientToken: 'daily', description: 'two' })).keyId).toBe(
      second.keyId,
    );
  });
});

describe('A client token', () => {
  it('is the same by either surface', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const [graphql, rpc] = SURFACES.map((surface) => caller(surface, kms, account));
    const request = {
      clientToken: 'both',
      description: '密钥 🔑',
      keyUsage: 'ENCRYPT/DECRYPT',
      keySpec: 'Aliyun_SM4',
    };
    const [one, other] = await Promise.all([graphql?.createKey(request), rpc?.createKey(request)]);
    expect(one).toEqual(other);
  });
});
