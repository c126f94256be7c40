import { describe, expect, it } from 'vitest';
import { type RawReply, rawRequest } from '../support/http.ts';
import { type Credential, type Kms, sharedKms } from '../support/kms.ts';
import { callAcs3, callV1, commonV1, signV1 } from '../support/rpc-client.ts';

type Input = Readonly<Record<string, string>>;
type Send = (kms: Kms, account: Credential, action: string, input: Input) => Promise<RawReply>;

const WAYS: readonly (readonly [name: string, send: Send])[] = [
  ['V1 in the query', (kms, account, action, input) => callV1(kms, account, action, input)],
  [
    'V1 in a form',
    (kms, account, action, input) => callV1(kms, account, action, input, { placement: 'form' }),
  ],
  ['ACS3 in the query', (kms, account, action, query) => callAcs3(kms, account, action, { query })],
  ['ACS3 in a form', (kms, account, action, form) => callAcs3(kms, account, action, { form })],
];

const RESOURCE = { RegionId: 'cn-hangzhou', ResourceType: 'key' };
const NOBODY = '01a20bda-0000-7000-8000-000000000000';

/** `<name>.1`, `<name>.2` … */
const numbered = (name: string, values: readonly string[]): Input =>
  Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
const tagged = (pairs: readonly (readonly [key: string, value: string])[]): Input =>
  Object.fromEntries(
    pairs.flatMap(([key, value], index) => [
      [`Tag.${index + 1}.Key`, key],
      [`Tag.${index + 1}.Value`, value],
    ]),
  );
const upTo = <T>(count: number, make: (number: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));

/** An account with some keys, and its calls. */
async function setUp({ keys = 1, send = WAYS[0]?.[1] as Send } = {}) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const call = (action: string, input: Input = {}) => send(kms, account, action, input);
  const done = async (action: string, input: Input) => {
    const { status, json } = await call(action, input);
    expect({ status, Code: json.Code, Message: json.Message }).toEqual({ status: 200 });
    return json;
  };
  /** Status, code and which parameter the message says is at fault. */
  const refused = async (action: string, input: Input) => toldBy(await call(action, input));
  const ids = [];
  for (let made = 0; made < keys; made += 1)
    ids.push(((await done('CreateKey', {})).KeyMetadata as { KeyId: string }).KeyId);
  const tagsOf = async (KeyId: string): Promise<Record<string, string>> => {
    const { Tags } = (await done('ListResourceTags', { KeyId })) as {
      Tags: { Tag: { TagKey: string; TagValue: string }[] };
    };
    return Object.fromEntries(Tags.Tag.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
  };
  /** What the last call of that name was taken for. */
  const auditOf = async (operation: string): Promise<unknown> => {
    const row = await kms.store.db.auditEvent.findFirstOrThrow({
      where: { accountId: account.accountId, operation },
      orderBy: { id: 'desc' },
    });
    return JSON.parse(row.details);
  };
  return {
    kms,
    account,
    call,
    done,
    refused,
    ids,
    id: ids[0] ?? '',
    other: ids[1] ?? '',
    tagsOf,
    auditOf,
  };
}

const toldBy = ({ status, json }: RawReply) => {
  const [, field] =
    /parameter "?([\w.]+)"? is (?:not valid|needed)/.exec(String(json.Message)) ?? [];
  return [status, json.Code, ...(field ? [field] : [])];
};

const invalid = (name: string) => [400, 'InvalidParameter', name];
const missing = (name: string) => [400, 'MissingParameter', name];

