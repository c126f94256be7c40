import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deleteRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import {
  caller,
  outcomeOf,
  type Pairs,
  refusalOf,
  SURFACES,
  type Surface,
} from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, type Kms, sharedKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';
import { fillTags } from '../support/sealed.ts';
import { changeKey } from '../support/writes.ts';

async function setUp(surface: Surface) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const as = caller(surface, kms, account);
  return { kms, account, as, keyId: (await as.createKey()).keyId };
}

const numbered = (count: number): Pairs =>
  Array.from({ length: count }, (_, index) => [
    `key-${String(index).padStart(3, '0')}`,
    `${index}`,
  ]);

describe.each(SURFACES)('Tags by %s', (surface) => {
  it('are noted on many keys, read in the order of their keys, and taken off', async () => {
    const { as, keyId } = await setUp(surface);
    const { keyId: other } = await as.createKey();
    expect(await as.tagsOf(keyId)).toEqual([]);
    await as.tagKeys(
      [keyId, other],
      [
        ['team', 'payroll'],
        ['Stage', ''],
        ['env', 'test'],
      ],
    );
    const all = [
      ['Stage', ''],
      ['env', 'test'],
      ['team', 'payroll'],
    ];
    expect([await as.tagsOf(keyId), await as.tagsOf(other)]).toEqual([all, all]);
    await as.untagKeys([keyId, other], ['env', 'never-there']);
    await as.untagKeys([other], 'all');
    expect([await as.tagsOf(keyId), await as.tagsOf(other)]).toEqual([[all[0], all[2]], []]);
    await as.untagKeys([other], 'all'); // and there are none
  });

  it('of the same key are overwritten, and the others stay', async () => {
    const { as, keyId } = await setUp(surface);
    await as.tagKeys(
      [keyId],
      [
        ['a', '1'],
        ['b', '1'],
      ],
    );
    await as.tagKeys(
      [keyId, keyId],
      [
        ['b', '2'],
        ['c', '2'],
      ],
    );
    expect(await as.tagsOf(keyId)).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['c', '2'],
    ]);
  });

  it('find the keys that have all of them', async () => {
    const { as, keyId } = await setUp(surface);
    const { keyId: both } = await as.createKey();
    await as.createKey();
    await as.tagKeys([keyId, both], [['team', 'payroll']]);
    await as.tagKeys([both], [['env', 'test']]);
    expect((await as.keysTagged([['team', 'payroll']])).toSorted()).toEqual(
      [keyId, both].toSorted(),
    );
    expect(
      await as.keysTagged([
        ['team', 'payroll'],
        ['env', 'test'],
      ]),
    ).toEqual([both]);
    expect(await as.keysTagged([['team', 'sales']])).toEqual([]);
    const stranger = await setUp(surface);
    expect(await stranger.as.keysTagged([['team', 'payroll']])).toEqual([]);
  });

  it.each([
    ['Az09/\\_-.+=:@', 'Az09/\\_-.+=:@'],
    ['密钥', 'schlüssel'],
    ['acs', ''],
    ['my-aliyun', 'aliyun'],
    ['x'.repeat(128), 'y'.repeat(128)],
  ])('may be %s: %s', async (key, value) => {
    const { as, keyId } = await setUp(surface);
    await as.tagKeys([keyId], [[key, value]]);
    expect(await as.tagsOf(keyId)).toEqual([[key, value]]);
    const created = await as.createKey({ tags: [[key, value]] });
    expect(await as.tagsOf(created.keyId)).toEqual([[key, value]]);
    await as.untagKeys([keyId], [key]);
    expect(await as.tagsOf(keyId)).toEqual([]);
  });

  it.each<[string, Pairs, string]>([
    ['an empty key', [['', 'x']], 'InvalidParameter.TagKey'],
    ['a key of 129 characters', [['x'.repeat(129), 'x']], 'InvalidParameter.TagKey'],
    ['a blank in the key', [['a b', 'x']], 'InvalidParameter.TagKey'],
    ['a star in the key', [['a*', 'x']], 'InvalidParameter.TagKey'],
    ['an emoji for a key', [['🔑', 'x']], 'InvalidParameter.TagKey'],
    ['a key of the cloud’s', [['aliyun-team', 'x']], 'InvalidParameter.TagKey'],
    ['a key of the cloud’s in capitals', [['Aliyun', 'x']], 'InvalidParameter.TagKey'],
    ['another of the cloud’s', [['acs:team', 'x']], 'InvalidParameter.TagKey'],
    ['a value of 129 characters', [['a', 'x'.repeat(129)]], 'InvalidParameter.TagValue'],
    ['a line break in the value', [['a', 'x\ny']], 'InvalidParameter.TagValue'],
    [
      'a key twice',
      [
        ['a', '1'],
        ['b', '1'],
        ['a', '2'],
      ],
      'Duplicate.TagKey',
    ],
    ['21 of them', numbered(21), 'InvalidParameter'],
  ])('are refused with %s, all of them', async (_name, tags, code) => {
    const { kms, account, as, keyId } = await setUp(surface);
    const mixed: Pairs = tags.length > 20 ? tags : [['good', 'x'], ...tags];
    expect(await refusalOf(as.tagKeys([keyId], mixed))).toBe(code);
    expect(await as.tagsOf(keyId)).toEqual([]);
    expect(await refusalOf(as.createKey({ tags: mixed }))).toBe('InvalidParameter');
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(1);
  });

  it('are at most 20 of a key, also for two who want the last at once', async () => {
    const { kms, as, keyId } = await setUp(surface);
    await fillTags(kms, keyId, numbered(19));
    const outcomes = await Promise.all(
      ['x', 'y'].map((key) => outcomeOf(as.tagKeys([keyId], [[key, '']]))),
    );
    expect(outcomes.toSorted()).toEqual(['Rejected.LimitExceeded', 'ok']);
    await as.tagKeys([keyId], [['key-007', 'overwritten']]);
    expect(
      await refusalOf(
        as.tagKeys(
          [keyId],
          [
            ['key-008', 'x'],
            ['z', ''],
          ],
        ),
      ),
    ).toBe('Rejected.LimitExceeded');
    expect(await as.tagsOf(keyId)).toHaveLength(20);
    expect(new Map(await as.tagsOf(keyId)).get('key-008')).toBe('8');
    expect(await as.tagsOf((await as.createKey({ tags: numbered(20) })).keyId)).toEqual(
      numbered(20),
    );
  });

  it('are noted on all keys of a call or on none', async () => {
    const { kms, account, as, keyId } = await setUp(surface);
    const { keyId: pending } = await as.createKey({ tags: [['kept', '']] });
    await as.act('ScheduleKeyDeletion', { keyId: pending });
    const { keyId: full } = await as.createKey({ tags: numbered(20) });
    const { keyId: foreign } = await setUp(surface);
    await as.act('CreateAlias', { keyId, aliasName: 'alias/tagged' });
    await as.tagKeys([keyId], [['kept', '']]);
    for (const [other, code] of [
      [randomUUID(), 'InvalidResourceId.NotFound'],
      [foreign, 'InvalidResourceId.NotFound'],
      [`acs:kms:cn-hangzhou:${account.accountId}:key/${full}`, 'InvalidResourceId.NotFound'],
      ['alias/tagged', 'Unsupported.Alias'],
      [pending, 'Rejected.PendingDeletion'],
      [full, 'Rejected.LimitExceeded'],
    ] as const) {
      expect([other, await refusalOf(as.tagKeys([keyId, other], [['new', 'x']]))]).toEqual([
        other,
        code,
      ]);
      if (other === full) continue;
      expect([other, await refusalOf(as.untagKeys([keyId, other], ['kept']))]).toEqual([
        other,
        code,
      ]);
      expect([other, await refusalOf(as.untagKeys([other, keyId], 'all'))]).toEqual([other, code]);
    }
    expect([await as.tagsOf(keyId), await as.tagsOf(pending)]).toEqual([
      [['kept', '']],
      [['kept', '']],
    ]);
    expect(await as.tagsOf(full)).toEqual(numbered(20));
    expect(await kms.store.db.tag.count({ where: { keyId: foreign } })).toBe(0);
  });

  it('are noted on 50 keys at once, and not on 51 or on none', async () => {
    const { kms, account, as, keyId } = await setUp(surface);
    const rest = await Promise.all(Array.from({ length: 50 }, () => as.createKey()));
    const ids = [keyId, ...rest.map((key) => key.keyId)];
    expect(await refusalOf(as.tagKeys(ids, [['a', 'b']]))).toBe('InvalidParameter');
    expect(await refusalOf(as.untagKeys(ids, 'all'))).toBe('InvalidParameter');
    expect(await refusalOf(as.tagKeys([], [['a', 'b']]))).toBe('MissingParameter');
    expect(await refusalOf(as.untagKeys([], ['a']))).toBe('MissingParameter');
    expect(await refusalOf(as.tagKeys([keyId], []))).toBe('MissingParameter');
    expect(await refusalOf(as.untagKeys([keyId], []))).toBe('InvalidParameter');
    expect(
      await refusalOf(
        as.untagKeys(
          [keyId],
          numbered(21).map(([key]) => key),
        ),
      ),
    ).toBe('InvalidParameter');
    expect(await kms.store.db.tag.count({ where: { accountId: account.accountId } })).toBe(0);
    await as.tagKeys(ids.slice(0, 50), numbered(20));
    expect(await kms.store.db.tag.count({ where: { accountId: account.accountId } })).toBe(1_000);
    await as.untagKeys(ids.slice(0, 50), 'all');
    expect(await kms.store.db.tag.count({ where: { accountId: account.accountId } })).toBe(0);
  });

  it('that two note at once are all there', async () => {
    const { as, keyId } = await setUp(surface);
    await as.tagKeys([keyId], [['old', '']]);
    await Promise.all([
      as.tagKeys([keyId], [['a', '1']]),
      as.tagKeys([keyId], [['b', '2']]),
      as.untagKeys([keyId], ['old']),
    ]);
    expect(await as.tagsOf(keyId)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it('need a permission for each step', async () => {
    const { kms, account, as, keyId } = await setUp(surface);
    await as.tagKeys([keyId], [['a', '1']]);
    const credential = await kms.addAccount({
      accountId: account.accountId,
      allowedActions: ['kms:DescribeKey'],
    });
    const denied = caller(surface, kms, credential);
    expect(await refusalOf(denied.tagKeys([keyId], [['b', '2']]))).toBe('Forbidden.NoPermission');
    expect(await refusalOf(denied.untagKeys([keyId], 'all'))).toBe('Forbidden.NoPermission');
    expect(await refusalOf(denied.tagsOf(keyId))).toBe('Forbidden.NoPermission');
    expect(await as.tagsOf(keyId)).toEqual([['a', '1']]);
  });

  it('leave an audit row that names the keys', async () => {
    const { kms, account, as, keyId } = await setUp(surface);
    const { keyId: other } = await as.createKey();
    await as.tagKeys([keyId, other], [['a', '1']]);
    await as.untagKeys([keyId, other], ['a']);
    const missing = randomUUID();
    await refusalOf(as.tagKeys([keyId, missing], [['a', '1']]));
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId, operation: { endsWith: 'agResources' } },
      orderBy: { id: 'asc' },
    });
    expect(
      events.map(({ operation, outcome, details }) => [
        operation,
        outcome,
        JSON.parse(details).keyIds,
      ]),
    ).toEqual([
      ['TagResources', 'Done', [keyId, other]],
      ['UntagResources', 'Done', [keyId, other]],
      ['TagResources', 'InvalidResourceId.NotFound', [keyId, missing]],
    ]);
  });

  it('go with their key', async () => {
    const { kms, as, keyId } = await setUp(surface);
    await as.tagKeys([keyId], [['team', 'gone']]);
    const { revision } = await kms.store.db.key.findUniqueOrThrow({ where: { id: keyId } });
    await kms.store.commit([
      changeKey(keyId, revision, {
        state: 'PendingDeletion',
        deleteDate: new Date('2000-01-01'),
      }),
    ]);
    expect(await as.keysTagged([['team', 'gone']])).toEqual([]);
    expect(await refusalOf(as.tagsOf(keyId))).toBe('Forbidden.KeyNotFound');
    await kms.store.commit([deleteRow(TABLES.key, { id: keyId }, { revision: revision + 1 })]);
    expect(await kms.store.db.tag.count({ where: { keyId } })).toBe(0);
  });
});

