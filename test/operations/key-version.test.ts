import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { insertRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import {
  type Caller,
  caller,
  outcomeOf,
  Refused,
  refusalOf,
  SURFACES,
  type Surface,
} from '../support/caller.ts';
import { callGraphql, postGraphql } from '../support/graphql-client.ts';
import { type Credential, type Kms, sharedKms, startKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';
import { changeKey } from '../support/writes.ts';

const VersionPage = graphql(/* GraphQL */ `
  query TestVersionPage($keyId: KeyReference!, $first: Int, $after: String, $last: Int, $before: String) {
    key(keyId: $keyId) {
      versions(first: $first, after: $after, last: $last, before: $before) {
        totalCount
        edges {
          cursor
          node {
            keyVersionId
          }
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
        }
      }
    }
  }
`);

async function setUp(surface: Surface, input: Readonly<Record<string, string>> = {}) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const as = caller(surface, kms, account);
  return { kms, account, as, key: await as.createKey(input) };
}

const rotate = async (as: Caller, keyId: string): Promise<string> =>
  String((await as.act('CreateKeyVersion', { keyId })).keyVersionId);
const idsOf = async (as: Caller, keyId: string) =>
  (await as.listVersions(keyId)).map(({ keyVersionId }) => keyVersionId);

/** Versions that are never used, past the operation. */
async function fill(
  { store }: Kms,
  { accountId }: Credential,
  keyId: string,
  count: number,
): Promise<string[]> {
  const { id: rootKeyId } = await store.db.rootKey.findFirstOrThrow();
  const rows = Array.from({ length: count }, () => ({
    id: uuidv7(),
    accountId,
    keyId,
    wrappedMaterial: new Uint8Array([1]),
    rootKeyId,
    createdAt: new Date(),
  }));
  await store.commit(rows.map((row) => insertRow(TABLES.keyVersion, row)));
  return rows.map(({ id }) => id);
}

describe.each(SURFACES)('CreateKeyVersion by %s', (surface) => {
  it('makes the version that seals from now on, while the older ones open what they sealed', async () => {
    const { kms, account, as, key } = await setUp(surface);
    const { keyId } = key;
    const primaries = [String(key.primaryKeyVersion)];
    const blobs = [await as.encrypt(keyId, Buffer.from('0'))];
    for (const text of ['1', '2', '3']) {
      const version = await as.act('CreateKeyVersion', { keyId });
      expect(version).toEqual({
        keyId,
        keyVersionId: expect.any(String),
        creationDate: expect.stringMatching(/^\d{4}-.*Z$/),
      });
      primaries.push(String(version.keyVersionId));
      const { primaryKeyVersion, lastRotationDate } = await as.describeKey(keyId);
      expect([primaryKeyVersion, lastRotationDate]).toEqual([
        version.keyVersionId,
        version.creationDate,
      ]);
      blobs.push(await as.encrypt(keyId, Buffer.from(text)));
    }
    expect(blobs.map(({ keyVersionId }) => keyVersionId)).toEqual(primaries);
    for (const [index, { ciphertextBlob = '' }] of blobs.entries())
      expect((await as.decrypt(ciphertextBlob)).toString()).toBe(`${index}`);
    expect(await idsOf(as, keyId)).toEqual(primaries);
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId, operation: 'CreateKeyVersion' },
    });
    expect(events.map(({ outcome, keyId: id }) => [outcome, id])).toEqual(
      [1, 2, 3].map(() => ['Done', keyId]),
    );
  });

  it('makes material of its own for each version', async () => {
    const { kms, as, key } = await setUp(surface);
    await rotate(as, key.keyId);
    const rows = await kms.store.db.keyVersion.findMany({
      where: { keyId: key.keyId },
      orderBy: { id: 'asc' },
    });
    const [first, second] = await Promise.all(
      rows.map(({ id: keyVersionId, keyId, accountId }) =>
        kms.services.materials.use({ accountId, keyId, keyVersionId }, (material) =>
          Buffer.from(material?.bytes ?? []),
        ),
      ),
    );
    expect([first?.length, second?.length]).toEqual([32, 32]);
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
  });

  it('takes an alias, and answers with the id of the key', async () => {
    const { account, as, key } = await setUp(surface);
    const { keyId } = key;
    await as.act('CreateAlias', { keyId, aliasName: 'alias/turning' });
    const version = await as.act('CreateKeyVersion', { keyId: 'alias/turning' });
    expect(version.keyId).toBe(keyId);
    expect(await as.describeVersion('alias/turning', String(version.keyVersionId))).toEqual(
      version,
    );
    expect(await idsOf(as, 'alias/turning')).toEqual([key.primaryKeyVersion, version.keyVersionId]);
    expect(await refusalOf(rotate(as, 'alias/none'))).toBe('Forbidden.AliasNotFound');
    expect(
      await refusalOf(rotate(as, `acs:kms:cn-hangzhou:${account.accountId}:key/${keyId}`)),
    ).toBe('Forbidden.KeyNotFound');
  });

  it('gives a key pair up to 50 versions, none of them primary', async () => {
    const { kms, account, as, key } = await setUp(surface, { keySpec: 'EC_P256' });
    await fill(kms, account, key.keyId, 47);
    const version = await rotate(as, key.keyId);
    expect(await as.describeKey(key.keyId)).toMatchObject({
      primaryKeyVersion: null,
      automaticRotation: 'Disabled',
    });
    expect((await as.describeVersion(key.keyId, version)).keyVersionId).toBe(version);
    const outcomes = await Promise.all([0, 1].map(() => outcomeOf(rotate(as, key.keyId)))); // for the one that is left
    expect(outcomes.sort()).toEqual(['Rejected.LimitExceeded', 'ok']);
    expect(await idsOf(as, key.keyId)).toHaveLength(50);
    const other = await as.createKey({ keySpec: 'EC_P256' });
    await rotate(as, other.keyId);
  });

  it('leaves the material of an EXTERNAL key to its owner', async () => {
    const { kms, as, key } = await setUp(surface, { origin: 'EXTERNAL' });
    expect(await refusalOf(rotate(as, key.keyId))).toBe('Rejected.PendingImport');
    await kms.store.commit([changeKey(key.keyId, 1, { state: 'Enabled' })]);
    expect(await refusalOf(rotate(as, key.keyId))).toBe('Rejected.UnsupportedOperation');
    expect(await idsOf(as, key.keyId)).toEqual([]);
  });

  it('gives each of two who ask at once a version', async () => {
    const { as, key } = await setUp(surface);
    const made = await Promise.all([rotate(as, key.keyId), rotate(as, key.keyId)]);
    expect((await idsOf(as, key.keyId)).toSorted()).toEqual(
      [String(key.primaryKeyVersion), ...made].toSorted(),
    );
    expect(made).toContain((await as.describeKey(key.keyId)).primaryKeyVersion);
  });

  it.each(['', 'x'.repeat(513), 'a\u0000b'])('takes no key that is called %j', async (keyId) => {
    const { as } = await setUp(surface);
    expect(await refusalOf(rotate(as, keyId))).toBe(
      keyId === '' && surface === 'rpc' ? 'MissingParameter' : 'InvalidParameter',
    );
  });

  it('and the reads of versions need a permission each', async () => {
    const { kms, account, as, key } = await setUp(surface);
    const credential = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:DescribeKey'],
    });
    const denied = caller(surface, kms, credential);
    expect(await refusalOf(rotate(denied, key.keyId))).toBe('Forbidden.NoPermission');
    expect(await refusalOf(denied.listVersions(key.keyId))).toBe('Forbidden.NoPermission');
    expect(await refusalOf(denied.describeVersion(key.keyId, String(key.primaryKeyVersion)))).toBe(
      'Forbidden.NoPermission',
    );
    expect(await idsOf(as, key.keyId)).toEqual([key.primaryKeyVersion]);
  });

  it('and the reads of versions find no key that is missing, or another account’s, alike', async () => {
    const { kms, as, key } = await setUp(surface);
    const stranger = caller(surface, kms, await kms.addAccount());
    const missing = randomUUID();
    const version = String(key.primaryKeyVersion);
    const told = async (call: Promise<unknown>) => {
      const error = await call.catch((thrown: unknown) => thrown);
      return error instanceof Refused ? [error.code, error.message] : error;
    };
    const expected = ['Forbidden.KeyNotFound', expect.any(String)];
    for (const act of [
      (who: Caller, keyId: string) => rotate(who, keyId),
      (who: Caller, keyId: string) => who.listVersions(keyId),
      (who: Caller, keyId: string) => who.describeVersion(keyId, version),
    ]) {
      const ofNothing = await told(act(as, missing));
      expect(ofNothing).toEqual(expected);
      expect(await told(act(stranger, key.keyId))).toEqual(ofNothing);
    }
  });
});