describe.each(WAYS)('Numbered parameters by %s', (_name, send) => {
  it('are lists in the order of their numbers, and not of their names', async () => {
    const { done, id, tagsOf, auditOf } = await setUp({ send });
    const pairs = upTo(12, (number) => [`k${number}`, `v${number}`] as const);
    await done('TagResources', { ...RESOURCE, 'ResourceId.1': id, ...tagged(pairs) });
    expect(await tagsOf(id)).toEqual(Object.fromEntries(pairs));
    expect(await auditOf('TagResources')).toEqual({
      keyIds: [id],
      tags: pairs.map(([tagKey, tagValue]) => ({ tagKey, tagValue })),
    });
    const tagKeys = upTo(11, (number) => `k${number}`);
    await done('UntagResources', {
      ...RESOURCE,
      'ResourceId.1': id,
      ...numbered('TagKey', tagKeys),
    });
    expect(await tagsOf(id)).toEqual({ k12: 'v12' });
    expect(await auditOf('UntagResources')).toMatchObject({ tagKeys });
  });

  it('name the first key at fault as the order has it', async () => {
    const { refused, id } = await setUp({ send });
    const names = (second: string, tenth: string) => ({
      'ResourceId.1': id,
      'ResourceId.2': second,
      'ResourceId.10': tenth,
    });
    const tag = { ...RESOURCE, 'Tag.1.Key': 'a' };
    expect(await refused('TagResources', { ...tag, ...names('alias/a', NOBODY) })).toEqual([
      400,
      'Unsupported.Alias',
    ]);
    expect(await refused('TagResources', { ...tag, ...names(NOBODY, 'alias/a') })).toEqual([
      404,
      'InvalidResourceId.NotFound',
    ]);
  });

  it('may leave gaps', async () => {
    const { done, id, other, tagsOf } = await setUp({ send, keys: 2 });
    await done('TagResources', {
      ...RESOURCE,
      'ResourceId.3': id,
      'ResourceId.9999': other,
      'Tag.2.Key': 'a',
      'Tag.2.Value': '1',
      'Tag.40.Value': '2',
      'Tag.40.Key': 'b',
    });
    for (const key of [id, other]) expect(await tagsOf(key)).toEqual({ a: '1', b: '2' });
    await done('UntagResources', {
      ...RESOURCE,
      'ResourceId.7': id,
      'TagKey.5': 'a',
      'TagKey.11': 'b',
    });
    expect(await tagsOf(id)).toEqual({});
    expect(await tagsOf(other)).toEqual({ a: '1', b: '2' });
  });

  it('find keys by tags, with their values or whatever those are', async () => {
    const { done, id, other } = await setUp({ send, keys: 2 });
    await done('TagResources', {
      ...RESOURCE,
      'ResourceId.1': id,
      ...tagged([['team', 'a'] as const, ['env', 'x'] as const]),
    });
    await done('TagResources', {
      ...RESOURCE,
      'ResourceId.1': other,
      ...tagged([['team', 'b'] as const, ['env', ''] as const]),
    });
    const found = async (tag: Input) => {
      const { TagResources } = (await done('ListTagResources', { ...RESOURCE, ...tag })) as {
        TagResources: { TagResource: { ResourceId: string }[] };
      };
      return [...new Set(TagResources.TagResource.map(({ ResourceId }) => ResourceId))];
    };
    expect(await found({})).toEqual([id, other]);
    expect(await found({ 'Tag.1.Key': 'team' })).toEqual([id, other]);
    expect(await found({ 'Tag.1.Key': 'team', 'Tag.1.Value': 'b' })).toEqual([other]);
    expect(await found({ 'Tag.3.Key': 'env', 'Tag.3.Value': '' })).toEqual([other]);
    expect(
      await found({
        'Tag.1.Key': 'team',
        'Tag.1.Value': 'a',
        'Tag.2.Key': 'env',
        'Tag.2.Value': '',
      }),
    ).toEqual([]);
    expect(await found({ 'ResourceId.1': id, 'Tag.1.Key': 'team' })).toEqual([id]);
  });

  it('are refused over the limits, and done up to them', async () => {
    const { done, refused, id, tagsOf } = await setUp({ send });
    const resources = (count: number) => ({
      ...RESOURCE,
      ...numbered(
        'ResourceId',
        upTo(count, () => id),
      ),
    });
    const tags = (count: number) => tagged(upTo(count, (number) => [`k${number}`, ''] as const));
    const tagKeys = (count: number) =>
      numbered(
        'TagKey',
        upTo(count, (number) => `k${number}`),
      );
    expect(await refused('TagResources', { ...resources(51), ...tags(1) })).toEqual(
      invalid('ResourceId'),
    );
    expect(await refused('UntagResources', { ...resources(51), ...tagKeys(1) })).toEqual(
      invalid('ResourceId'),
    );
    expect(await refused('ListTagResources', resources(51))).toEqual(invalid('ResourceId'));
    expect(await refused('TagResources', { ...resources(1), ...tags(21) })).toEqual(invalid('Tag'));
    expect(await refused('ListTagResources', { ...RESOURCE, ...tags(21) })).toEqual(invalid('Tag'));
    expect(await refused('UntagResources', { ...resources(1), ...tagKeys(21) })).toEqual(
      invalid('TagKey'),
    );
    expect(await tagsOf(id)).toEqual({});
    await done('TagResources', { ...resources(50), ...tags(20) });
    expect(Object.keys(await tagsOf(id))).toHaveLength(20);
    await done('UntagResources', { ...resources(50), ...tagKeys(20) });
    expect(await tagsOf(id)).toEqual({});
  });
});

