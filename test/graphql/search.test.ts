import { describe, expect, it } from 'vitest';
import { indexWords } from '#jobs/index-words.ts';
import { deleteRow, insertRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { caller } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, type Kms, startKms } from '../support/kms.ts';
import { keyRow } from '../support/rows.ts';
import { sealed } from '../support/sealed.ts';

const TEXTS = ['Payroll signing key', 'payments, alias/pay-eu', '支付密钥', 'Zürich straße 42'];

/** Keys with these descriptions. @returns their ids */
async function addKeys(kms: Kms, account: Credential): Promise<string[]> {
  const as = caller('rpc', kms, account);
  const ids: string[] = [];
  for (const description of TEXTS) ids.push((await as.createKey({ description })).keyId);
  return ids;
}

const ask = (kms: Kms, account: Credential, search: string, more = '') =>
  postGraphql(kms, account, {
    query: `query ($search: String) { keys(filter: { search: $search ${more} }) { totalCount edges { node { keyId } } } }`,
    variables: { search },
  });

describe('A search', () => {
  it('finds the keys of the account that have every word, by their beginnings', async () => {
    await using kms = await startKms();
    const [account, other] = [await kms.addAccount(), await kms.addAccount()];
    const ids = await addKeys(kms, account);
    await addKeys(kms, other);
    const found = async (search: string, more?: string) => {
      const { data, errors } = await ask(kms, account, search, more);
      expect(errors).toBeUndefined();
      const keys = data?.keys as {
        totalCount: number;
        edges: { node: { keyId: string } }[];
      };
      expect(keys.totalCount).toBe(keys.edges.length);
      return keys.edges.map(({ node }) => ids.indexOf(node.keyId));
    };
    expect(await found('pay')).toEqual([0, 1]);
    expect(await found('PAYROLL')).toEqual([0]);
    expect(await found('sig pay')).toEqual([0]);
    expect(await found('pay nothing')).toEqual([]);
    expect(await found('ayroll')).toEqual([]);
    expect(await found('alias/pay-eu')).toEqual([1]);
    expect(await found('密钥')).toEqual([2]);
    expect(await found('支付密钥')).toEqual([2]);
    expect(await found('支钥')).toEqual([]);
    expect(await found('密')).toEqual([2]);
    expect(await found('zür STRASSE')).toEqual([]);
    expect(await found('zür straße 4')).toEqual([3]);
    expect(await found("%' OR 1=1 --")).toEqual([]);
    expect(await found('pay', ', keyState: [Disabled]')).toEqual([]);
    const { data } = await ask(kms, await kms.addAccount(), 'pay');
    expect(data?.keys).toEqual({ totalCount: 0, edges: [] });
    await kms.store.commit([deleteRow(TABLES.key, { id: ids[0] ?? '' }, { revision: 1 })]);
    expect(await found('pay')).toEqual([1]);
  });

  it('needs the permission to list aliases: by one guess after the other it would tell them', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    await addKeys(kms, account);
    const as = async (...allowedActions: string[]) =>
      ask(kms, await kms.addAccount({ accountId: account.accountId, allowedActions }), 'pay');
    expect((await as('kms:ListKeys', 'kms:DescribeKey')).errors).toMatchObject([
      { extensions: { code: 'Forbidden.NoPermission' } },
    ]);
    const { data } = await as('kms:ListKeys', 'kms:DescribeKey', 'kms:ListAliases');
    expect(data?.keys).toMatchObject({ totalCount: 2 });
  });

  it.each([
    '',
    '   ',
    '- / …',
    'a b c d e f g h i',
    '密钥管理服务加密解密',
    `x${'-'.repeat(512)}`,
    'a\0b',
  ])('is refused for %j', async (search) => {
    await using kms = await startKms();
    const { errors } = await ask(kms, await kms.addAccount(), search);
    expect(errors).toMatchObject([{ extensions: { code: 'InvalidParameter', field: 'search' } }]);
  });

  it('costs 100 beside the filter', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const many = Array.from(
      { length: 50 },
      (_, index) => `k${index}: keys(first: 1, filter: { search: "a" }) { totalCount }`,
    ).join(' ');
    const { errors } = await postGraphql(kms, account, { query: `{ ${many} }` });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'QUERY_TOO_COSTLY', cost: 50 * 202 });
  });
});

describe('The words of a key', () => {
  const idsOf = async (kms: Kms, account: Credential, search: string) => {
    const { data } = await ask(kms, account, search);
    const keys = data?.keys as { edges: { node: { keyId: string } }[] } | undefined;
    return keys?.edges.map(({ node }) => node.keyId);
  };

  it('follow its description and its aliases', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const as = caller('graphql', kms, account);
    const { keyId } = await as.createKey({ description: 'first text' });
    const { keyId: other } = await as.createKey();
    await as.updateKeyDescription(keyId, 'second text');
    expect(await idsOf(kms, account, 'first')).toEqual([]);
    expect(await idsOf(kms, account, 'second')).toEqual([keyId]);
    expect(await idsOf(kms, account, 'text')).toEqual([keyId]);
    await as.act('CreateAlias', { keyId, aliasName: 'alias/pay/eu' });
    expect(await idsOf(kms, account, 'eu pay')).toEqual([keyId]);
    await as.act('UpdateAlias', { keyId: other, aliasName: 'alias/pay/eu' });
    expect(await idsOf(kms, account, 'eu')).toEqual([other]);
    await as.act('DeleteAlias', { aliasName: 'alias/pay/eu' });
    expect(await idsOf(kms, account, 'eu')).toEqual([]);
    expect(await kms.store.db.keyWord.count({ where: { keyId: other } })).toBe(0);
  });

  it('are added to keys of a release that had none, in rounds', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const { accountId } = account;
    const rows = Array.from({ length: 120 }, () =>
      sealed(kms, keyRow(accountId, { description: 'of before' })),
    );
    const [row, changed, named] = rows;
    if (!row || !changed || !named) return;
    await kms.store.commit(rows.map((one) => insertRow(TABLES.key, one)));
    const alias = {
      id: 'a',
      accountId,
      name: 'alias/ancient',
      keyId: row.id,
      createdAt: row.createdAt,
    };
    await kms.store.commit([insertRow(TABLES.alias, alias)]);
    await kms.store.commit([deleteRow(TABLES.keyWordProgress, { id: 1 })]); // as the start's own job has left it
    const as = caller('graphql', kms, account);
    await as.updateKeyDescription(changed.id, 'of later'); // writes the words that differ
    await as.act('CreateAlias', { keyId: named.id, aliasName: 'alias/early' });
    await indexWords(kms.store);
    expect(await idsOf(kms, account, 'ancient before')).toEqual([row.id]);
    expect(await idsOf(kms, account, 'of later')).toEqual([changed.id]);
    expect(await idsOf(kms, account, 'early before')).toEqual([named.id]);
    const count = (word?: string) =>
      kms.store.db.keyWord.count({ where: { accountId, ...(word && { word }) } });
    expect([await count('of'), await count('before')]).toEqual([120, 119]);
    const all = await count();
    await indexWords(kms.store); // nothing is left to do
    expect(await count()).toBe(all);
  });
});
