import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { countReads } from '../support/count-reads.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, type Kms, runJobs, startKms } from '../support/kms.ts';

let kms: Kms;
let account: Credential;
let reads: ReturnType<typeof countReads>;
let time = Date.parse('2030-01-01T00:00:00Z');

interface Ids {
  readonly key: string;
  readonly version: string;
  readonly alias: string;
  readonly keyId: string;
}

beforeAll(async () => {
  kms = await startKms({ clock: () => new Date(time) });
  account = await kms.addAccount();
  reads = countReads(kms);
});
afterAll(() => kms[Symbol.asyncDispose]());

let aliases = 0;
async function make(): Promise<Ids> {
  const { keyId } = await caller('rpc', kms, account).createKey();
  aliases += 1;
  const { data } = await postGraphql(kms, account, {
    query: `mutation { createAlias(input: { keyId: "${keyId}", aliasName: "alias/n-${aliases}" }) {
      alias { id } key { id primaryVersion { id } }
    } }`,
  });
  const made = data?.createAlias as {
    alias: { id: string };
    key: { id: string; primaryVersion: { id: string } };
  };
  const { alias, key } = made;
  return { keyId, key: key.id, version: key.primaryVersion.id, alias: alias.id };
}

const QUERY = `query ($ids: [ID!]!) { nodes(ids: $ids) {
  __typename id
  ... on KeyMetadata { keyId }
  ... on KeyVersion { keyId keyVersionId key { keyId } }
  ... on Alias { keyId key { keyId } }
} }`;
const nodes = (ids: readonly string[], as = account) =>
  postGraphql(kms, as, { query: QUERY, variables: { ids } });
const idOf = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');

describe('nodes', () => {
  it('are in the order of their ids, null where there is none, and read in one query for each type', async () => {
    const [a, b] = [await make(), await make()];
    const absent = idOf('Alias', '00000000-0000-7000-8000-000000000000');
    Object.assign(reads, { db: 0, backgroundDb: 0 });
    const ids = [b.alias, a.version, absent, a.key, b.key, a.alias, b.version, a.key];
    const { data, errors } = await nodes(ids);
    expect(errors).toBeUndefined();
    const found = data?.nodes as ({ id: string; keyId: string; key?: object } | null)[];
    expect(found.map((node) => node?.id ?? null)).toEqual(
      ids.map((id) => (id === absent ? null : id)),
    );
    expect(found.map((node) => node?.keyId)).toEqual(
      [b, a, undefined, a, b, a, b, a].map((one) => one?.keyId),
    );
    expect(found[0]?.key).toEqual({ keyId: b.keyId });
    expect(reads.db + reads.backgroundDb).toBe(4); // keys, versions, aliases, and the keys of the last two
  });

  it('are null for another account', async () => {
    const one = await make();
    const { data } = await nodes([one.key, one.version, one.alias], await kms.addAccount());
    expect(data).toEqual({ nodes: [null, null, null] });
  });

  it('are null with a permission for another type, and the others stand', async () => {
    const one = await make();
    const limited = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:DescribeKeyVersion'],
    });
    const { data, errors } = await postGraphql(kms, limited, {
      query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      variables: { ids: [one.key, one.version, one.alias] },
    });
    expect(data?.nodes).toEqual([null, { id: one.version }, null]);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(
      Array(2).fill('Forbidden.NoPermission'),
    );
  });

  it('are at most 100, each costs, and an id that no node returned is refused', async () => {
    const { key } = await make();
    const refused = async (ids: string[]) => (await nodes(ids)).errors?.[0]?.extensions;
    expect(await refused(Array(101).fill(key))).toMatchObject({
      code: 'InvalidParameter',
      field: 'ids',
    });
    expect(await refused([key, idOf('Deployment', '1')])).toMatchObject({
      code: 'InvalidParameter',
      field: 'ids',
    });
    expect(await refused(Array(5_000).fill('x'))).toMatchObject({ code: 'QUERY_TOO_COSTLY' });
    expect((await nodes([])).data).toEqual({ nodes: [] });
    expect((await nodes(Array(100).fill(key))).data?.nodes).toHaveLength(100);
  });

  it('are null once their key is destroyed, before and after it is swept away', async () => {
    const one = await make();
    await caller('rpc', kms, account).act('ScheduleKeyDeletion', {
      keyId: one.keyId,
      pendingWindowInDays: '7',
    });
    const all = [one.key, one.version, one.alias];
    expect((await nodes(all)).data?.nodes).not.toContain(null);
    time += 7 * 86_400_000;
    expect((await nodes(all)).data).toEqual({ nodes: [null, null, null] });
    const relations = `{ node(id: "${one.version}") { id } }`;
    expect((await postGraphql(kms, account, { query: relations })).data).toEqual({ node: null });
    await runJobs(kms, 'destroy-keys');
    expect((await nodes(all)).data).toEqual({ nodes: [null, null, null] });
  });
});

describe('primaryVersion and key', () => {
  it('are read in one query for all items of a page', async () => {
    await make();
    const ask = async (fields: string) => {
      Object.assign(reads, { db: 0, backgroundDb: 0 });
      const { data, errors } = await postGraphql(kms, account, {
        query: `{ keys(first: 50) { edges { node { keyId ${fields} } } } }`,
      });
      expect([errors, data?.keys]).toEqual([undefined, expect.anything()]);
      return reads.db + reads.backgroundDb;
    };
    const plain = await ask('');
    expect(await ask('primaryVersion { keyVersionId publicKey }')).toBe(plain + 1);
    expect(await ask('primaryVersion { key { keyId } }')).toBe(plain + 2);
    expect(await ask('versions { edges { node { id key { keyId } } } }')).toBe(plain + 2);
  });

  it('are null for a key pair, and need their own permission', async () => {
    const { keyId } = await caller('rpc', kms, account).createKey({
      keySpec: 'EC_P256',
      keyUsage: 'SIGN/VERIFY',
    });
    const query = `{ key(keyId: "${keyId}") { primaryKeyVersion primaryVersion { id } } }`;
    expect((await postGraphql(kms, account, { query })).data).toEqual({
      key: { primaryKeyVersion: null, primaryVersion: null },
    });
    const one = await make();
    const limited = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:DescribeKey'],
    });
    const { data, errors } = await postGraphql(kms, limited, {
      query: `{ key(keyId: "${one.keyId}") { keyId primaryVersion { id } } }`,
    });
    expect(data).toEqual({ key: { keyId: one.keyId, primaryVersion: null } });
    expect(errors?.[0]?.extensions.code).toBe('Forbidden.NoPermission');
  });
});