describe.each(SURFACES)('DescribeKeyVersion by %s', (surface) => {
  it('tells when a version was made', async () => {
    const { as, key } = await setUp(surface);
    expect(await as.describeVersion(key.keyId, String(key.primaryKeyVersion))).toEqual({
      keyId: key.keyId,
      keyVersionId: key.primaryKeyVersion,
      creationDate: key.creationDate,
    });
  });

  it('knows no version that is missing, of another key, or of another account', async () => {
    const { kms, as, key } = await setUp(surface);
    const sibling = await as.createKey();
    const foreign = await caller(surface, kms, await kms.addAccount()).createKey();
    for (const version of [randomUUID(), 'x', sibling.primaryKeyVersion, foreign.primaryKeyVersion])
      expect([version, await refusalOf(as.describeVersion(key.keyId, String(version)))]).toEqual([
        version,
        'Forbidden.KeyVersionNotFound',
      ]);
    expect(await refusalOf(as.describeVersion(key.keyId, ''))).toBe(
      surface === 'rpc' ? 'MissingParameter' : 'InvalidParameter',
    );
    expect(await refusalOf(as.describeVersion(key.keyId, 'x'.repeat(65)))).toBe('InvalidParameter');
  });
});

describe('ListKeyVersions by RPC', () => {
  const list = async (
    kms: Kms,
    account: Credential,
    KeyId: string,
    page: Readonly<Record<string, string>>,
  ) => {
    const { status, json } = await callV1(kms, account, 'ListKeyVersions', { KeyId, ...page });
    if (status !== 200) return { code: json.Code, ids: [] };
    const { KeyVersion } = json.KeyVersions as { KeyVersion: { KeyVersionId: string }[] };
    return {
      ids: KeyVersion.map(({ KeyVersionId }) => KeyVersionId),
      page: [json.PageNumber, json.PageSize, json.TotalCount],
    };
  };

  it('gives pages of 1 to 100, and of 10 where nothing is said, oldest first', async () => {
    const { kms, account, key } = await setUp('rpc');
    const ids = [key.primaryKeyVersion, ...(await fill(kms, account, key.keyId, 11))];
    expect(await list(kms, account, key.keyId, {})).toEqual({
      ids: ids.slice(0, 10),
      page: [1, 10, 12],
    });
    expect(await list(kms, account, key.keyId, { PageNumber: '2' })).toEqual({
      ids: ids.slice(10),
      page: [2, 10, 12],
    });
    expect(await list(kms, account, key.keyId, { PageNumber: '3' })).toEqual({
      ids: [],
      page: [3, 10, 12],
    });
    expect(await list(kms, account, key.keyId, { PageSize: '100' })).toEqual({
      ids,
      page: [1, 100, 12],
    });
    expect(await list(kms, account, key.keyId, { PageSize: '1', PageNumber: '12' })).toEqual({
      ids: ids.slice(11),
      page: [12, 1, 12],
    });
    for (const PageSize of ['0', '101', '-1', '1.5'])
      expect([PageSize, (await list(kms, account, key.keyId, { PageSize })).code]).toEqual([
        PageSize,
        'InvalidParameter',
      ]);
    expect((await list(kms, account, key.keyId, { PageNumber: '0' })).code).toBe(
      'InvalidParameter',
    );
  });

  it('misses and doubles nothing while versions are made', async () => {
    const { kms, account, as, key } = await setUp('rpc');
    const ids = [String(key.primaryKeyVersion), ...(await fill(kms, account, key.keyId, 4))];
    const seen: string[] = [];
    for (let PageNumber = 1; ; PageNumber += 1) {
      const page = await list(kms, account, key.keyId, {
        PageSize: '2',
        PageNumber: String(PageNumber),
      });
      seen.push(...page.ids);
      if (page.ids.length < 2) break;
      if (PageNumber < 3) ids.push(await rotate(as, key.keyId));
    }
    expect(seen).toEqual(ids);
  });

  it('gives the array when it is empty', async () => {
    const { kms, account, key } = await setUp('rpc', { origin: 'EXTERNAL' });
    expect(await list(kms, account, key.keyId, {})).toEqual({ ids: [], page: [1, 10, 0] });
  });

  it('asks for what is missing', async () => {
    const { kms, account, key } = await setUp('rpc');
    expect((await callV1(kms, account, 'ListKeyVersions')).json.Code).toBe('MissingParameter');
    expect((await callV1(kms, account, 'CreateKeyVersion')).json.Code).toBe('MissingParameter');
    expect((await callV1(kms, account, 'DescribeKeyVersion', { KeyId: key.keyId })).json.Code).toBe(
      'MissingParameter',
    );
  });

  it('knows the limit of 10,000', async () => {
    const { kms, account, as, key } = await setUp('rpc');
    await fill(kms, account, key.keyId, 9_999);
    expect(await refusalOf(rotate(as, key.keyId))).toBe('Rejected.LimitExceeded');
    expect(
      (await list(kms, account, key.keyId, { PageSize: '1', PageNumber: '10000' })).page,
    ).toEqual([10_000, 1, 10_000]);
  });
});

