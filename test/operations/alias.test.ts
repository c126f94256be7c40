import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { destroyKeys } from '#jobs/destroy-keys.ts';
import { insertRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import {
  type Caller,
  caller,
  outcomeOf,
  refusalOf,
  SURFACES,
  type Surface,
} from '../support/caller.ts';
import { onPostgresql } from '../support/database.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, type Kms, makeDataDir, sharedKms, startKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';

async function setUp(surface: Surface, server?: Kms) {
  const kms = server ?? (await sharedKms());
  const account = await kms.addAccount();
  const as = caller(surface, kms, account);
  return { kms, account, as, keyId: (await as.createKey()).keyId };
}

const create = (as: Caller, keyId: string, aliasName: string) =>
  as.act('CreateAlias', { keyId, aliasName });
const update = (as: Caller, keyId: string, aliasName: string) =>
  as.act('UpdateAlias', { keyId, aliasName });
const remove = (as: Caller, aliasName: string) => as.act('DeleteAlias', { aliasName });
const namesOf = async (as: Caller, keyId?: string) =>
  (await as.listAliases(keyId)).map(({ aliasName }) => aliasName);

/** As many aliases of a key as a test needs, past the operation. */
const fill = ({ store }: Kms, { accountId }: Credential, keyId: string, count: number) =>
  store.commit(
    Array.from({ length: count }, (_, index) =>
      insertRow(TABLES.alias, {
        id: uuidv7(),
        accountId,
        name: `alias/filled-${index}`,
        keyId,
        createdAt: new Date(),
      }),
    ),
  );

describe.each(SURFACES)('Aliases by %s', (surface) => {
  it('are created, listed, listed by key, moved and deleted', async () => {
    const { kms, account, as, keyId } = await setUp(surface);
    const { keyId: other } = await as.createKey();
    await create(as, keyId, 'alias/one');
    await create(as, keyId, 'alias/two');
    await create(as, other, 'alias/three');
    const view = (aliasName: string, id: string) => ({
      aliasName,
      keyId: id,
      aliasArn: `acs:kms:cn-hangzhou:${account.accountId}:${aliasName}`,
    });
    expect(await as.listAliases()).toEqual([
      view('alias/one', keyId),
      view('alias/two', keyId),
      view('alias/three', other),
    ]);
    expect(await as.listAliases(keyId)).toEqual([
      view('alias/one', keyId),
      view('alias/two', keyId),
    ]);
    await update(as, other, 'alias/one');
    expect(await namesOf(as, keyId)).toEqual(['alias/two']);
    expect(await namesOf(as, other)).toEqual(['alias/one', 'alias/three']);
    await update(as, other, 'alias/one'); // where it is already
    await remove(as, 'alias/one');
    expect(await namesOf(as)).toEqual(['alias/two', 'alias/three']);
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId, operation: { endsWith: 'Alias' } },
      orderBy: { id: 'asc' },
    });
    expect(
      events.map(({ operation, outcome, keyId: id, details }) => [
        operation,
        outcome,
        id,
        JSON.parse(details).aliasName,
      ]),
    ).toEqual([
      ['CreateAlias', 'Done', keyId, 'alias/one'],
      ['CreateAlias', 'Done', keyId, 'alias/two'],
      ['CreateAlias', 'Done', other, 'alias/three'],
      ['UpdateAlias', 'Done', other, 'alias/one'],
      ['UpdateAlias', 'Done', other, 'alias/one'],
      ['DeleteAlias', 'Done', other, 'alias/one'],
    ]);
  });

  it.each([
    'alias/a',
    'alias/-',
    'alias/Az09_/-',
    'alias/aliyun',
    'alias/Acs',
    'alias/a/acs',
    'alias/acs',
    'alias/acsess-control',
    `alias/${'x'.repeat(249)}`,
  ])('may be called %s', async (name) => {
    const { as, keyId } = await setUp(surface);
    await create(as, keyId, name);
    expect(await namesOf(as)).toEqual([name]);
    expect((await as.describeKey(name)).keyId).toBe(keyId);
  });

  it.each([
    '',
    'a',
    'alias/',
    'Alias/a',
    'alias/acs/kms',
    'alias/acs/',
    'alias/a b',
    'alias/a.b',
    'alias/ä',
    'alias/a\n',
    `alias/${'x'.repeat(250)}`,
  ])('may not be called %j', async (name) => {
    const { as, keyId } = await setUp(surface);
    const calls = [create(as, keyId, name), update(as, keyId, name), remove(as, name)];
    const code = name === '' && surface === 'rpc' ? 'MissingParameter' : 'InvalidParameter';
    expect(await Promise.all(calls.map(refusalOf))).toEqual(calls.map(() => code));
    expect(await namesOf(as)).toEqual([]);
  });

  it('are unique in an account: on any key, and for any of its access keys', async () => {
    const { kms, account, as, keyId } = await setUp(surface);
    await create(as, keyId, 'alias/taken');
    expect(await refusalOf(create(as, keyId, 'alias/taken'))).toBe('AliasAlreadyExists');
    const colleague = caller(surface, kms, await kms.addAccount({ accountId: account.accountId }));
    expect(await refusalOf(create(colleague, (await as.createKey()).keyId, 'alias/taken'))).toBe(
      'AliasAlreadyExists',
    );
    expect((await as.describeKey('alias/taken')).keyId).toBe(keyId);
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId, outcome: 'AliasAlreadyExists' },
    });
    expect(events).toHaveLength(2);
  });

  it('that nobody made are not found', async () => {
    const { as, keyId } = await setUp(surface);
    expect(await refusalOf(update(as, keyId, 'alias/none'))).toBe('Forbidden.AliasNotFound');
    expect(await refusalOf(remove(as, 'alias/none'))).toBe('Forbidden.AliasNotFound');
    expect(await refusalOf(as.describeKey('alias/none'))).toBe('Forbidden.AliasNotFound');
    expect(await refusalOf(as.encrypt('alias/none', Buffer.from('x')))).toBe(
      'Forbidden.AliasNotFound',
    );
  });

  it('are each account’s own', async () => {
    const { kms, as, keyId } = await setUp(surface);
    const { as: other, keyId: otherKeyId, account } = await setUp(surface, kms);
    await create(as, keyId, 'alias/same');
    expect(await refusalOf(other.describeKey('alias/same'))).toBe('Forbidden.AliasNotFound');
    await create(other, otherKeyId, 'alias/same');
    expect([
      (await as.describeKey('alias/same')).keyId,
      (await other.describeKey('alias/same')).keyId,
    ]).toEqual([keyId, otherKeyId]);
    expect((await other.listAliases()).map(({ keyId: id }) => id)).toEqual([otherKeyId]);
    const arn = `acs:kms:cn-hangzhou:${account.accountId}:alias/same`;
    expect((await other.describeKey(arn)).keyId).toBe(otherKeyId);
    expect(await refusalOf(as.describeKey(arn))).toBe('Forbidden.KeyNotFound');
    await remove(other, 'alias/same');
    expect((await as.describeKey('alias/same')).keyId).toBe(keyId);
  });

  it('name a key for every use, by alias or ARN, and the answer carries its id', async () => {
    const { account, as, keyId } = await setUp(surface);
    await create(as, keyId, 'alias/used');
    for (const name of [
      'alias/used',
      `acs:kms:cn-hangzhou:${account.accountId}:alias/used`,
      `acs:kms:cn-hangzhou:${account.accountId}:key/${keyId}`,
    ]) {
      const sealed = await as.encrypt(name, Buffer.from('x'));
      expect([name, sealed.keyId]).toEqual([name, keyId]);
      expect((await as.decrypt(sealed.ciphertextBlob ?? '')).toString()).toBe('x');
      expect((await as.act('GenerateDataKey', { keyId: name })).keyId).toBe(keyId);
    }
    for (const name of [
      `acs:kms:cn-beijing:${account.accountId}:alias/used`,
      `acs:kms:cn-beijing:${account.accountId}:key/${keyId}`,
      `acs:kms:cn-hangzhou:1234:key/${keyId}`,
    ])
      expect([name, await refusalOf(as.encrypt(name, Buffer.from('x')))]).toEqual([
        name,
        'Forbidden.KeyNotFound',
      ]);
  });

  it('move every use to the new key at once, and old blobs open with the old one', async () => {
    const { as, keyId } = await setUp(surface);
    const { keyId: next } = await as.createKey();
    await create(as, keyId, 'alias/moving');
    const before = await as.encrypt('alias/moving', Buffer.from('before'));
    await update(as, next, 'alias/moving');
    const after = await as.encrypt('alias/moving', Buffer.from('after'));
    expect([before.keyId, after.keyId]).toEqual([keyId, next]);
    await as.act('DisableKey', { keyId: next });
    expect(await refusalOf(as.encrypt('alias/moving', Buffer.from('x')))).toBe('Rejected.Disabled');
    expect((await as.decrypt(before.ciphertextBlob ?? '')).toString()).toBe('before');
  });

  it('are not created for what is not the id of an own key', async () => {
    const { kms, account, as, keyId } = await setUp(surface);
    await create(as, keyId, 'alias/first');
    const stranger = await setUp(surface, kms);
    const attempts = [
      [randomUUID(), 'Forbidden.KeyNotFound'],
      [stranger.keyId, 'Forbidden.KeyNotFound'],
      ['alias/first', 'Unsupported.Alias'],
      [`acs:kms:cn-hangzhou:${account.accountId}:key/${keyId}`, 'Forbidden.KeyNotFound'],
    ] as const;
    for (const [id, code] of attempts) {
      expect([id, await refusalOf(create(as, id, 'alias/second'))]).toEqual([id, code]);
      expect([id, await refusalOf(update(as, id, 'alias/first'))]).toEqual([id, code]);
    }
    expect(await namesOf(as)).toEqual(['alias/first']);
    expect(await namesOf(stranger.as)).toEqual([]);
  });

  it('need a permission for each step', async () => {
    const { kms, account, as, keyId } = await setUp(surface);
    await create(as, keyId, 'alias/mine');
    const denied = caller(
      surface,
      kms,
      await kms.addAccount({ accountId: account.accountId, allowedActions: ['kms:DescribeKey'] }),
    );
    const calls = [
      create(denied, keyId, 'alias/x'),
      update(denied, keyId, 'alias/mine'),
      remove(denied, 'alias/mine'),
      remove(denied, 'alias/none'),
      denied.listAliases(),
      denied.listAliases(keyId),
    ];
    expect(await Promise.all(calls.map(refusalOf))).toEqual(
      calls.map(() => 'Forbidden.NoPermission'),
    );
    expect(await namesOf(as)).toEqual(['alias/mine']);
  });

  it('are at most 300 of a key, also for two who want the last at once', async () => {
    const { kms, account, as, keyId } = await setUp(surface);
    await fill(kms, account, keyId, 299);
    const outcomes = await Promise.all(
      ['alias/x', 'alias/y'].map((name) => outcomeOf(create(as, keyId, name))),
    );
    expect(outcomes.sort()).toEqual(['Rejected.LimitExceeded', 'ok']);
    const { keyId: other } = await as.createKey();
    await create(as, other, 'alias/other');
    expect(await refusalOf(update(as, keyId, 'alias/other'))).toBe('Rejected.LimitExceeded');
    expect(await namesOf(as, keyId)).toHaveLength(300);
    expect(await namesOf(as)).toHaveLength(301);
    await remove(as, 'alias/filled-7');
    await update(as, keyId, 'alias/other');
    expect(await namesOf(as, keyId)).toHaveLength(300);
  });

  it('go to one of many who want the same name at once', async () => {
    const { as, keyId } = await setUp(surface);
    const { keyId: other } = await as.createKey();
    for (const [round, keyIds] of [
      ['one', [keyId, other]],
      ['two', [keyId, keyId, other, other, keyId]],
    ] as const) {
      const outcomes = await Promise.all(
        keyIds.map((id) => outcomeOf(create(as, id, `alias/${round}`))),
      );
      expect(outcomes.sort()).toEqual([...keyIds.slice(1).map(() => 'AliasAlreadyExists'), 'ok']);
      expect((await namesOf(as)).filter((name) => name === `alias/${round}`)).toHaveLength(1);
    }
  });

  it('are either moved or deleted when both happen at once', async () => {
    const { as, keyId } = await setUp(surface);
    const { keyId: other } = await as.createKey();
    for (let round = 0; round < 10; round += 1) {
      await create(as, keyId, 'alias/torn');
      const [moved, removed] = await Promise.all([
        outcomeOf(update(as, other, 'alias/torn')),
        outcomeOf(remove(as, 'alias/torn')),
      ]);
      expect(['ok', 'Forbidden.AliasNotFound']).toContain(moved);
      expect(removed).toBe('ok');
      expect(await namesOf(as)).toEqual([]);
    }
  });

  it('move to one key or the other when two move them at once', async () => {
    const { as, keyId } = await setUp(surface);
    const targets = [(await as.createKey()).keyId, (await as.createKey()).keyId];
    await create(as, keyId, 'alias/wanted');
    expect(
      await Promise.all(targets.map((target) => outcomeOf(update(as, target, 'alias/wanted')))),
    ).toEqual(['ok', 'ok']);
    expect(targets).toContain((await as.describeKey('alias/wanted')).keyId);
    expect(await namesOf(as)).toEqual(['alias/wanted']);
  });

  it('stay with a key that is to be destroyed, and go with it', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    await using kms = await startKms({ clock: () => now });
    const { as, keyId } = await setUp(surface, kms);
    const { keyId: next } = await as.createKey();
    await create(as, keyId, 'alias/old');
    await create(as, keyId, 'alias/free');
    await as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    expect(await namesOf(as)).toEqual(['alias/old', 'alias/free']);
    expect(await refusalOf(create(as, next, 'alias/old'))).toBe('AliasAlreadyExists');
    expect(await refusalOf(as.encrypt('alias/old', Buffer.from('x')))).toBe(
      'Rejected.PendingDeletion',
    );

    now = new Date('2026-12-09T00:00:00Z'); // and no job has run
    expect(await namesOf(as)).toEqual([]);
    const calls = [
      as.describeKey('alias/old'),
      update(as, next, 'alias/old'),
      remove(as, 'alias/old'),
    ];
    expect(await Promise.all(calls.map(refusalOf))).toEqual(
      calls.map(() => 'Forbidden.AliasNotFound'),
    );
    await create(as, next, 'alias/old');
    expect((await as.describeKey('alias/old')).keyId).toBe(next);
    expect(await destroyKeys(kms.store, kms.services.materials, now)).toBe(1);
    expect(await namesOf(as)).toEqual(['alias/old']);
    expect((await as.describeKey('alias/old')).keyId).toBe(next);
    expect(await kms.store.db.alias.count({ where: { name: 'alias/free' } })).toBe(0);
    await create(as, next, 'alias/free');
  });

  it('are new, and last in the list, under the name of one that went with its key', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    await using kms = await startKms({ clock: () => now });
    const { account, as, keyId } = await setUp(surface, kms);
    const { keyId: next } = await as.createKey();
    await create(as, keyId, 'alias/old');
    await create(as, next, 'alias/other');
    await as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    now = new Date('2026-12-09T00:00:00Z');
    await create(as, next, 'alias/old');
    expect(await namesOf(as)).toEqual(['alias/other', 'alias/old']);
    const query = `{ key(keyId: "${next}") { aliases { edges { node { aliasName creationDate } } } } }`;
    expect((await postGraphql(kms, account, { query })).data?.key).toEqual({
      aliases: {
        edges: [
          { node: { aliasName: 'alias/other', creationDate: '2026-12-01T00:00:00Z' } },
          { node: { aliasName: 'alias/old', creationDate: '2026-12-09T00:00:00Z' } },
        ],
      },
    });
    await remove(as, 'alias/old');
    expect(await namesOf(as)).toEqual(['alias/other']);
  });

  it('are read whole while others are made', async () => {
    const { kms, account, as, keyId } = await setUp(surface);
    await fill(kms, account, keyId, 7);
    const seen: string[] = [];
    let made = 0;
    for (let page = 1, after = ''; ; page += 1) {
      const { names, end } = await readPage(kms, account, surface, page, after);
      seen.push(...names);
      if (names.length < 2) break;
      after = end;
      if (made < 4) await create(as, keyId, `alias/made-${made++}`);
    }
    expect(seen).toEqual([
      ...Array.from({ length: 7 }, (_, index) => `alias/filled-${index}`),
      ...[0, 1, 2, 3].map((n) => `alias/made-${n}`),
    ]);
  });
});

