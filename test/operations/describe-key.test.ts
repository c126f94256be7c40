import { describe, expect, it } from 'vitest';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import { sharedKms } from '../support/kms.ts';

describe.each(SURFACES)('DescribeKey by %s', (surface) => {
  async function setUp(allowedActions?: readonly string[]) {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const key = await caller(surface, kms, account).createKey({ description: 'mine' });
    const reader = allowedActions
      ? await kms.addAccount({ accountId: account.accountId, allowedActions })
      : account;
    return { kms, account, key, as: caller(surface, kms, reader) };
  }

  it('gives what CreateKey gave, by id and by ARN', async () => {
    const { key, as } = await setUp();
    expect(await as.describeKey(key.keyId)).toEqual(key);
    expect(await as.describeKey(key.arn)).toEqual(key);
  });

  it('is the same on both surfaces', async () => {
    const { kms, account, key } = await setUp();
    for (const other of SURFACES)
      expect(await caller(other, kms, account).describeKey(key.keyId)).toEqual(key);
  });

  it('tells a missing key and another account’s key alike', async () => {
    const { kms, key } = await setUp();
    const stranger = caller(surface, kms, await kms.addAccount());
    const answers = await Promise.all(
      [
        '01a20bda-0000-7000-8000-000000000000',
        key.keyId,
        key.arn,
        'not-an-id',
        'acs:kms:eu-central-1:1:key/x',
      ].map((keyId) =>
        stranger
          .describeKey(keyId)
          .catch((error: Error) => [(error as Error & { code: string }).code, error.message]),
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject(['Forbidden.KeyNotFound', expect.any(String)]);
  });

  it('knows no alias yet', async () => {
    const { as } = await setUp();
    expect(await refusalOf(as.describeKey('alias/payroll'))).toBe('Forbidden.AliasNotFound');
  });

  it('refuses a principal without the permission before it says whether the key is there', async () => {
    const { key, as } = await setUp(['kms:CreateKey']);
    expect(await refusalOf(as.describeKey(key.keyId))).toBe('Forbidden.NoPermission');
    expect(await refusalOf(as.describeKey('01a20bda-0000-7000-8000-000000000000'))).toBe(
      'Forbidden.NoPermission',
    );
  });

  it.each([
    ['an empty id', ''],
    ['an id of 513 characters', 'x'.repeat(513)],
    ['an id with a control character', 'a\u0001'],
  ])('refuses %s', async (_name, keyId) => {
    const { as } = await setUp();
    expect(await refusalOf(as.describeKey(keyId))).toBe(
      keyId === '' && surface === 'rpc' ? 'MissingParameter' : 'InvalidParameter',
    );
  });

  it('is a read: logged, not audited', async () => {
    const { kms, account, key, as } = await setUp();
    await as.describeKey(key.keyId);
    await refusalOf(as.describeKey('01a20bda-0000-7000-8000-000000000000'));
    expect(await kms.store.db.auditEvent.count({ where: { accountId: account.accountId } })).toBe(
      1,
    ); // CreateKey's
  });
});
