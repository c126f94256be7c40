import { describe, expect, it } from 'vitest';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import { sharedKms } from '../support/kms.ts';
import { changeKey } from '../support/writes.ts';

describe.each(SURFACES)('UpdateKeyDescription by %s', (surface) => {
  async function setUp() {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const as = caller(surface, kms, account);
    return { kms, account, as, key: await as.createKey({ description: 'before' }) };
  }

  it('replaces the description and nothing else', async () => {
    const { as, key } = await setUp();
    await as.updateKeyDescription(key.keyId, 'after');
    expect(await as.describeKey(key.keyId)).toEqual({ ...key, description: 'after' });
  });

  it('clears it with an empty one', async () => {
    const { as, key } = await setUp();
    await as.updateKeyDescription(key.keyId, '');
    expect((await as.describeKey(key.keyId)).description).toBe('');
  });

  it.each(['Disabled', 'PendingImport'] as const)('works on a key that is %s', async (state) => {
    const { kms, as, key } = await setUp();
    await kms.store.commit([changeKey(key.keyId, 1, { state })]);
    await as.updateKeyDescription(key.keyId, 'after');
    expect((await as.describeKey(key.keyId)).description).toBe('after');
  });

  it('refuses a key that is pending deletion, and records that', async () => {
    const { kms, account, as, key } = await setUp();
    await kms.store.commit([changeKey(key.keyId, 1, { state: 'PendingDeletion' })]);
    expect(await refusalOf(as.updateKeyDescription(key.keyId, 'after'))).toBe(
      'Rejected.PendingDeletion',
    );
    expect((await as.describeKey(key.keyId)).description).toBe('before');
    const refusals = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId, operation: 'UpdateKeyDescription' },
    });
    expect(refusals).toMatchObject([
      { outcome: 'Rejected.PendingDeletion', keyId: key.keyId, surface },
    ]);
  });

  it('takes no alias, and a key only by its id', async () => {
    const { as, key } = await setUp();
    expect(await refusalOf(as.updateKeyDescription('alias/payroll', 'x'))).toBe(
      'Unsupported.Alias',
    );
    expect(await refusalOf(as.updateKeyDescription(key.arn, 'x'))).toBe('Forbidden.KeyNotFound');
    expect((await as.describeKey(key.keyId)).description).toBe('before');
  });

  it('tells a missing key and another account’s key alike', async () => {
    const { kms, as, key } = await setUp();
    const stranger = caller(surface, kms, await kms.addAccount());
    expect(await refusalOf(stranger.updateKeyDescription(key.keyId, 'x'))).toBe(
      'Forbidden.KeyNotFound',
    );
    expect(
      await refusalOf(stranger.updateKeyDescription('01a20bda-0000-7000-8000-000000000000', 'x')),
    ).toBe('Forbidden.KeyNotFound');
    expect((await as.describeKey(key.keyId)).description).toBe('before');
  });

  it('refuses a principal without the permission', async () => {
    const { kms, account, as, key } = await setUp();
    const restricted = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:DescribeKey'],
    });
    expect(
      await refusalOf(caller(surface, kms, restricted).updateKeyDescription(key.keyId, 'x')),
    ).toBe('Forbidden.NoPermission');
    expect((await as.describeKey(key.keyId)).description).toBe('before');
  });

  it('refuses a description that is too long', async () => {
    const { as, key } = await setUp();
    expect(await refusalOf(as.updateKeyDescription(key.keyId, 'x'.repeat(8_193)))).toBe(
      'InvalidParameter',
    );
  });

  it('lets three racing callers win, one after the other', async () => {
    const { kms, as, key } = await setUp();
    await Promise.all(
      Array.from({ length: 3 }, (_, index) => as.updateKeyDescription(key.keyId, `racer ${index}`)),
    );
    const row = await kms.store.db.key.findUnique({ where: { id: key.keyId } });
    expect(row?.revision).toBe(4);
  });
});