describe('The connection of versions', () => {
  async function withVersions(count: number) {
    const { kms, account, as, key } = await setUp('graphql');
    const ids = [
      String(key.primaryKeyVersion),
      ...(await fill(kms, account, key.keyId, count - 1)),
    ];
    const page = async (variables: {
      first?: number;
      after?: string;
      last?: number;
      before?: string;
    }) => {
      const { data, errors } = await callGraphql(kms, account, VersionPage, {
        keyId: key.keyId,
        ...variables,
      });
      const versions = data?.key?.versions;
      return {
        errors,
        versions,
        ids: versions?.edges.map(({ node }) => node.keyVersionId),
        cursors: versions?.edges.map(({ cursor }) => cursor),
      };
    };
    return { kms, account, as, key, ids, page };
  }

  it('goes forwards and backwards, and counts', async () => {
    const { ids, page } = await withVersions(25);
    expect((await page({})).ids).toEqual(ids.slice(0, 20));
    const first = await page({ first: 3 });
    expect([first.ids, first.versions?.totalCount, first.versions?.pageInfo]).toEqual([
      ids.slice(0, 3),
      25,
      { hasNextPage: true, hasPreviousPage: false },
    ]);
    const [, , third = ''] = first.cursors ?? [];
    expect((await page({ first: 100, after: third })).ids).toEqual(ids.slice(3));
    expect((await page({ before: third, last: 1 })).ids).toEqual(ids.slice(1, 2));
    const last = await page({ last: 2 });
    expect([last.ids, last.versions?.pageInfo.hasPreviousPage]).toEqual([ids.slice(23), true]);
  });

  it('stays put while versions are made', async () => {
    const { as, key, ids, page } = await withVersions(4);
    const first = await page({ first: 2 });
    const made = await rotate(as, key.keyId);
    expect((await page({ first: 3, after: first.cursors?.[1] ?? '' })).ids).toEqual([
      ...ids.slice(2),
      made,
    ]);
  });

  it('refuses a page of none or too many, and a cursor of another list', async () => {
    const { kms, account, page } = await withVersions(1);
    const { data } = await postGraphql(kms, account, {
      query: '{ keys { pageInfo { endCursor } } }',
    });
    const keyCursor = (data as { keys: { pageInfo: { endCursor: string } } }).keys.pageInfo
      .endCursor;
    for (const [variables, field] of [
      [{ first: 0 }, 'first'],
      [{ first: 101 }, 'first'],
      [{ last: -1 }, 'last'],
      [{ first: 1, last: 1 }, 'last'],
      [{ after: keyCursor }, 'after'],
      [{ before: 'garbage' }, 'before'],
    ] as const) {
      const { errors, versions } = await page(variables);
      expect([variables, errors?.[0]?.extensions, versions]).toEqual([
        variables,
        expect.objectContaining({ code: 'InvalidParameter', field }),
        null,
      ]);
    }
  });

  it('shows public keys of key pairs, and null for symmetric keys', async () => {
    const { kms, account, as } = await setUp('graphql');
    const pair = await as.createKey({ keySpec: 'EC_P256' });
    await rotate(as, pair.keyId);
    const secret = await as.createKey();
    const query =
      'query ($keyId: KeyReference!) { key(keyId: $keyId) { keyId versions { edges { node { keyVersionId publicKey } } } } }';
    const told = async (keyId: string) => {
      const { data, errors } = await postGraphql(kms, account, { query, variables: { keyId } });
      const { key } = data as {
        key: { versions: { edges: { node: { publicKey: string | null } }[] } };
      };
      return {
        pems: key.versions.edges.map(({ node }) => node.publicKey),
        codes: errors?.map(({ extensions }) => extensions.code),
      };
    };
    const { pems, codes } = await told(pair.keyId);
    expect([new Set(pems).size, codes]).toEqual([2, undefined]);
    expect(await told(secret.keyId)).toEqual({ pems: [null], codes: undefined });
  });
});

describe('Versions', () => {
  it('open what they sealed after a rotation and a restart', async () => {
    const first = await startKms();
    const account = await first.addAccount();
    const as = caller('rpc', first, account);
    const { keyId } = await as.createKey();
    const blobs: string[] = [];
    for (const text of ['0', '1', '2']) {
      blobs.push((await as.encrypt(keyId, Buffer.from(text))).ciphertextBlob ?? '');
      await rotate(as, keyId);
    }
    const versions = await as.listVersions(keyId);
    await first[Symbol.asyncDispose]();
    await using second = await startKms({ dataDir: first.dataDir });
    const again = caller('rpc', second, account);
    expect(await again.listVersions(keyId)).toEqual(versions);
    expect((await Promise.all(blobs.map((blob) => again.decrypt(blob)))).map(String)).toEqual([
      '0',
      '1',
      '2',
    ]);
    expect((await again.encrypt(keyId, Buffer.from('x'))).keyVersionId).toBe(
      versions.at(-1)?.keyVersionId,
    );
  });
});
