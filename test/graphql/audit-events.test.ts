import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { addAuditRows, auditRow, auditRows } from '../support/audit-rows.ts';
import { caller } from '../support/caller.ts';
import { countReads } from '../support/count-reads.ts';
import { callGraphql, postGraphql } from '../support/graphql-client.ts';
import { addUser } from '../support/identities.ts';
import { type Credential, type Kms, startKms } from '../support/kms.ts';

const EVENTS = graphql(/* GraphQL */ `
  query TestAuditEvents($first: Int, $after: String, $filter: AuditEventFilter, $orderBy: AuditOrder! = NEWEST_FIRST) {
    auditEvents(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        cursor
        node {
          id
          eventId
          time
          operation
          surface
          outcome
          requestId
          principal
          credentialType
          credentialId
          sessionId
          address
          userAgent
          keyId
          otherKeyIds
          keyVersionId
          encryptionContextDigest
          targetKeyFingerprint
          durationMilliseconds
          details {
            name
            value
          }
        }
      }
    }
  }
`);

/** In the future, so that no job cuts these rows into blocks while a test reads them. */
const START = Date.parse('2099-06-01T00:00:00Z');

let kms: Kms;
let account: Credential;
beforeAll(async () => {
  kms = await startKms();
});
beforeAll(async () => {
  account = await kms.addAccount();
});
afterAll(() => kms[Symbol.asyncDispose]());

type Variables = Parameters<typeof callGraphql<unknown, { filter?: object }>>[3];

async function read(credential: Credential, variables: object = {}, at = kms) {
  const { data, errors } = await callGraphql(at, credential, EVENTS, variables as Variables);
  return {
    codes: errors?.map(({ extensions }) => extensions.code),
    ids: data?.auditEvents?.edges.map(({ node }) => node.eventId),
    events: data?.auditEvents?.edges.map(({ node }) => node),
    pageInfo: data?.auditEvents?.pageInfo,
  };
}