/** Two aliases, by a page's number or after a cursor. */
async function readPage(
  kms: Kms,
  account: Credential,
  surface: Surface,
  page: number,
  after: string,
) {
  if (surface === 'rpc') {
    const { json } = await callV1(kms, account, 'ListAliases', {
      PageNumber: String(page),
      PageSize: '2',
    });
    return {
      names: (json.Aliases as { Alias: { AliasName: string }[] }).Alias.map(
        ({ AliasName }) => AliasName,
      ),
      end: '',
    };
  }
  const query =
    'query ($after: String) { aliases(first: 2, after: $after) { edges { cursor node { aliasName } } } }';
  const { data } = await postGraphql(kms, account, { query, variables: { after: after || null } });
  const { edges } = (data as Record<string, unknown>).aliases as {
    edges: { cursor: string; node: { aliasName: string } }[];
  };
  return { names: edges.map(({ node }) => node.aliasName), end: edges.at(-1)?.cursor ?? '' };
}

describe('Two servers', () => {
  it.runIf(onPostgresql)('give a name to one of those who want it at either of them', async () => {
    const dataDir = makeDataDir();
    await using a = await startKms({ dataDir });
    await using b = await startKms({ dataDir });
    const account = await a.addAccount();
    const callers = [caller('rpc', a, account), caller('graphql', b, account)] as const;
    const keyIds = [(await callers[0].createKey()).keyId, (await callers[1].createKey()).keyId];
    for (let round = 0; round < 20; round += 1) {
      const outcomes = await Promise.all(
        callers.map((as, index) =>
          outcomeOf(create(as, keyIds[index] ?? '', `alias/round-${round}`)),
        ),
      );
      expect(outcomes.sort()).toEqual(['AliasAlreadyExists', 'ok']);
    }
    expect(await namesOf(callers[0])).toHaveLength(20);
  });
});