/** The query-string API of one account: the answer, or the code of the refusal. */
const rpcOf =
  (kms: Kms, account: Credential) =>
  async (action: string, input: Readonly<Record<string, string>>) => {
    const { status, json } = await callV1(kms, account, action, input);
    return status === 200 ? json : String(json.Code);
  };

describe('TagResource and UntagResource', () => {
  async function byRpc() {
    const { kms, account, as, keyId } = await setUp('rpc');
    return { kms, account, as, keyId, rpc: rpcOf(kms, account) };
  }

  it('note and take off tags of one key', async () => {
    const { kms, account, as, keyId, rpc } = await byRpc();
    const Tags = JSON.stringify([{ TagKey: 'a', TagValue: '1' }, { TagKey: 'b' }]);
    expect(await rpc('TagResource', { KeyId: keyId, Tags })).toEqual({
      RequestId: expect.any(String),
    });
    expect(
      await rpc('TagResource', { KeyId: keyId, Tags: '[{"TagKey":"a","TagValue":"2"}]' }),
    ).toEqual({ RequestId: expect.any(String) });
    expect(await rpc('ListResourceTags', { KeyId: keyId })).toMatchObject({
      Tags: {
        Tag: [
          { KeyId: keyId, TagKey: 'a', TagValue: '2' },
          { KeyId: keyId, TagKey: 'b', TagValue: '' },
        ],
      },
    });
    expect(await rpc('UntagResource', { KeyId: keyId, TagKeys: '["b","never-there"]' })).toEqual({
      RequestId: expect.any(String),
    });
    expect(await as.tagsOf(keyId)).toEqual([['a', '2']]);
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId, operation: { endsWith: 'agResource' } },
      orderBy: { id: 'asc' },
    });
    expect(events.map((event) => [event.operation, event.outcome, event.keyId])).toEqual([
      ['TagResource', 'Done', keyId],
      ['TagResource', 'Done', keyId],
      ['UntagResource', 'Done', keyId],
    ]);
    expect(JSON.parse(String(events[1]?.details))).toEqual({
      tags: [{ tagKey: 'a', tagValue: '2' }],
    });
  });

  it.each([
    'a',
    '{}',
    '[1]',
    '["a"]',
    '[{"TagValue":"x"}]',
    '[{"TagKey":"a","TagValue":1}]',
    '[{"TagKey":"a","Other":"x"}]',
    '[{"TagKey":"aliyun"}]',
    '[{"TagKey":"acs:x"}]',
    '[{"TagKey":"a b"}]',
    '[{"TagKey":"a"},{"TagKey":"a"}]',
    JSON.stringify([{ TagKey: 'a', TagValue: 'x'.repeat(129) }]),
    JSON.stringify(numbered(21).map(([TagKey]) => ({ TagKey }))),
  ])('take no tags such as %s', async (Tags) => {
    const { as, keyId, rpc } = await byRpc();
    expect(await rpc('TagResource', { KeyId: keyId, Tags })).toBe('InvalidParameter');
    expect(await rpc('CreateKey', { Tags })).toBe('InvalidParameter');
    expect(await as.tagsOf(keyId)).toEqual([]);
  });

  it.each(['a', '{}', '[]', '[1]', '[""]', JSON.stringify(numbered(21).map(([key]) => key))])(
    'take no keys such as %s',
    async (TagKeys) => {
      const { keyId, rpc } = await byRpc();
      expect(await rpc('UntagResource', { KeyId: keyId, TagKeys })).toBe('InvalidParameter');
    },
  );

  it('know secrets and certificates by name, and tag none', async () => {
    const { kms, account, keyId } = await byRpc();
    for (const [action, input] of [
      ['TagResource', { Tags: '[{"TagKey":"a"}]' }],
      ['UntagResource', { TagKeys: '["a"]' }],
    ] as const)
      for (const name of ['SecretName', 'CertificateId']) {
        const { status, json } = await callV1(kms, account, action, {
          KeyId: keyId,
          [name]: 'x',
          ...input,
        });
        expect([status, json.Code, json.Message]).toEqual([
          400,
          'UnsupportedOperation',
          expect.stringContaining(name),
        ]);
      }
  });

  it('take the id of a key of one’s own, and no more than 20 tags on it', async () => {
    const { kms, keyId, rpc } = await byRpc();
    const Tags = '[{"TagKey":"a"}]';
    expect(await rpc('TagResource', { Tags })).toBe('MissingParameter');
    expect(await rpc('TagResource', { KeyId: keyId })).toBe('MissingParameter');
    expect(await rpc('TagResource', { KeyId: 'alias/x', Tags })).toBe('Unsupported.Alias');
    expect(await rpc('TagResource', { KeyId: randomUUID(), Tags })).toBe('Forbidden.KeyNotFound');
    const stranger = rpcOf(kms, await kms.addAccount());
    for (const [action, input] of [
      ['TagResource', { Tags }],
      ['UntagResource', { TagKeys: '["a"]' }],
      ['ListResourceTags', {}],
    ] as const)
      expect([action, await stranger(action, { KeyId: keyId, ...input })]).toEqual([
        action,
        'Forbidden.KeyNotFound',
      ]);
    await fillTags(kms, keyId, numbered(20));
    expect(await rpc('TagResource', { KeyId: keyId, Tags })).toBe('Rejected.LimitExceeded');
  });
});

