import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { countReads } from '../support/count-reads.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, type Kms, startKms } from '../support/kms.ts';

const KEYS = 12;

let kms: Kms;
let account: Credential;
let keyIds: string[];
let reads: ReturnType<typeof countReads>;

beforeAll(async () => {
  kms = await startKms();
  reads = countReads(kms, ['key', 'keyVersion', 'alias', 'tag', 'keyUse']);
  account = await kms.addAccount();
  const as = caller('rpc', kms, account);
  keyIds = [];
  for (let index = 0; index < KEYS; index += 1) {
    const { keyId } = await as.createKey({ tags: [['number', String(index)]] });
    for (const name of ['a', 'b', 'c'])
      await as.act('CreateAlias', { keyId, aliasName: `alias/${name}-${index}` });
    if (index % 2 === 0) await as.act('CreateKeyVersion', { keyId });
    keyIds.push(keyId);
  }
});
afterAll(() => kms[Symbol.asyncDispose]());

async function ask(query: string): Promise<{ data: Record<string, unknown>; queries: number }> {
  Object.assign(reads, { db: 0, backgroundDb: 0 });
  const { data, errors } = await postGraphql(kms, account, { query });
  expect(errors).toBeUndefined();
  return { data: data ?? {}, queries: reads.db + reads.backgroundDb };
}

interface Connection<Node> {
  readonly totalCount: number;
  readonly edges: { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean };
}
const nodesOf = <Node>(connection: unknown): Node[] =>
  (connection as Connection<Node>).edges.map(({ node }) => node);

describe('A relation of a page', () => {
  it.each([
    ['aliases', 'aliases { edges { node { aliasName } } }', 1],
    ['aliases, counted', 'aliases(first: 2) { totalCount edges { node { aliasName } } }', 2],
    ['versions', 'versions { edges { node { keyVersionId } } }', 1],
    ['tags', 'tags { tagKey tagValue }', 1],
    ['uses', 'usesByDay(days: 2) { date uses }', 2],
    [
      'all of them',
      'tags { tagKey } aliases { edges { node { aliasName } } } versions(last: 1) { edges { node { keyVersionId } } }',
      3,
    ],
  ])('is read in one query for all keys: %s', async (_name, relation, more) => {
    const plain = await ask('{ keys(first: 100) { edges { node { keyId } } } }');
    const { data, queries } = await ask(
      `{ keys(first: 100) { edges { node { keyId ${relation} } } } }`,
    );
    expect(nodesOf(data.keys)).toHaveLength(KEYS);
    expect(queries).toBe(plain.queries + more);
  });

  it('is read in one query for all aliases: their keys, and the tags of those', async () => {
    const plain = await ask('{ aliases(first: 50) { edges { node { aliasName } } } }');
    const keys = await ask(
      '{ aliases(first: 50) { edges { node { aliasName key { keyId keyState } } } } }',
    );
    expect(
      nodesOf<{ key: { keyId: string } }>(keys.data.aliases).map(({ key }) => key.keyId),
    ).toEqual(keyIds.flatMap((keyId) => [keyId, keyId, keyId]));
    expect(keys.queries).toBe(plain.queries + 1);
    expect(
      (await ask('{ aliases(first: 50) { edges { node { key { tags { tagKey } } } } } }')).queries,
    ).toBe(plain.queries + 2);
  });

  it('has for each key its own part, from either end', async () => {
    interface Key {
      keyId: string;
      first: Connection<{ aliasName: string; keyId: string }>;
      last: Connection<{ aliasName: string }>;
      versions: Connection<{ keyId: string; creationDate: string }>;
      tags: { tagValue: string }[];
    }
    const { data } = await ask(`{ keys(first: 20) { edges { node {
      keyId
      first: aliases(first: 2) { totalCount edges { cursor node { aliasName keyId } } pageInfo { hasNextPage hasPreviousPage } }
      last: aliases(last: 2) { edges { node { aliasName } } pageInfo { hasNextPage hasPreviousPage } }
      versions { totalCount edges { node { keyId creationDate } } }
      tags { tagValue }
    } } } }`);
    for (const [index, key] of nodesOf<Key>(data.keys).entries()) {
      expect(key.keyId).toBe(keyIds[index]);
      expect(nodesOf<{ aliasName: string }>(key.first)).toEqual([
        { aliasName: `alias/a-${index}`, keyId: key.keyId },
        { aliasName: `alias/b-${index}`, keyId: key.keyId },
      ]);
      expect([key.first.totalCount, key.first.pageInfo]).toEqual([
        3,
        { hasNextPage: true, hasPreviousPage: false },
      ]);
      expect(nodesOf(key.last)).toEqual([
        { aliasName: `alias/b-${index}` },
        { aliasName: `alias/c-${index}` },
      ]);
      expect(key.last.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
      expect(key.versions.totalCount).toBe(index % 2 === 0 ? 2 : 1);
      expect(nodesOf(key.versions)).toEqual(
        Array(key.versions.totalCount).fill({
          keyId: key.keyId,
          creationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        }),
      );
      expect(key.tags).toEqual([{ tagValue: String(index) }]);
    }
    const [first] = nodesOf<Key>(data.keys);
    const after = first?.first.edges[0]?.cursor;
    const rest = await ask(
      `{ key(keyId: "${keyIds[0]}") { aliases(after: "${after}") { edges { node { aliasName } } } } }`,
    );
    expect(nodesOf((rest.data.key as Key & { aliases: unknown }).aliases)).toEqual([
      { aliasName: 'alias/b-0' },
      { aliasName: 'alias/c-0' },
    ]);
  });

  it('is nobody else’s', async () => {
    const stranger = await kms.addAccount();
    for (const query of [
      '{ aliases { edges { node { key { keyId } } } } }',
      '{ keys { edges { node { aliases { totalCount } } } } }',
    ]) {
      const { data } = await postGraphql(kms, stranger, { query });
      expect(nodesOf(Object.values(data ?? {})[0])).toEqual([]);
    }
  });

  it('needs its permission, and its neighbors stand without it', async () => {
    const limited = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:ListKeys', 'kms:DescribeKey'],
    });
    const { data, errors } = await postGraphql(kms, limited, {
      query:
        '{ keys(first: 2) { edges { node { keyId aliases { totalCount } tags { tagKey } versions { totalCount } } } } }',
    });
    expect(nodesOf(data?.keys)).toEqual(
      keyIds.slice(0, 2).map((keyId) => ({ keyId, aliases: null, tags: null, versions: null })),
    );
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(
      Array(6).fill('Forbidden.NoPermission'),
    );
  });
});