describe('ListAliases by RPC', () => {
  it('takes pages of 0 to 100, of one key of 1 to 100, and 10 where nothing is said', async () => {
    const { kms, account, as, keyId } = await setUp('rpc');
    await fill(kms, account, keyId, 12);
    const list = async (action: string, input: Record<string, string>) => {
      const { status, json } = await callV1(kms, account, action, {
        ...(action === 'ListAliasesByKeyId' && { KeyId: keyId }),
        ...input,
      });
      if (status !== 200) return json.Code;
      return [
        (json.Aliases as { Alias: unknown[] }).Alias.length,
        json.PageNumber,
        json.PageSize,
        json.TotalCount,
      ];
    };
    for (const action of ['ListAliases', 'ListAliasesByKeyId']) {
      expect(await list(action, {})).toEqual([10, 1, 10, 12]);
      expect(await list(action, { PageNumber: '2' })).toEqual([2, 2, 10, 12]);
      expect(await list(action, { PageNumber: '3' })).toEqual([0, 3, 10, 12]);
      expect(await list(action, { PageSize: '100' })).toEqual([12, 1, 100, 12]);
      for (const PageSize of ['101', '-1', 'ten', '1e1'])
        expect([PageSize, await list(action, { PageSize })]).toEqual([
          PageSize,
          'InvalidParameter',
        ]);
      expect(await list(action, { PageNumber: '0' })).toBe('InvalidParameter');
    }
    expect(await list('ListAliases', { PageSize: '0' })).toEqual([0, 1, 0, 12]);
    expect(await list('ListAliasesByKeyId', { PageSize: '0' })).toBe('InvalidParameter');
    const { keyId: none } = await as.createKey();
    expect(
      (await callV1(kms, account, 'ListAliasesByKeyId', { KeyId: none })).json.Aliases,
    ).toEqual({ Alias: [] });
    expect(
      (await callV1(kms, account, 'ListAliasesByKeyId', { KeyId: 'alias/filled-1' })).json.Code,
    ).toBe('Unsupported.Alias');
    expect(
      (await callV1(kms, account, 'ListAliasesByKeyId', { KeyId: randomUUID() })).json.Code,
    ).toBe('Forbidden.KeyNotFound');
  });
});