describe('ListTagResources', () => {
  const WHICH = { RegionId: 'cn-hangzhou', ResourceType: 'key' };
  interface Answer {
    readonly TagResources: { readonly TagResource: readonly Readonly<Record<string, string>>[] };
    readonly NextToken: string;
  }

  async function withTags(keys: number, tags: Pairs) {
    const { kms, account, as } = await setUp('rpc');
    const rpc = rpcOf(kms, account);
    const ids: string[] = [];
    for (let index = 0; index < keys; index += 1) {
      const { keyId } = await as.createKey();
      await fillTags(kms, keyId, tags);
      ids.push(keyId);
    }
    const list = async (input: Readonly<Record<string, string>> = {}) => {
      const { TagResources, NextToken } = (await rpc('ListTagResources', {
        ...WHICH,
        ...input,
      })) as unknown as Answer;
      return {
        rows: TagResources.TagResource.map(({ ResourceId, TagKey }) => `${ResourceId} ${TagKey}`),
        token: NextToken,
      };
    };
    return { kms, account, as, ids, rpc, list };
  }

  it('gives the array where there is nothing, and says that this is the end', async () => {
    const { kms, account, as } = await setUp('rpc');
    const empty = {
      RequestId: expect.any(String),
      TagResources: { TagResource: [] },
      NextToken: '',
    };
    expect(await rpcOf(kms, account)('ListTagResources', WHICH)).toEqual(empty);
    const { keyId } = await as.createKey();
    expect(
      await rpcOf(kms, account)('ListTagResources', { ...WHICH, 'ResourceId.1': keyId }),
    ).toEqual(empty);
  });

  it('tells whose each tag is', async () => {
    const { ids, rpc } = await withTags(1, [['a', '1']]);
    expect(
      await rpc('ListTagResources', { ...WHICH, 'ResourceId.1': String(ids[0]) }),
    ).toMatchObject({
      TagResources: {
        TagResource: [{ ResourceId: ids[0], ResourceType: 'key', TagKey: 'a', TagValue: '1' }],
      },
    });
  });

  it('gives 200 rows at a time, each once, while tags come and go', async () => {
    const { as, ids, list } = await withTags(23, numbered(18));
    const rows = ids.flatMap((id) => numbered(18).map(([key]) => `${id} ${key}`));
    const first = await list();
    expect(first.rows).toEqual(rows.slice(0, 200));
    await as.tagKeys([String(ids[0]), String(ids[22])], [['new', '']]); // before what is to come, and after it
    await as.untagKeys(
      [String(first.rows.at(-1)?.split(' ')[0])],
      [String(first.rows.at(-1)?.split(' ')[1])],
    ); // where it stands
    const second = await list({ NextToken: first.token });
    expect(second.rows).toEqual(rows.slice(200, 400));
    const third = await list({ NextToken: second.token });
    expect(third).toEqual({ rows: [...rows.slice(400), `${ids[22]} new`], token: '' });
  });

  it('ends where exactly 200 rows end', async () => {
    const { list } = await withTags(10, numbered(20));
    expect(await list()).toMatchObject({ rows: { length: 200 }, token: '' });
  });

  it('is narrowed by resources and by tags', async () => {
    const { as, ids, rpc, list } = await withTags(3, [['team', 'payroll']]);
    const [a = '', b = '', c = ''] = ids;
    await as.tagKeys([b, c], [['env', 'test']]);
    const rowsOf = (...keys: string[]) =>
      keys.flatMap((id) => (id === a ? [`${id} team`] : [`${id} env`, `${id} team`]));
    expect((await list()).rows).toEqual(rowsOf(a, b, c));
    expect((await list({ 'ResourceId.1': c, 'ResourceId.2': a })).rows).toEqual(rowsOf(a, c));
    expect((await list({ 'Tag.1.Key': 'env' })).rows).toEqual(rowsOf(b, c));
    expect((await list({ 'Tag.1.Key': 'env', 'Tag.1.Value': 'other' })).rows).toEqual([]);
    expect(
      (
        await list({
          'Tag.1.Key': 'team',
          'Tag.1.Value': 'payroll',
          'Tag.2.Key': 'env',
          'Tag.2.Value': 'test',
        })
      ).rows,
    ).toEqual(rowsOf(b, c));
    expect((await list({ 'Tag.1.Key': 'env', 'ResourceId.1': a, 'ResourceId.2': b })).rows).toEqual(
      rowsOf(b),
    );
    await as.act('ScheduleKeyDeletion', { keyId: c });
    expect((await list({ 'ResourceId.1': c })).rows).toEqual(rowsOf(c));
    for (const [input, code] of [
      [{ 'Tag.1.Key': 'a', 'Tag.2.Key': 'a' }, 'Duplicate.TagKey'],
      [{ 'ResourceId.1': a, 'ResourceId.2': randomUUID() }, 'InvalidResourceId.NotFound'],
      [{ ResourceType: 'secret' }, 'InvalidParameter'],
      [
        Object.fromEntries(
          Array.from({ length: 51 }, (_, index) => [`ResourceId.${index + 1}`, randomUUID()]),
        ),
        'InvalidParameter',
      ],
    ] as [Record<string, string>, string][])
      expect([input, await rpc('ListTagResources', { ...WHICH, ...input })]).toEqual([input, code]);
    expect(await rpc('ListTagResources', { RegionId: 'cn-hangzhou' })).toBe('MissingParameter');
  });

  it.each(['garbage', Buffer.from('x y').toString('base64url'), '🔑', 'x'.repeat(513)])(
    'refuses a token of %s',
    async (NextToken) => {
      const { kms, account } = await setUp('rpc');
      expect(await rpcOf(kms, account)('ListTagResources', { ...WHICH, NextToken })).toBe(
        'InvalidParameter',
      );
    },
  );

  it('shows nobody else’s tags, whatever the token says', async () => {
    const { ids, kms } = await withTags(1, [['a', '1']]);
    const stranger = rpcOf(kms, await kms.addAccount());
    const token = Buffer.from(`${randomUUID().replace(/^./, '0')} a`).toString('base64url');
    expect(await stranger('ListTagResources', { ...WHICH, NextToken: token })).toMatchObject({
      TagResources: { TagResource: [] },
    });
    expect(await stranger('ListTagResources', { ...WHICH, 'ResourceId.1': String(ids[0]) })).toBe(
      'InvalidResourceId.NotFound',
    );
  });
});

