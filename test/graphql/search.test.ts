import { describe, expect, it } from 'vitest';
import { wordsOf } from '#domain/search-words.ts';
import { writeDatabase } from '../support/database.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, type Kms, startKms } from '../support/kms.ts';
import { keyRow } from '../support/rows.ts';

const TEXTS = ['Payroll signing key', 'payments, alias/pay-eu', '支付密钥', 'Zürich straße 42'];

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Keys with these descriptions, and their words as the commit writes them. */
async function addKeys(kms: Kms, { accountId }: Credential): Promise<string[]> {
  const rows = TEXTS.map((description) => keyRow(accountId, { description }));
  await kms.store.commit({ inserts: rows.map((row) => ({ table: 'key', row })) });
  const values = rows.flatMap(({ id, description }) =>
    wordsOf(description).map(
      (word) => `(${[accountId, word, id, 'test'].map(literal).join(', ')})`,
    ),
  );
  await writeDatabase(
    kms.dataDir,
    `INSERT INTO "KeyWord" ("accountId", "word", "keyId", "source") VALUES ${values.join(', ')}`,
  );
  return rows.map(({ id }) => id);
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
    await kms.store.commit({ destructions: [{ id: ids[0] ?? '', revision: 1 }] });
    expect(await found('pay')).toEqual([1]);
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
