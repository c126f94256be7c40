import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { caller } from '../support/caller.ts';
import { countReads } from '../support/count-reads.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { rawRequest } from '../support/http.ts';
import { type Credential, type Kms, startKms } from '../support/kms.ts';
import { keyRow } from '../support/rows.ts';
import { callV1 } from '../support/rpc-client.ts';

let kms: Kms;
let account: Credential;
let reads: ReturnType<typeof countReads>;

beforeAll(async () => {
  kms = await startKms();
  account = await kms.addAccount();
  const as = caller('rpc', kms, account);
  for (const keySpec of ['Aliyun_AES_256', 'Aliyun_SM4', 'Aliyun_SM4']) {
    const { keyId } = await as.createKey({ keySpec });
    await as.act('CreateAlias', { keyId, aliasName: `alias/${keyId}` });
  }
  reads = countReads(kms);
});
beforeEach(() => Object.assign(reads, { db: 0, backgroundDb: 0 }));
afterAll(() => kms[Symbol.asyncDispose]());

const SM4 = 'filter: { keySpec: [Aliyun_SM4] }';
const aliased = (count: number, field: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');
const ask = (query: string) => postGraphql(kms, account, { query });

describe('A count', () => {
  it.each([
    ['all keys', 'keys(first: 1) { totalCount }', 3],
    ['the keys that match', `keys(first: 1, ${SM4}) { totalCount }`, 2],
    ['all aliases', 'aliases(first: 1) { totalCount }', 3],
  ])(
    'is done once for a query, however often it is asked for: %s',
    async (_what, field, totalCount) => {
      const TIMES = 30;
      await ask(`{ ${aliased(TIMES, field.replace('totalCount', 'pageInfo { hasNextPage }'))} }`);
      const pages = reads.db + reads.backgroundDb;
      Object.assign(reads, { db: 0, backgroundDb: 0 });
      const { data, errors } = await ask(`{ ${aliased(TIMES, field)} }`);
      expect(errors).toBeUndefined();
      expect(Object.values(data ?? {})).toEqual(Array(TIMES).fill({ totalCount }));
      expect(reads.db + reads.backgroundDb).toBe(pages + 1);
    },
  );

  it('is another for another filter, and for other keys’ aliases and versions', async () => {
    const { data } = await ask(`{
      all: keys { totalCount edges { node { aliases { totalCount } versions { totalCount } } } }
      sm4: keys(${SM4}) { totalCount } aes: keys(filter: { keySpec: [Aliyun_AES_256] }) { totalCount }
      none: keys(filter: { keyState: [Disabled] }) { totalCount } empty: keys(filter: {}) { totalCount } aliases { totalCount }
    }`);
    const one = { node: { aliases: { totalCount: 1 }, versions: { totalCount: 1 } } };
    expect(data).toEqual({
      all: { totalCount: 3, edges: [one, one, one] },
      sm4: { totalCount: 2 },
      aes: { totalCount: 1 },
      none: { totalCount: 0 },
      empty: { totalCount: 3 },
      aliases: { totalCount: 3 },
    });
  });

  it('is done again for each field of a mutation, which changes the count', async () => {
    const { keyId } = await caller('rpc', kms, account).createKey();
    const create = (name: string) =>
      `${name}: createAlias(input: { keyId: "${keyId}", aliasName: "alias/count-${name}" }) { key { aliases { totalCount } } }`;
    const { data } = await ask(`mutation { ${create('a')} ${create('b')} }`);
    expect(data).toEqual({
      a: { key: { aliases: { totalCount: 1 } } },
      b: { key: { aliases: { totalCount: 2 } } },
    });
    for (const name of ['a', 'b'])
      await caller('rpc', kms, account).act('DeleteAlias', { aliasName: `alias/count-${name}` });
  });
});

describe('A filter', () => {
  it('costs 100 beside its page, be it written in the query or a variable', async () => {
    const many = aliased(100, `keys(first: 1, ${SM4}) { totalCount }`);
    expect((await ask(`{ ${many} }`)).errors?.[0]?.extensions).toMatchObject({
      code: 'QUERY_TOO_COSTLY',
      cost: 100 * 102,
      limit: 5_000,
    });
    const byVariable = `query ($filter: KeyFilter) { ${aliased(200, 'keys(first: 1, filter: $filter) { totalCount }')} }`;
    const costOf = async (variables: object) =>
      (await postGraphql(kms, account, { query: byVariable, variables })).errors?.[0]?.extensions
        .cost;
    expect(await costOf({ filter: { keySpec: ['Aliyun_SM4'] } })).toBe(200 * 102);
    expect(await costOf({ filter: { keySpec: null } })).toBeUndefined();
    expect(await costOf({})).toBeUndefined();
    const { data, errors } = await ask(
      `{ ${aliased(10, `keys(first: 100, ${SM4}) { totalCount edges { node { keyId } } }`)} }`,
    );
    expect([errors, Object.keys(data ?? {})]).toEqual([
      undefined,
      expect.objectContaining({ length: 10 }),
    ]);
  });
});

describe('A request that may read every key', () => {
  it.each([
    [
      'a filtered connection',
      () => ask(`{ keys(${SM4}) { totalCount edges { node { keyId } } } }`),
    ],
    ['the metrics', () => rawRequest(kms.url, { path: '/metrics' })],
    [
      'a filtered ListKeys',
      () => caller('rpc', kms, account).listKeyIds({ KeySpec: ['Aliyun_SM4'] }),
    ],
  ])('reads only in the background: %s', async (_what, read) => {
    await read();
    expect(reads.db).toBe(0);
    expect(reads.backgroundDb).toBeGreaterThan(0);
  });

  it.each([
    ['ListAliases', () => callV1(kms, account, 'ListAliases')],
    ['ListAliasesByKeyId', (KeyId) => callV1(kms, account, 'ListAliasesByKeyId', { KeyId })],
    ['ListKeyVersions', (KeyId) => callV1(kms, account, 'ListKeyVersions', { KeyId })],
    ['aliases', () => ask('{ aliases { totalCount } }')],
    ['aliases of a key', (keyId) => ask(`{ key(keyId: "${keyId}") { aliases { totalCount } } }`)],
    ['versions of a key', (keyId) => ask(`{ key(keyId: "${keyId}") { versions { totalCount } } }`)],
    [
      'the deletion of a key',
      (keyId) => ask(`{ keyDeletionImpact(keyId: "${keyId}") { versionCount } }`),
    ],
  ] satisfies [string, (keyId: string) => Promise<{ status: number }>][])(
    'is counted there for %s',
    async (_what, read) => {
      const [keyId = ''] = (await caller('rpc', kms, account).listKeyIds()).keyIds;
      Object.assign(reads, { db: 0, backgroundDb: 0 });
      expect((await read(keyId)).status).toBe(200);
      expect(reads.backgroundDb).toBe(1);
    },
  );

  it('is walked over there for a page far from the beginning', async () => {
    const other = await kms.addAccount();
    const rows = Array.from({ length: 1_010 }, () => keyRow(other.accountId));
    await kms.store.commit(rows.map((row) => insertRow(TABLES.key, row)));
    const page = async (PageNumber: string) => {
      const { json } = await callV1(kms, other, 'ListKeys', { PageNumber, PageSize: '10' });
      return (json as unknown as { Keys: { Key: { KeyId: string }[] } }).Keys.Key.map(
        ({ KeyId }) => KeyId,
      );
    };
    expect(await page('100')).toEqual(rows.slice(990, 1_000).map(({ id }) => id));
    expect(reads.backgroundDb).toBe(0);
    expect(await page('101')).toEqual(rows.slice(1_000).map(({ id }) => id));
    expect(reads.backgroundDb).toBe(1);
  });

  it('does not include a list without a filter, whose length is known', async () => {
    await ask('{ keys { totalCount } }');
    await caller('rpc', kms, account).listKeyIds();
    expect(reads.backgroundDb).toBe(0);
    expect(reads.db).toBe(4); // the page and the number, twice
  });
});