describe('Tags in the graph', () => {
  it('find keys by tag key, or by tag key and value, beside other filters', async () => {
    const { kms, account, as, keyId } = await setUp('graphql');
    const { keyId: other } = await as.createKey();
    await as.tagKeys([keyId], [['team', 'payroll']]);
    await as.tagKeys([other], [['team', 'sales']]);
    await as.act('DisableKey', { keyId: other });
    const found = async (filter: string) => {
      const { data } = await postGraphql(kms, account, {
        query: `{ keys(filter: ${filter}) { totalCount edges { node { keyId } } } }`,
      });
      return (data as { keys: { edges: { node: { keyId: string } }[] } }).keys.edges.map(
        ({ node }) => node.keyId,
      );
    };
    expect(await found('{ tags: [{ tagKey: "team" }] }')).toEqual([keyId, other]);
    expect(await found('{ tags: [{ tagKey: "team", tagValue: "sales" }] }')).toEqual([other]);
    expect(await found('{ tags: [{ tagKey: "team" }], keyState: [Enabled] }')).toEqual([keyId]);
    expect(await found('{ tags: [] }')).toEqual([]);
  });

  it('come with the keys that were tagged', async () => {
    const { kms, account, keyId } = await setUp('graphql');
    const query = `mutation {
      tagKeys(input: { keyIds: ["${keyId}"], tags: [{ tagKey: "a", tagValue: "1" }] }) { keyId tags { tagKey tagValue } }
      untagKeys(input: { keyIds: ["${keyId}"], tags: { all: true } }) { keyId tags { tagKey } }
    }`;
    expect((await postGraphql(kms, account, { query })).data).toEqual({
      tagKeys: [{ keyId, tags: [{ tagKey: 'a', tagValue: '1' }] }],
      untagKeys: [{ keyId, tags: [] }],
    });
  });
});