describe('auditEvents', () => {
  it('has what was done and refused, the newest first, with who did it, from where and on what', async () => {
    const own = await kms.addAccount();
    const as = caller('rpc', kms, own);
    const { keyId } = await as.createKey();
    await as.act('DisableKey', { keyId });
    await callGraphql(
      kms,
      own,
      graphql(/* GraphQL */ `
        mutation TestAuditedEncrypt($input: EncryptInput!) {
          encrypt(input: $input) {
            ciphertextBlob
          }
        }
      `),
      { input: { keyId, plaintext: 'c2VjcmV0' } },
    );
    const { events } = await read(own);
    const root = {
      principal: `acs:ram::${own.accountId}:root`,
      credentialType: 'AccessKey',
      credentialId: own.id,
      address: '127.0.0.1',
      keyId,
    };
    expect(events).toMatchObject([
      { ...root, operation: 'Encrypt', outcome: 'Rejected.Disabled', surface: 'GRAPHQL' },
      { ...root, operation: 'DisableKey', outcome: 'Done', surface: 'RPC' },
      { ...root, operation: 'CreateKey', outcome: 'Done', surface: 'RPC' },
    ]);
    expect(events?.[2]?.details).toContainEqual({ name: 'keySpec', value: 'Aliyun_AES_256' });
    expect(JSON.stringify(events)).not.toContain('c2VjcmV0');
  });

  it('has every column of a row, and null for what rows of older releases do not have', async () => {
    const { accountId } = account;
    const own = await kms.addAccount({ accountId: `${accountId}1` });
    const full = auditRow(own.accountId, new Date(START), {
      operation: 'ReEncrypt',
      sessionId: 'session',
      credentialType: 'RoleSession',
      accessKeyId: 'STS.1',
      address: '2001:db8::1',
      userAgent: 'curl',
      keyId: randomUUID(),
      otherKeyIds: 'a,b',
      keyVersionId: randomUUID(),
      contextDigest: 'ab',
      targetFingerprint: 'cd',
      durationMicroseconds: 1_234,
      details: '{"text":"x","list":[1,"y"],"flag":true}',
    });
    const old = auditRow(own.accountId, new Date(START - 1), {
      principal: '',
      accessKeyId: '',
      requestId: '',
    });
    await addAuditRows(kms, [full, old]);
    const { events } = await read(own);
    expect(events).toEqual([
      {
        id: Buffer.from(`AuditEvent:${full.id}`).toString('base64'),
        eventId: full.id,
        time: '2099-06-01T00:00:00Z',
        operation: 'ReEncrypt',
        surface: 'RPC',
        outcome: 'Done',
        requestId: 'request',
        principal: full.principal,
        credentialType: 'RoleSession',
        credentialId: 'STS.1',
        sessionId: 'session',
        address: '2001:db8::1',
        userAgent: 'curl',
        keyId: full.keyId,
        otherKeyIds: ['a', 'b'],
        keyVersionId: full.keyVersionId,
        encryptionContextDigest: 'ab',
        targetKeyFingerprint: 'cd',
        durationMilliseconds: 1.234,
        details: [
          { name: 'text', value: 'x' },
          { name: 'list', value: '[1,"y"]' },
          { name: 'flag', value: 'true' },
        ],
      },
      {
        id: Buffer.from(`AuditEvent:${old.id}`).toString('base64'),
        eventId: old.id,
        time: '2099-05-31T23:59:59Z',
        operation: 'Encrypt',
        surface: 'RPC',
        outcome: 'Done',
        requestId: null,
        principal: null,
        credentialType: null,
        credentialId: null,
        sessionId: null,
        address: null,
        userAgent: null,
        keyId: null,
        otherKeyIds: [],
        keyVersionId: null,
        encryptionContextDigest: null,
        targetKeyFingerprint: null,
        durationMilliseconds: null,
        details: [],
      },
    ]);
  });

  it('has the events that match every field of the filter, in either order, page by page', async () => {
    const own = await kms.addAccount();
    const { accountId } = own;
    const [keyId, secondKeyId] = [randomUUID(), randomUUID()];
    const at = (hours: number) => new Date(START + hours * 3_600_000);
    const rows = [
      auditRow(accountId, at(0), { keyId, otherKeyIds: secondKeyId, operation: 'ReEncrypt' }),
      auditRow(accountId, at(1), { principal: `acs:ram::${accountId}:role/ops/x` }),
      auditRow(accountId, at(2), { keyId, outcome: 'Rejected.Disabled', address: '192.0.2.9' }),
      auditRow(accountId, at(3), { accessKeyId: 'STS.x', outcome: 'Forbidden.NoPermission' }),
    ];
    await addAuditRows(kms, rows);
    const ids = rows.map(({ id }) => id);
    for (const [filter, ...expected] of [
      [{}, 0, 1, 2, 3],
      [{ keyId }, 0, 2],
      [{ keyId: secondKeyId }, 0],
      [{ keyId: '%' }],
      [{ principal: `acs:ram::${accountId}:role/ops` }, 1],
      [{ principal: `acs:ram::${accountId}:role/op` }],
      [{ credentialId: 'STS.x' }, 3],
      [{ operation: 'ReEncrypt' }, 0],
      [{ outcome: 'Done' }, 0, 1],
      [{ outcome: 'Failed' }, 2, 3],
      [{ outcome: 'Rejected.Disabled', keyId }, 2],
      [{ address: '192.0.2.9' }, 2],
      [{ from: at(1).toISOString(), to: at(3).toISOString() }, 1, 2],
      [{ from: at(1).toISOString(), keyId }, 2],
      [{ to: '2001-01-01T00:00:00Z' }],
    ] as const) {
      const wanted = expected.map((index) => ids[index]);
      expect([filter, (await read(own, { filter, orderBy: 'OLDEST_FIRST' })).ids]).toEqual([
        filter,
        wanted,
      ]);
      expect([filter, (await read(own, { filter })).ids]).toEqual([filter, wanted.toReversed()]);
    }
    for (const [orderBy, expected] of [
      ['NEWEST_FIRST', ids.toReversed()],
      ['OLDEST_FIRST', ids],
    ] as const) {
      const first = await read(own, { first: 3, orderBy });
      expect([first.ids, first.pageInfo?.hasNextPage]).toEqual([expected.slice(0, 3), true]);
      const after = first.pageInfo?.endCursor;
      const second = await read(own, { first: 3, orderBy, after });
      expect([second.ids, second.pageInfo?.hasNextPage]).toEqual([expected.slice(3), false]);
    }
  });

  it('limits the work for a page, which says that there are more, and where to go on', async () => {
    await using busy = await startKms();
    const own = await busy.addAccount();
    const rare = auditRow(own.accountId, new Date(START), { address: '192.0.2.1' });
    await addAuditRows(busy, [rare]);
    for (let part = 0; part < 6; part += 1)
      await addAuditRows(busy, auditRows(own.accountId, START + 1 + part * 5_000, 5_000));
    const filter = { address: '192.0.2.1' };
    const first = await read(own, { filter }, busy);
    expect([first.ids, first.pageInfo?.hasNextPage]).toEqual([[], true]);
    const second = await read(own, { filter, after: first.pageInfo?.endCursor }, busy);
    expect([second.ids, second.pageInfo?.hasNextPage]).toEqual([[rare.id], false]);
  });

  const cursor = (text: string) => Buffer.from(text).toString('base64url');
  it.each<[string, object]>([
    ['an empty page', { first: 0 }],
    ['a page that is too large', { first: 101 }],
    ['what is not a cursor', { after: 'x' }],
    ['a cursor of no event', { after: cursor('newest:x') }],
    ['a cursor of the other order', { after: cursor(`oldest:${randomUUID()}`) }],
    ['an empty value', { filter: { principal: '' } }],
    ['a control character', { filter: { operation: 'a\u0000' } }],
    ['a long value', { filter: { address: 'x'.repeat(1_025) } }],
  ])('refuses %s', async (_name, variables) => {
    expect((await read(account, variables)).codes).toEqual(['InvalidParameter']);
  });

  it('has nothing of other accounts, and needs its permission', async () => {
    const other = await kms.addAccount();
    await addAuditRows(kms, auditRows(other.accountId, START, 3));
    const user = await addUser(kms, account.accountId, [
      { Effect: 'Allow', Action: 'kms:ListAuditEvents', Resource: '*' },
    ]);
    const stranger = await addUser(kms, account.accountId, [
      { Effect: 'Allow', Action: 'kms:List*', Resource: 'acs:kms:*:*:key/*' },
    ]);
    const theirs = await read(other);
    expect(theirs.ids).toHaveLength(3);
    const own = (await read(user)).ids ?? [];
    expect(theirs.ids?.filter((id) => own.includes(id))).toEqual([]);
    expect((await read(stranger)).codes).toEqual(['Forbidden.NoPermission']);
    const query = `query ($id: ID!) { node(id: $id) { ... on AuditEvent { eventId } } }`;
    const variables = { id: theirs.events?.[0]?.id };
    expect((await postGraphql(kms, other, { query, variables })).data).toEqual({
      node: { eventId: theirs.ids?.[0] },
    });
    expect((await postGraphql(kms, user, { query, variables })).data).toEqual({ node: null });
    expect((await postGraphql(kms, stranger, { query, variables })).errors).toMatchObject([
      { extensions: { code: 'Forbidden.NoPermission' } },
    ]);
  });

  it('reads the keys of a page in one query', async () => {
    const own = await kms.addAccount();
    const as = caller('rpc', kms, own);
    const keyIds: string[] = [];
    for (let key = 0; key < 5; key += 1) keyIds.push((await as.createKey()).keyId);
    const reads = countReads(kms, ['key']);
    const { data } = await postGraphql(kms, own, {
      query: '{ auditEvents(orderBy: OLDEST_FIRST) { edges { node { key { keyId } } } } }',
    });
    expect(data).toEqual({
      auditEvents: { edges: keyIds.map((keyId) => ({ node: { key: { keyId } } })) },
    });
    expect(reads.db).toBe(1);
  });
});