describe('Aliases in the graph', () => {
  const nodeOf = (keyId: string) => btoa(`KeyMetadata:${keyId}`);

  it('lead to their key and back, and count themselves', async () => {
    const { kms, account, as, keyId } = await setUp('graphql');
    await create(as, keyId, 'alias/a');
    await create(as, keyId, 'alias/b');
    const query = `{
      aliases(last: 1) { totalCount edges { node { aliasName key { keyId aliases { edges { node { aliasName } } } } } } pageInfo { hasPreviousPage } }
      node(id: "${nodeOf(keyId)}") { ... on KeyMetadata { aliases(first: 1) { totalCount edges { node { aliasName keyId aliasArn creationDate } } } } }
    }`;
    const { data, errors } = await postGraphql(kms, account, { query });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      aliases: {
        totalCount: 2,
        edges: [
          {
            node: {
              aliasName: 'alias/b',
              key: {
                keyId,
                aliases: {
                  edges: [{ node: { aliasName: 'alias/a' } }, { node: { aliasName: 'alias/b' } }],
                },
              },
            },
          },
        ],
        pageInfo: { hasPreviousPage: true },
      },
      node: { aliases: { totalCount: 2, edges: [{ node: { aliasName: 'alias/a', keyId } }] } },
    });
  });

  it('are null, with an error, for a caller that may not list them; the other fields are answered', async () => {
    const { kms, account, as, keyId } = await setUp('graphql');
    await create(as, keyId, 'alias/a');
    await as.tagKeys([keyId], [['team', 'payroll']]);
    const reader = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:DescribeKey', 'kms:ListResourceTags'],
    });
    const selection =
      'keyId keyState aliases { totalCount } versions { totalCount } tags { tagKey }';
    const query = `{
      key(keyId: "${keyId}") { ${selection} }
      node(id: "${nodeOf(keyId)}") { ... on KeyMetadata { ${selection} } }
      aliases { edges { node { aliasName } } }
    }`;
    const { status, data, errors } = await postGraphql(kms, reader, { query });
    const seen = {
      keyId,
      keyState: 'Enabled',
      aliases: null,
      versions: null,
      tags: [{ tagKey: 'team' }],
    };
    expect([status, data]).toEqual([200, { key: seen, node: seen, aliases: null }]);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(
      Array(5).fill('Forbidden.NoPermission'),
    );

    const lister = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:ListAliases'],
    });
    const listed = await postGraphql(kms, lister, {
      query: '{ aliases { edges { node { aliasName keyId key { keyState } } } } }',
    });
    expect(listed.data?.aliases).toEqual({
      edges: [{ node: { aliasName: 'alias/a', keyId, key: null } }],
    });
    expect(listed.errors).toMatchObject([{ extensions: { code: 'Forbidden.NoPermission' } }]);
  });

  it('refuse a page of none, of more than 100, of two ends, and a cursor of another list', async () => {
    const { kms, account, as, keyId } = await setUp('graphql');
    await create(as, keyId, 'alias/a');
    const { data } = await postGraphql(kms, account, {
      query: '{ keys { pageInfo { endCursor } } }',
    });
    const keyCursor = (data as { keys: { pageInfo: { endCursor: string } } }).keys.pageInfo
      .endCursor;
    for (const [args, field] of [
      ['first: 0', 'first'],
      ['first: 101', 'first'],
      ['last: 101', 'last'],
      ['first: 1, last: 1', 'last'],
      [`after: "${keyCursor}"`, 'after'],
      ['before: "x"', 'before'],
    ] as const) {
      const { errors } = await postGraphql(kms, account, {
        query: `{ aliases(${args}) { edges { cursor } } }`,
      });
      expect([args, errors?.[0]?.extensions]).toEqual([
        args,
        expect.objectContaining({ code: 'InvalidParameter', field }),
      ]);
    }
  });
});