describe('A list of numbered parameters', () => {
  it('may name a tag without a value, which is then empty', async () => {
    const { done, id, tagsOf } = await setUp();
    await done('TagResources', {
      ...RESOURCE,
      'ResourceId.1': id,
      'Tag.1.Key': 'a',
      'Tag.2.Key': 'b',
      'Tag.2.Value': '',
    });
    expect(await tagsOf(id)).toEqual({ a: '', b: '' });
  });

  it('pairs a value with the key of its number, and with no other', async () => {
    const { done, id, tagsOf } = await setUp();
    await done('TagResources', {
      ...RESOURCE,
      'ResourceId.1': id,
      'Tag.1.Key': 'a',
      'Tag.11.Key': 'b',
      'Tag.11.Value': 'of-11',
    });
    expect(await tagsOf(id)).toEqual({ a: '', b: 'of-11' });
  });

  it.each([
    ['only values', { 'Tag.1.Value': 'kept-to-itself' }],
    ['a value whose number has no key', { 'Tag.1.Key': 'a', 'Tag.2.Value': 'kept-to-itself' }],
  ])('is refused for %s', async (_name, tag) => {
    const { call, id, tagsOf } = await setUp();
    for (const action of ['TagResources', 'ListTagResources']) {
      const reply = await call(action, { ...RESOURCE, 'ResourceId.1': id, ...tag });
      expect(toldBy(reply)).toEqual(invalid('Tag'));
      expect(reply.json.Message).toContain('A tag has a key of 1 to 128');
      expect(reply.text).not.toContain('kept-to-itself');
    }
    expect(await tagsOf(id)).toEqual({});
  });

  it.each(['0', '01', '00', '10000', '99999999999999999999'])(
    'is refused if a number is "%s": otherwise the items left out would go unnoticed',
    async (number) => {
      const { refused, id, other, tagsOf } = await setUp({ keys: 2 });
      const good = { ...RESOURCE, 'ResourceId.1': id, 'Tag.1.Key': 'a' };
      expect(await refused('TagResources', { ...good, [`ResourceId.${number}`]: other })).toEqual(
        invalid('ResourceId'),
      );
      expect(await refused('TagResources', { ...good, [`Tag.${number}.Key`]: 'b' })).toEqual(
        invalid('Tag'),
      );
      const untag = { ...RESOURCE, 'ResourceId.1': id, 'TagKey.1': 'a', [`TagKey.${number}`]: 'b' };
      expect(await refused('UntagResources', untag)).toEqual(invalid('TagKey'));
      expect(await tagsOf(id)).toEqual({});
    },
  );

  it.each(['-1', '+1', '1.0', '1e0', '0x1', ' 1', '1 ', '', '.1', '１', 'one'])(
    'has no place for the number "%s", as for any parameter that the API does not know',
    async (number) => {
      const { done, refused, id, other, tagsOf } = await setUp({ keys: 2 });
      const aside = {
        [`ResourceId.${number}`]: other,
        [`Tag.${number}.Key`]: 'aside',
        [`Tag.${number}.Value`]: 'aside',
      };
      await done('TagResources', {
        ...RESOURCE,
        ...aside,
        'ResourceId.1': id,
        'Tag.1.Key': 'a',
        'Tag.1.Value': 'b',
      });
      expect(await tagsOf(id)).toEqual({ a: 'b' });
      expect(await tagsOf(other)).toEqual({});
      await done('UntagResources', {
        ...RESOURCE,
        'ResourceId.1': id,
        'TagKey.1': 'never-there',
        [`TagKey.${number}`]: 'a',
      });
      expect(await tagsOf(id)).toEqual({ a: 'b' });
      // With nothing else there is nothing.
      expect(await refused('TagResources', { ...RESOURCE, ...aside })).toEqual(
        missing('ResourceId'),
      );
      expect(await refused('TagResources', { ...RESOURCE, ...aside, 'ResourceId.1': id })).toEqual(
        missing('Tag'),
      );
      const untag = { ...RESOURCE, 'ResourceId.1': id, [`TagKey.${number}`]: 'a' };
      expect(await refused('UntagResources', untag)).toEqual(invalid('TagKey'));
    },
  );

  it('is not a parameter of its bare name, in other case, or with more behind it', async () => {
    const { refused, id } = await setUp();
    const tag = { 'Tag.1.Key': 'a' };
    for (const name of [
      'ResourceId',
      'resourceId.1',
      'ResourceID.1',
      'ResourceId.1.Key',
      'ResourceIds.1',
      'xResourceId.1',
    ])
      expect([
        name,
        ...(await refused('TagResources', { ...RESOURCE, ...tag, [name]: id })),
      ]).toEqual([name, ...missing('ResourceId')]);
    for (const name of [
      'Tag',
      'Tag.1',
      'tag.1.Key',
      'Tag.1.key',
      'Tag.1.TagKey',
      'Tag.1.Key.1',
      'Tag.1Key',
      'Tags.1.Key',
    ])
      expect([
        name,
        ...(await refused('TagResources', { ...RESOURCE, 'ResourceId.1': id, [name]: 'a' })),
      ]).toEqual([name, ...missing('Tag')]);
  });

  it('may name one key several times, and acts on it once', async () => {
    const { done, id, tagsOf, auditOf } = await setUp();
    await done('TagResources', {
      ...RESOURCE,
      ...numbered('ResourceId', [id, id]),
      'Tag.1.Key': 'a',
    });
    expect(await tagsOf(id)).toEqual({ a: '' });
    expect(await auditOf('TagResources')).toMatchObject({ keyIds: [id] });
    await done('UntagResources', {
      ...RESOURCE,
      ...numbered('ResourceId', [id, id]),
      ...numbered('TagKey', ['a', 'a']),
    });
    expect(await tagsOf(id)).toEqual({});
  });

  it('may not name one tag twice', async () => {
    const { refused, id, tagsOf } = await setUp();
    const twice = {
      ...RESOURCE,
      'ResourceId.1': id,
      ...tagged([['a', '1'] as const, ['a', '2'] as const]),
    };
    expect(await refused('TagResources', twice)).toEqual([400, 'Duplicate.TagKey']);
    expect(await refused('ListTagResources', twice)).toEqual([400, 'Duplicate.TagKey']);
    expect(await tagsOf(id)).toEqual({});
  });

  it('has codes of its own for a tag that may not be', async () => {
    const { call, id, tagsOf } = await setUp();
    for (const [Key, Value, code] of [
      ['acs:s3cret', '', 'InvalidParameter.TagKey'],
      ['ALIYUN-s3cret', '', 'InvalidParameter.TagKey'],
      ['s3cret!', '', 'InvalidParameter.TagKey'],
      ['', 's3cret', 'InvalidParameter.TagKey'],
      ['s3cret'.padEnd(129, 'x'), '', 'InvalidParameter.TagKey'],
      ['a', 's3cret!', 'InvalidParameter.TagValue'],
      ['a', 's3cret'.padEnd(129, 'x'), 'InvalidParameter.TagValue'],
    ] as const) {
      const reply = await call('TagResources', {
        ...RESOURCE,
        'ResourceId.1': id,
        'Tag.1.Key': 'fine',
        'Tag.2.Key': Key,
        'Tag.2.Value': Value,
      });
      expect([Key, reply.status, reply.json.Code]).toEqual([Key, 400, code]);
      expect(reply.text).not.toContain('s3cret');
    }
    expect(await tagsOf(id)).toEqual({});
  });

  it('does all or nothing', async () => {
    const { refused, ids, tagsOf } = await setUp({ keys: 2 });
    const some = { ...RESOURCE, ...numbered('ResourceId', [...ids, NOBODY]) };
    expect(await refused('TagResources', { ...some, 'Tag.1.Key': 'a' })).toEqual([
      404,
      'InvalidResourceId.NotFound',
    ]);
    expect(await refused('UntagResources', { ...some, 'TagKey.1': 'a' })).toEqual([
      404,
      'InvalidResourceId.NotFound',
    ]);
    expect(await refused('ListTagResources', some)).toEqual([404, 'InvalidResourceId.NotFound']);
    for (const id of ids) expect(await tagsOf(id)).toEqual({});
  });

  it('is refused when one of its names comes twice, in the query, in a form, or in both', async () => {
    const { kms, account, id, tagsOf } = await setUp();
    const input = { ...RESOURCE, 'ResourceId.1': id, 'Tag.1.Key': 'a', 'Tag.1.Value': 'b' };
    const text = new URLSearchParams(
      signV1('POST', { ...commonV1(account, 'TagResources'), ...input }, account.secret),
    ).toString();
    const headers: [string, string][] = [['content-type', 'application/x-www-form-urlencoded']];
    for (const name of ['ResourceId.1', 'Tag.1.Key', 'Tag.1.Value']) {
      const again = `${name}=s3cret`;
      for (const request of [
        { path: `/?${text}&${again}` },
        { path: '/', headers, body: `${text}&${again}` },
        { path: `/?${text}`, headers, body: again },
      ]) {
        const reply = await rawRequest(kms.url, { method: 'POST', ...request });
        expect(toldBy(reply)).toEqual(invalid(name));
        expect(reply.text).not.toContain('s3cret');
      }
      const headed = await callAcs3(kms, account, 'TagResources', {
        query: input,
        form: { [name]: 's3cret' },
      });
      expect(toldBy(headed)).toEqual(invalid(name));
    }
    expect(await tagsOf(id)).toEqual({});
  });

  it('may be split over the query and a form', async () => {
    const { kms, account, id, other, tagsOf } = await setUp({ keys: 2 });
    const { status } = await callAcs3(kms, account, 'TagResources', {
      query: { ...RESOURCE, 'ResourceId.2': other, 'Tag.1.Value': 'b' },
      form: { 'ResourceId.1': id, 'Tag.1.Key': 'a' },
    });
    expect(status).toBe(200);
    for (const key of [id, other]) expect(await tagsOf(key)).toEqual({ a: 'b' });
  });

  it('does not treat an empty list as all: UntagResources needs tag keys, or the parameter All', async () => {
    const { done, refused, id, tagsOf } = await setUp();
    const resource = { ...RESOURCE, 'ResourceId.1': id };
    await done('TagResources', {
      ...resource,
      ...tagged([['a', ''] as const, ['b', ''] as const]),
    });
    expect(await refused('UntagResources', resource)).toEqual(invalid('TagKey'));
    expect(await refused('UntagResources', { ...resource, All: 'false' })).toEqual(
      invalid('TagKey'),
    );
    expect(await refused('UntagResources', { ...resource, All: 'yes' })).toEqual(invalid('All'));
    // "All" counts where no key is given.
    await done('UntagResources', { ...resource, All: 'true', 'TagKey.1': 'a' });
    expect(await tagsOf(id)).toEqual({ b: '' });
    await done('UntagResources', { ...resource, All: 'true' });
    expect(await tagsOf(id)).toEqual({});
  });
});

