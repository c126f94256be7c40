import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, type Kms, sharedKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';

/** Keys with aliases: one generated, two imported ones. */
async function setUp() {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const as = caller('graphql', kms, account);
  const { keyId: generated } = await as.createKey();
  const { keyId: imported } = await as.createKey({ origin: 'EXTERNAL' });
  const { keyId: bare } = await as.createKey({ origin: 'EXTERNAL' });
  for (const [keyId, aliasName] of [
    [generated, 'alias/pay/eu'],
    [generated, 'alias/pay/us'],
    [imported, 'alias/pay_roll'],
  ] as const)
    await as.act('CreateAlias', { keyId, aliasName });
  return { kms, account, generated, imported, bare };
}

interface Keys {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: { readonly node: { readonly keyId: string } }[];
}

async function find(kms: Kms, credential: Credential, filter: string, page = '') {
  const { data, errors } = await postGraphql(kms, credential, {
    query: `{ keys(filter: ${filter} ${page}) { totalCount pageInfo { hasNextPage endCursor } edges { node { keyId } } } }`,
  });
  const keys = data?.keys as Keys | undefined;
  return { errors, keys, ids: keys?.edges.map(({ node }) => node.keyId) };
}

describe('A filter by origin', () => {
  it('finds the keys of these origins, beside other filters', async () => {
    const { kms, account, generated, imported, bare } = await setUp();
    const found = async (filter: string) => (await find(kms, account, filter)).ids;
    expect(await found('{ origin: [EXTERNAL] }')).toEqual([imported, bare]);
    expect(await found('{ origin: [Aliyun_KMS] }')).toEqual([generated]);
    expect(await found('{ origin: [Aliyun_KMS, EXTERNAL] }')).toEqual([generated, imported, bare]);
    expect(await found('{ origin: [EXTERNAL], keyState: [Enabled] }')).toEqual([]);
    expect(await found('{ origin: [] }')).toEqual([]);
  });

  it('is none of the RPC API', async () => {
    const { kms, account } = await setUp();
    const Filters = JSON.stringify([{ Key: 'Origin', Values: ['EXTERNAL'] }]);
    expect(await callV1(kms, account, 'ListKeys', { Filters })).toMatchObject({
      status: 400,
      json: { Code: 'InvalidParameter' },
    });
  });
});

describe('A filter by alias', () => {
  it('finds each key once that has an alias which begins so, page by page', async () => {
    const { kms, account, generated, imported } = await setUp();
    const found = async (filter: string) => (await find(kms, account, filter)).ids;
    expect(await found('{ alias: "alias/pay" }')).toEqual([generated, imported]);
    expect(await found('{ alias: "alias/pay/" }')).toEqual([generated]);
    expect(await found('{ alias: "alias/pay_" }')).toEqual([imported]);
    expect(await found('{ alias: "alias/pay", origin: [EXTERNAL] }')).toEqual([imported]);
    expect(await found('{ alias: "alias/PAY" }')).toEqual([]);
    const first = await find(kms, account, '{ alias: "alias/pay" }', ', first: 1');
    expect(first).toMatchObject({ ids: [generated], keys: { totalCount: 2 } });
    const next = `, first: 1, after: "${first.keys?.pageInfo.endCursor}"`;
    expect(await find(kms, account, '{ alias: "alias/pay" }', next)).toMatchObject({
      ids: [imported],
      keys: { pageInfo: { hasNextPage: false } },
    });
  });

  it('finds nothing of another account', async () => {
    const { kms } = await setUp();
    const other = await kms.addAccount();
    expect((await find(kms, other, '{ alias: "alias/" }')).keys).toMatchObject({ totalCount: 0 });
  });

  it('needs the permission to list aliases: by one guess after the other it would tell them', async () => {
    const { kms, account } = await setUp();
    const ask = async (...allowedActions: string[]) =>
      find(
        kms,
        await kms.addAccount({ accountId: account.accountId, allowedActions }),
        '{ alias: "alias/pay" }',
      );
    expect((await ask('kms:ListKeys', 'kms:DescribeKey')).errors).toMatchObject([
      { extensions: { code: 'Forbidden.NoPermission' } },
    ]);
    const seen = await ask('kms:ListKeys', 'kms:DescribeKey', 'kms:ListAliases');
    expect(seen).toMatchObject({ errors: undefined, ids: { length: 2 } });
  });

  it.each(['', 'pay', 'alias/ü', `alias/${'a'.repeat(250)}`])('refuses %j', async (alias) => {
    const { kms, account } = await setUp();
    expect((await find(kms, account, `{ alias: "${alias}" }`)).errors).toMatchObject([
      { extensions: { code: 'InvalidParameter', field: 'alias' } },
    ]);
  });
});
