import { describe, expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { caller } from '../support/caller.ts';
import { callGraphql, postGraphql } from '../support/graphql-client.ts';
import { addUser } from '../support/identities.ts';
import { keyPolicyText } from '../support/key-policy.ts';
import { sharedKms } from '../support/kms.ts';

const Page = graphql(/* GraphQL */ `
  query TestPage($first: Int, $after: String, $last: Int, $before: String) {
    keys(first: $first, after: $after, last: $last, before: $before) {
      totalCount
      edges {
        cursor
        node {
          keyId
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);
const NodeById = graphql(/* GraphQL */ `
  query TestNode($id: ID!) {
    node(id: $id) {
      id
      ... on KeyMetadata {
        keyId
      }
    }
  }
`);
const WithId = graphql(/* GraphQL */ `
  mutation TestCreateWithId {
    createKey {
      id
      keyId
    }
  }
`);
const Two = graphql(/* GraphQL */ `
  mutation TestTwo {
    good: createKey(input: { description: "good" }) {
      keyId
    }
    bad: createKey(input: { protectionLevel: HSM }) {
      keyId
    }
    better: createKey(input: { description: "better" }) {
      description
    }
  }
`);

const Describe = graphql(/* GraphQL */ `
  mutation TestDescribe($input: UpdateKeyDescriptionInput!) {
    updateKeyDescription(input: $input) {
      ...KeyFields
      deletionProtection
    }
  }
`);

async function setUp(keys: number) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const ids: string[] = [];
  for (let index = 0; index < keys; index += 1)
    ids.push((await caller('graphql', kms, account).createKey()).keyId);
  type Variables = { first?: number; after?: string | null; last?: number; before?: string | null };
  const page = async (variables: Variables) => {
    const { data, errors } = await callGraphql(kms, account, Page, variables);
    return { errors, keys: data?.keys, ids: data?.keys?.edges.map(({ node }) => node.keyId) };
  };
  return { kms, account, ids, page };
}

describe('The connection of keys', () => {
  it('goes forward and back by cursors', async () => {
    const { ids, page } = await setUp(5);
    const first = await page({ first: 2 });
    expect(first.ids).toEqual(ids.slice(0, 2));
    expect(first.keys).toMatchObject({
      totalCount: 5,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const second = await page({ first: 2, after: first.keys?.pageInfo.endCursor ?? '' });
    expect(second.ids).toEqual(ids.slice(2, 4));
    const third = await page({ first: 2, after: second.keys?.pageInfo.endCursor ?? '' });
    expect(third.ids).toEqual(ids.slice(4));
    expect(third.keys?.pageInfo.hasNextPage).toBe(false);
    const back = await page({ last: 2, before: third.keys?.pageInfo.startCursor ?? '' });
    expect(back.ids).toEqual(ids.slice(2, 4));
    expect(back.keys?.pageInfo.hasPreviousPage).toBe(true);
    expect((await page({ last: 2 })).ids).toEqual(ids.slice(3));
  });

  it('goes on where a cursor points although that key is gone', async () => {
    const { ids, page } = await setUp(3);
    const cursor = Buffer.from('key:00000000-0000-7000-8000-000000000000').toString('base64url');
    expect((await page({ first: 10, after: cursor })).ids).toEqual(ids);
  });

  it('has 20 keys a page by default', async () => {
    const { ids, page } = await setUp(21);
    expect((await page({})).ids).toEqual(ids.slice(0, 20));
  });

  it.each([
    ['first', { first: 0 }],
    ['first', { first: -1 }],
    ['first', { first: 101 }],
    ['last', { last: 0 }],
    ['last', { last: 101 }],
    ['last', { first: 1, last: 1 }],
    ['after', { after: 'nonsense' }],
    ['before', { before: '' }],
    ['after', { after: Buffer.from("key:x' OR 1=1").toString('base64url') }],
  ])('refuses a wrong %s: %o', async (field, variables) => {
    const { page } = await setUp(1);
    const { keys, errors } = await page(variables);
    expect(keys).toBeNull();
    expect(errors).toMatchObject([
      { extensions: { code: 'InvalidParameter', field }, path: ['keys'] },
    ]);
  });
});

describe('A node', () => {
  it('is found by its global id in its own account, and null in another', async () => {
    const { kms, account } = await setUp(0);
    const created = (await callGraphql(kms, account, WithId)).data?.createKey;
    const id = String(created?.id);
    expect((await callGraphql(kms, account, NodeById, { id })).data?.node).toEqual(created);
    const stranger = await callGraphql(kms, await kms.addAccount(), NodeById, { id });
    expect(stranger).toEqual({ data: { node: null } });
  });

  it('needs the permission to describe keys', async () => {
    const { kms, account } = await setUp(0);
    const id = String((await callGraphql(kms, account, WithId)).data?.createKey?.id);
    const restricted = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:ListKeys'],
    });
    const { data, errors } = await callGraphql(kms, restricted, NodeById, { id });
    expect(data?.node).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'Forbidden.NoPermission' } }]);
  });

  it.each([
    '',
    'nonsense',
    'S2V5TWV0YWRhdGE6',
    ...['Deployment:1', 'Query:1', 'Node:1', '__proto__:1', 'KeyMetadata:\0'].map((text) =>
      Buffer.from(text).toString('base64'),
    ),
  ])('is refused for the id "%s", which no node gave', async (id) => {
    const { kms, account } = await setUp(0);
    const { data, errors } = await callGraphql(kms, account, NodeById, { id });
    expect(data?.node ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'InvalidParameter', field: 'id' } }]);
  });

  it('is null for an id that no key has', async () => {
    const { kms, account } = await setUp(0);
    const id = Buffer.from('KeyMetadata:{"a":1}').toString('base64');
    expect(await callGraphql(kms, account, NodeById, { id })).toEqual({ data: { node: null } });
  });
});

describe('Listing keys', () => {
  it('needs the permission to list keys', async () => {
    const { kms, account } = await setUp(1);
    const restricted = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:DescribeKey'],
    });
    const { data, errors } = await callGraphql(kms, restricted, Page, {});
    expect(data?.keys).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'Forbidden.NoPermission' } }]);
  });

  it('shows nothing of a key to a caller that may list keys but not describe them', async () => {
    const { kms, account, page } = await setUp(1);
    expect((await page({})).ids).toHaveLength(1);
    const restricted = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:ListKeys'],
    });
    const { data, errors } = await callGraphql(kms, restricted, Page, {});
    expect(errors).toBeUndefined();
    expect(data?.keys).toMatchObject({ edges: [], totalCount: null });
  });

  it('shows the keys that the caller may describe, page by page, and no number of all', async () => {
    const { kms, account, ids } = await setUp(5);
    const seen = [ids[1], ids[4]];
    const restricted = await addUser(kms, account.accountId, [
      { Effect: 'Allow', Action: 'kms:ListKeys', Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'kms:DescribeKey',
        Resource: seen.map((id) => `acs:kms:*:*:key/${id}`),
      },
    ]);
    const next = (after: string | null) =>
      callGraphql(kms, restricted, Page, { first: 1, after }).then(({ data }) => data?.keys);
    const first = await next(null);
    expect(first).toMatchObject({
      edges: [{ node: { keyId: seen[0] } }],
      totalCount: null,
      pageInfo: { hasNextPage: true },
    });
    const second = await next(first?.pageInfo.endCursor ?? null);
    expect(second).toMatchObject({
      edges: [{ node: { keyId: seen[1] } }],
      totalCount: null,
      pageInfo: { hasNextPage: false },
    });
  });

  it('leaves out a key whose policy denies it to the caller, and shows it to the root identity', async () => {
    const { kms, account, ids } = await setUp(2);
    const [hidden = '', shown = ''] = ids;
    const reader = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:ListKeys', 'kms:DescribeKey'],
    });
    expect((await callGraphql(kms, reader, Page, {})).data?.keys?.totalCount).toBe(2);
    await caller('graphql', kms, account).act('SetKeyPolicy', {
      keyId: hidden,
      policy: keyPolicyText({
        Effect: 'Deny',
        Principal: { RAM: [`acs:ram::${account.accountId}:*`] },
        Action: ['kms:DescribeKey'],
      }),
    });
    const { data } = await callGraphql(kms, reader, Page, {});
    expect(data?.keys).toMatchObject({ edges: [{ node: { keyId: shown } }], totalCount: null });
    const all = await callGraphql(kms, account, Page, {});
    expect(all.data?.keys).toMatchObject({ edges: { length: 2 }, totalCount: 2 });
  });
});

describe('A filter by tags', () => {
  it('needs the permission to list tags: by one guess after the other it would tell them', async () => {
    const { kms, account } = await setUp(1);
    const allowed = ['kms:ListKeys', 'kms:DescribeKey'];
    const query = '{ keys(filter: { tags: [{ tagKey: "cost", tagValue: "x" }] }) { totalCount } }';
    const ask = async (allowedActions: string[]) =>
      postGraphql(kms, await kms.addAccount({ accountId: account.accountId, allowedActions }), {
        query,
      });
    expect((await ask(allowed)).errors).toMatchObject([
      { extensions: { code: 'Forbidden.NoPermission' } },
    ]);
    expect((await ask([...allowed, 'kms:ListTagResources'])).errors).toBeUndefined();
  });
});

describe('A mutation that changes a key', () => {
  it('returns the key as it stands afterwards', async () => {
    const { kms, account, ids } = await setUp(1);
    const [keyId = ''] = ids;
    const { data } = await callGraphql(kms, account, Describe, {
      input: { keyId, description: 'after' },
    });
    const { deletionProtection, ...key } = data?.updateKeyDescription ?? {};
    expect(key).toMatchObject({ keyId, description: 'after', keyState: 'Enabled' });
    expect({ ...key, keyUsage: 'ENCRYPT/DECRYPT' }).toEqual(
      await caller('graphql', kms, account).describeKey(keyId),
    );
    expect(deletionProtection).toBe('Disabled');
  });
});

describe('Several mutations in one document', () => {
  it('succeed or fail independently', async () => {
    const { kms, account } = await setUp(0);
    const { data, errors } = await callGraphql(kms, account, Two);
    expect(data).toEqual({
      good: { keyId: expect.any(String) },
      bad: null,
      better: { description: 'better' },
    });
    expect(errors).toMatchObject([
      {
        path: ['bad'],
        extensions: { code: 'Unsupported.ProtectionLevel', field: 'protectionLevel' },
      },
    ]);
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(2);
  });
});