describe('NextToken', () => {
  it.each([
    's3cret',
    '!',
    'x'.repeat(1_025),
    ...['s3cret', `${NOBODY} s3cret\0`].map((text) => Buffer.from(text).toString('base64url')),
  ])('is refused where nobody gave it: %s', async (NextToken) => {
    const { call } = await setUp();
    const reply = await call('ListTagResources', { ...RESOURCE, NextToken });
    expect(toldBy(reply)).toEqual(invalid('NextToken'));
    expect(reply.text).not.toContain('s3cret');
  });

  it('leads through more than 200 rows, each of them once', async () => {
    const { done, ids } = await setUp({ keys: 11 });
    // The longest that there are: 128 letters of four bytes.
    const pairs = upTo(20, (number) => [`${'\u{10400}'.repeat(126)}${number + 10}`, ''] as const);
    await done('TagResources', { ...RESOURCE, ...numbered('ResourceId', ids), ...tagged(pairs) });
    const rows = [];
    const sizes = [];
    for (let NextToken = ''; ; ) {
      const page = (await done('ListTagResources', { ...RESOURCE, NextToken })) as {
        TagResources: { TagResource: { ResourceId: string; TagKey: string }[] };
        NextToken: string;
      };
      rows.push(
        ...page.TagResources.TagResource.map(({ ResourceId, TagKey }) => `${ResourceId} ${TagKey}`),
      );
      sizes.push(page.TagResources.TagResource.length);
      NextToken = page.NextToken;
      if (NextToken === '') break;
    }
    expect(sizes).toEqual([200, 20]);
    expect(new Set(rows)).toEqual(
      new Set(ids.flatMap((id) => pairs.map(([key]) => `${id} ${key}`))),
    );
  });
});
