import { describe, expect, it } from 'vitest';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import { sharedKms } from '../support/kms.ts';

describe.each(SURFACES)('ListKeys by %s', (surface) => {
  async function setUp() {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    return { kms, account, as: caller(surface, kms, account) };
  }

  it('gives the account’s keys, oldest first, and nobody else’s', async () => {
    const { kms, as } = await setUp();
    const other = caller(surface, kms, await kms.addAccount());
    const mine: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      mine.push((await as.createKey()).keyId);
      await other.createKey();
    }
    expect(await as.listKeyIds()).toEqual({ keyIds: mine, totalCount: 3 });
  });

  it('is empty for an account without keys', async () => {
    const { as } = await setUp();
    expect(await as.listKeyIds()).toEqual({ keyIds: [], totalCount: 0 });
  });

  it('filters: the values of one filter are ORed, the filters are ANDed', async () => {
    const { as } = await setUp();
    const aes = (await as.createKey()).keyId;
    const sm4 = (await as.createKey({ keySpec: 'Aliyun_SM4' })).keyId;
    const pending = (await as.createKey({ keySpec: 'Aliyun_SM4', origin: 'EXTERNAL' })).keyId;
    const found = async (filter: Readonly<Record<string, readonly string[]>>) =>
      (await as.listKeyIds(filter)).keyIds;

    expect(await found({ KeyState: ['Enabled'] })).toEqual([aes, sm4]);
    expect(await found({ KeyState: ['Enabled', 'PendingImport'] })).toEqual([aes, sm4, pending]);
    expect(await found({ KeySpec: ['Aliyun_SM4'], KeyState: ['Enabled'] })).toEqual([sm4]);
    expect(await found({ KeyUsage: ['ENCRYPT/DECRYPT'], ProtectionLevel: ['SOFTWARE'] })).toEqual([
      aes,
      sm4,
      pending,
    ]);
    expect(await found({ KeyUsage: ['SIGN/VERIFY'] })).toEqual([]);
    expect(await found({ ProtectionLevel: ['HSM'] })).toEqual([]);
    expect(await found({ CreatorType: ['User'] })).toEqual([aes, sm4, pending]);
    expect(await found({ CreatorType: ['Service'] })).toEqual([]);
  });

  it('refuses a principal without the permission', async () => {
    const { kms, account } = await setUp();
    const restricted = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:DescribeKey'],
    });
    expect(await refusalOf(caller(surface, kms, restricted).listKeyIds())).toBe(
      'Forbidden.NoPermission',
    );
  });
});
