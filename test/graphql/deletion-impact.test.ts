import { describe, expect, it } from 'vitest';
import { addAuditRows, auditRow, auditRows } from '../support/audit-rows.ts';
import { caller } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, type Kms, sharedKms } from '../support/kms.ts';

/** Later than all events of the test, and not yet cut into blocks. */
const START = Date.parse('2099-06-01T00:00:00Z');

interface Impact {
  readonly versionCount: number;
  readonly aliasCount: number | null;
  readonly aliasNames: string[] | null;
  readonly areCallersComplete: boolean | null;
  readonly callers: { principal: string; lastUsedDate: string; operation: string }[] | null;
}

async function impactOf(kms: Kms, credential: Credential, keyId: string) {
  const { data, errors } = await postGraphql(kms, credential, {
    query: `{ keyDeletionImpact(keyId: "${keyId}") { versionCount aliasCount aliasNames areCallersComplete callers { principal lastUsedDate operation } } }`,
  });
  return { errors, impact: data?.keyDeletionImpact as Impact | null };
}

async function setUp() {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const as = caller('rpc', kms, account);
  const { keyId } = await as.createKey();
  const arnOf = (name: string) => `acs:ram::${account.accountId}:user/${name}`;
  return { kms, account, as, keyId, arnOf };
}

describe('The effect of destroying a key', () => {
  it('names its aliases, sorted, and not those of another key', async () => {
    const { kms, account, as, keyId } = await setUp();
    for (const aliasName of ['alias/b', 'alias/a', 'alias/C'])
      await as.act('CreateAlias', { keyId, aliasName });
    const { keyId: other } = await as.createKey();
    await as.act('CreateAlias', { keyId: other, aliasName: 'alias/other' });
    expect((await impactOf(kms, account, keyId)).impact).toMatchObject({
      aliasCount: 3,
      aliasNames: ['alias/C', 'alias/a', 'alias/b'],
    });
  });

  it('names who used it, each once with the last use, the newest first', async () => {
    const { kms, account, as, keyId, arnOf } = await setUp();
    const { keyId: other } = await as.createKey();
    const at = (second: number, name: string, row: object) =>
      auditRow(account.accountId, new Date(START + second * 1_000), {
        keyId,
        principal: arnOf(name),
        ...row,
      });
    await addAuditRows(kms, [
      at(0, 'alice', { operation: 'Decrypt' }),
      at(1, 'bob', { operation: 'Decrypt' }),
      at(2, 'alice', { operation: 'Encrypt' }),
      at(3, 'bob', { operation: 'Decrypt', outcome: 'Forbidden.NoPermission' }),
      at(4, 'carol', { operation: 'DisableKey' }),
      at(5, 'dave', { operation: 'Encrypt', keyId: other }),
      at(6, '', { operation: 'Encrypt', principal: '' }),
      at(7, 'erin', { operation: 'ReEncrypt', keyId: other, otherKeyIds: keyId }),
    ]);
    expect((await impactOf(kms, account, keyId)).impact).toMatchObject({
      areCallersComplete: true,
      callers: [
        { principal: arnOf('erin'), operation: 'ReEncrypt', lastUsedDate: '2099-06-01T00:00:07Z' },
        { principal: arnOf('alice'), operation: 'Encrypt', lastUsedDate: '2099-06-01T00:00:02Z' },
        { principal: arnOf('bob'), operation: 'Decrypt', lastUsedDate: '2099-06-01T00:00:01Z' },
      ],
    });
  });

  it('says that there may be more callers than 20, or than the newest 1,000 events name', async () => {
    const { kms, account, keyId, arnOf } = await setUp();
    const used = (count: number, name: (index: number) => string) =>
      auditRows(account.accountId, START + count, count, (index) => ({
        keyId,
        principal: arnOf(name(index)),
      }));
    await addAuditRows(
      kms,
      used(21, (index) => `user-${index}`),
    );
    const { impact } = await impactOf(kms, account, keyId);
    expect(impact?.areCallersComplete).toBe(false);
    expect(impact?.callers?.map(({ principal }) => principal)).toEqual(
      Array.from({ length: 20 }, (_, index) => arnOf(`user-${20 - index}`)),
    );
    await addAuditRows(
      kms,
      used(1_000, () => 'busy'),
    );
    expect((await impactOf(kms, account, keyId)).impact).toMatchObject({
      areCallersComplete: false,
      callers: [{ principal: arnOf('busy') }],
    });
  });

  it('hides aliases and callers from a caller without the permission, and shows the rest', async () => {
    const { kms, account, keyId } = await setUp();
    const ask = async (...allowedActions: string[]) =>
      impactOf(kms, await kms.addAccount({ accountId: account.accountId, allowedActions }), keyId);
    const none = await ask('kms:DescribeKey');
    expect(none.impact).toEqual({
      versionCount: 1,
      aliasCount: null,
      aliasNames: null,
      areCallersComplete: null,
      callers: null,
    });
    expect(none.errors?.map(({ extensions }) => extensions.code)).toEqual(
      Array(4).fill('Forbidden.NoPermission'),
    );
    expect(
      (await ask('kms:DescribeKey', 'kms:ListAliasesByKeyId', 'kms:ListAuditEvents')).impact,
    ).toEqual({
      versionCount: 1,
      aliasCount: 0,
      aliasNames: [],
      areCallersComplete: true,
      callers: [],
    });
    expect(await ask('kms:ListAuditEvents')).toMatchObject({
      impact: null,
      errors: [{ extensions: { code: 'Forbidden.NoPermission' } }],
    });
  });

  it('is not told of another account’s key', async () => {
    const { kms, keyId } = await setUp();
    expect(await impactOf(kms, await kms.addAccount(), keyId)).toMatchObject({
      impact: null,
      errors: [{ extensions: { code: 'Forbidden.KeyNotFound' } }],
    });
  });
});