describe('KeyMetadata.auditEvents', () => {
  const QUERY = `query ($keyId: KeyReference!, $filter: AuditEventFilter) {
    key(keyId: $keyId) { auditEvents(filter: $filter) { edges { node { operation } } } }
  }`;

  async function readOf(credential: Credential, keyId: string, filter?: object) {
    const variables = { keyId, filter };
    const { data, errors } = await postGraphql(kms, credential, { query: QUERY, variables });
    const key = data?.key as { auditEvents: { edges: { node: { operation: string } }[] } } | null;
    return (
      errors?.map(({ extensions }) => extensions.code) ??
      key?.auditEvents.edges.map(({ node }) => node.operation)
    );
  }

  it('has the events of one key, for who has the permission for this key', async () => {
    const own = await kms.addAccount();
    const as = caller('rpc', kms, own);
    const { keyId } = await as.createKey();
    const { keyId: otherId } = await as.createKey();
    await as.act('DisableKey', { keyId });
    expect(await readOf(own, keyId)).toEqual(['DisableKey', 'CreateKey']);
    expect(await readOf(own, keyId, { operation: 'CreateKey' })).toEqual(['CreateKey']);
    expect(await readOf(own, keyId, { keyId: otherId })).toEqual(['InvalidParameter']);
    const user = await addUser(kms, own.accountId, [
      { Effect: 'Allow', Action: 'kms:DescribeKey', Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'kms:ListAuditEvents',
        Resource: `acs:kms:*:*:key/${keyId}`,
      },
    ]);
    expect(await readOf(user, keyId)).toEqual(['DisableKey', 'CreateKey']);
    expect(await readOf(user, otherId)).toEqual(['Forbidden.NoPermission']);
  });
});
