import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { insertRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, type Kms, sharedKms } from '../support/kms.ts';
import { keyRow } from '../support/rows.ts';
import { sealed } from '../support/sealed.ts';

/** Keys whose order of ids is another than that of their dates; two of one millisecond. */
const TIMES = [
  '2026-03-01T00:00:00.500Z',
  '2026-01-01T00:00:00Z',
  '2026-03-01T00:00:00.500Z',
  '2026-02-01T00:00:00Z',
];

async function setUp() {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const ids = TIMES.map(() => uuidv7()).toSorted();
  await kms.store.commit(
    TIMES.map((time, index) =>
      insertRow(
        TABLES.key,
        sealed(kms, keyRow(account.accountId, { id: ids[index] ?? '', createdAt: new Date(time) })),
      ),
    ),
  );
  return { kms, account, ids };
}

async function list(kms: Kms, account: Credential, args: string) {
  const { data, errors } = await postGraphql(kms, account, {
    query: `{ keys(${args}) { totalCount edges { cursor node { keyId } } pageInfo { hasNextPage hasPreviousPage } } }`,
  });
  const keys = data?.keys as {
    totalCount: number;
    edges: { cursor: string; node: { keyId: string } }[];
    pageInfo: object;
  } | null;
  return {
    errors,
    keys,
    found: keys?.edges.map(({ node }) => node.keyId),
    cursors: keys?.edges.map(({ cursor }) => cursor) ?? [],
  };
}

describe('The order of keys by date of creation', () => {
  const ASC = [1, 3, 0, 2];

  it.each([
    ['ASC', ASC],
    ['DESC', ASC.toReversed()],
  ])('goes %s by date and id, forward and back, one by one', async (direction, order) => {
    const { kms, account, ids } = await setUp();
    const orderBy = `orderBy: { field: CREATION_DATE, direction: ${direction} }`;
    const expected = order.map((index) => ids[index]);
    const all = await list(kms, account, orderBy);
    expect(all.found).toEqual(expected);
    for (const [index, cursor] of all.cursors.entries()) {
      const next = await list(kms, account, `first: 1, after: "${cursor}", ${orderBy}`);
      expect(next.found).toEqual(expected.slice(index + 1, index + 2));
      expect(next.keys?.pageInfo).toMatchObject({ hasNextPage: index < 2 });
      const previous = await list(kms, account, `last: 2, before: "${cursor}", ${orderBy}`);
      expect(previous.found).toEqual(expected.slice(Math.max(0, index - 2), index));
    }
    expect((await list(kms, account, `last: 1, ${orderBy}`)).found).toEqual(expected.slice(-1));
  });

  it('is ascending where no direction is given, and costs nothing', async () => {
    const { kms, account, ids } = await setUp();
    const { found } = await list(kms, account, 'orderBy: { field: CREATION_DATE }');
    expect(found).toEqual(ASC.map((index) => ids[index]));
  });

  it('takes no cursor of another order', async () => {
    const { kms, account } = await setUp();
    const [byId = ''] = (await list(kms, account, 'first: 1')).cursors;
    const orderBy = 'orderBy: { field: CREATION_DATE }';
    const [byDate = ''] = (await list(kms, account, `first: 1, ${orderBy}`)).cursors;
    for (const args of [
      `after: "${byId}", ${orderBy}`,
      `before: "${byDate}"`,
      `after: "${Buffer.from(`keycreated:999999999999999.${uuidv7()}`).toString('base64url')}", ${orderBy}`,
    ])
      expect((await list(kms, account, args)).errors).toMatchObject([
        { extensions: { code: 'InvalidParameter' } },
      ]);
  });
});

describe('A filter of keys', () => {
  it.each([
    ['createdAfter: "2026-02-01T00:00:00Z"', [0, 2]],
    ['createdBefore: "2026-02-01T00:00:00Z"', [1]],
    [
      'createdAfter: "2026-01-01T08:00:00.001+08:00", createdBefore: "2026-02-28T23:00:00.5-01:00"',
      [3],
    ],
    ['createdAfter: null, keyState: null', [0, 1, 2, 3]],
    ['keyState: []', []],
    ['tags: []', []],
    ['creatorType: [], keyState: [Enabled]', []],
    ['protectionLevel: []', []],
  ])('%s', async (filter, expected) => {
    const { kms, account, ids } = await setUp();
    const { found, keys, errors } = await list(kms, account, `filter: { ${filter} }`);
    expect(errors).toBeUndefined();
    expect(found).toEqual(expected.map((index) => ids[index]));
    expect(keys?.totalCount).toBe(expected.length);
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-02-01T24:00:00Z',
    '2026-02-01T00:00:60Z',
    '2026-02-01T00:00:00',
    '2026-02-01',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '2026-02-01T00:00:00+24:00',
    's3cret',
    '',
  ])('refuses the time "%s" without repeating it', async (time) => {
    const { kms, account } = await setUp();
    const asVariable = await postGraphql(kms, account, {
      query: 'query ($filter: KeyFilter) { keys(filter: $filter) { totalCount } }',
      variables: { filter: { createdAfter: time } },
    });
    const asLiteral = await list(kms, account, `filter: { createdAfter: "${time}" }`);
    for (const { errors } of [asVariable, asLiteral]) {
      expect(errors).toMatchObject([
        {
          message: expect.stringContaining('Give a time as RFC 3339 writes it'),
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        },
      ]);
      expect(JSON.stringify(errors)).not.toContain(time || 'createdAfter: ""');
    }
  });
});
