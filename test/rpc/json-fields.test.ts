import { describe, expect, it } from 'vitest';
import { sharedKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';

/** An account with a key, and its calls. */
async function setUp() {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const call = (action: string, input: Readonly<Record<string, string>> = {}) =>
    callV1(kms, account, action, input, { placement: 'form' });
  const done = async (action: string, input: Readonly<Record<string, string>>) => {
    const { status, json } = await call(action, input);
    expect({ status, Code: json.Code, Message: json.Message }).toEqual({ status: 200 });
    return json;
  };
  const { KeyId: id } = (await done('CreateKey', {})).KeyMetadata as { KeyId: string };
  const tagsOf = async (KeyId: string): Promise<Record<string, string>> => {
    const { Tags } = (await done('ListResourceTags', { KeyId })) as {
      Tags: { Tag: { TagKey: string; TagValue: string }[] };
    };
    return Object.fromEntries(Tags.Tag.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
  };
  /** Refused by the parameter's name and in our words: neither the caller's nor those of a library. */
  const expectInvalid = async (
    action: string,
    input: Readonly<Record<string, string>>,
    name: string,
  ) => {
    const { status, json, text } = await call(action, input);
    expect([action, status, json.Code]).toEqual([action, 400, 'InvalidParameter']);
    expect(json.Message).toMatch(
      new RegExp(`^The specified parameter ${name} is not valid\\. Give .+`),
    );
    expect(text).not.toContain('s3cret');
  };
  return { call, done, expectInvalid, id, tagsOf };
}

const upTo = <T>(count: number, make: (number: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));

/** Texts that are no list of tags; most hold a word to look for in the answer. */
const NO_TAGS = [
  ['blanks', ' '],
  ['words', 's3cret=1'],
  ['JSON cut short', '[{"TagKey":"s3cret"'],
  ['single quotes', "[{'TagKey':'s3cret'}]"],
  ['JSON and more', '[{"TagKey":"s3cret","TagValue":""}] s3cret'],
  ['null', 'null'],
  ['a number', '42'],
  ['a string', '"s3cret"'],
  ['an object', '{"TagKey":"s3cret","TagValue":"s3cret"}'],
  ['lists in the list', '[["s3cret","s3cret"]]'],
  ['null in the list', '[null]'],
  ['another field', '[{"TagKey":"a","TagValue":"b","s3cret":"s3cret"}]'],
  ['the names of the newer family', '[{"Key":"s3cret","Value":"s3cret"}]'],
  ['names in camel case', '[{"tagKey":"s3cret","tagValue":"s3cret"}]'],
  ['only a value', '[{"TagValue":"s3cret"}]'],
  ['a key that is a number', '[{"TagKey":5,"TagValue":"s3cret"}]'],
  ['a value that is an object', '[{"TagKey":"a","TagValue":{"s3cret":1}}]'],
  ['a value that is null', '[{"TagKey":"s3cret","TagValue":null}]'],
  ['a key that may not be', '[{"TagKey":"s3cret!","TagValue":"b"}]'],
  ['a key of the cloud’s own', '[{"TagKey":"acs:s3cret","TagValue":"b"}]'],
  ['an empty key', '[{"TagKey":"","TagValue":"s3cret"}]'],
  ['a value that may not be', '[{"TagKey":"a","TagValue":"s3cret!"}]'],
  ['a lone surrogate', '[{"TagKey":"s3cret\\ud800","TagValue":"b"}]'],
  ['a null character', '[{"TagKey":"s3cret\\u0000","TagValue":"b"}]'],
  ['one key twice', '[{"TagKey":"s3cret","TagValue":"1"},{"TagKey":"s3cret","TagValue":"2"}]'],
  ['21 tags', JSON.stringify(upTo(21, (number) => ({ TagKey: `s3cret${number}`, TagValue: '' })))],
  ['very much', `[{"TagKey":"s3cret","TagValue":"${'x'.repeat(17_000)}"}]`],
  ['a very deep list', '['.repeat(8_000)],
] as const;

const NO_KEYS = [
  ['blanks', ' '],
  ['words', 's3cret,other'],
  ['JSON cut short', '["s3cret"'],
  ['null', 'null'],
  ['a string', '"s3cret"'],
  ['an object', '{"0":"s3cret"}'],
  ['an empty list', '[]'],
  ['a number in the list', '["s3cret",5]'],
  ['tags instead of keys', '[{"TagKey":"s3cret"}]'],
  ['a list in the list', '[["s3cret"]]'],
  ['an empty key', '["s3cret",""]'],
  ['a key that may not be', '["s3cret!"]'],
  ['21 keys', JSON.stringify(upTo(21, (number) => `s3cret${number}`))],
  ['very much', JSON.stringify([`s3cret${'x'.repeat(17_000)}`])],
] as const;

const NO_FILTERS = [
  ['blanks', ' '],
  ['words', 's3cret'],
  ['null', 'null'],
  ['an object', '{"Key":"KeyState","Values":["s3cret"]}'],
  ['a filter cut short', '[{"Key":"KeyState","Values":["s3cret"'],
  ['an unknown key', '[{"Key":"s3cret","Values":["s3cret"]}]'],
  ['a value that there is not', '[{"Key":"KeyState","Values":["s3cret"]}]'],
  ['another field', '[{"Key":"KeyState","Values":["Enabled"],"s3cret":"s3cret"}]'],
  ['no values', '[{"Key":"KeyState"}]'],
  ['an empty list of values', '[{"Key":"KeyState","Values":[]}]'],
  [
    '11 values',
    JSON.stringify([{ Key: 'DKMSInstanceId', Values: upTo(11, (number) => `s3cret${number}`) }]),
  ],
  ['a value that is a number', '[{"Key":"KeyState","Values":[5]}]'],
  ['null in the list', '[null]'],
  ['tags', '[{"Key":"Tag","Values":["s3cret"]}]'],
] as const;

describe('A list as JSON', () => {
  it('may be empty for a new key, and not where tags are what is to be done', async () => {
    const { call, expectInvalid, id, tagsOf } = await setUp();
    await expectInvalid('TagResource', { KeyId: id, Tags: '[]' }, 'Tags');
    const { json } = await call('CreateKey', { Tags: '[]' });
    expect(await tagsOf((json.KeyMetadata as { KeyId: string }).KeyId)).toEqual({});
  });

  it.each(NO_TAGS)(
    'is refused for %s as Tags of TagResource and CreateKey, without repeating it',
    async (_name, Tags) => {
      const { call, expectInvalid, id, tagsOf } = await setUp();
      await expectInvalid('TagResource', { KeyId: id, Tags }, 'Tags');
      await expectInvalid('CreateKey', { Tags }, 'Tags');
      expect(await tagsOf(id)).toEqual({});
      expect((await call('ListKeys')).json.TotalCount).toBe(1);
    },
  );

  it.each(NO_KEYS)(
    'is refused for %s as TagKeys of UntagResource, without repeating it',
    async (_name, TagKeys) => {
      const { done, expectInvalid, id, tagsOf } = await setUp();
      await done('TagResource', { KeyId: id, Tags: '[{"TagKey":"s3cret","TagValue":"stays"}]' });
      await expectInvalid('UntagResource', { KeyId: id, TagKeys }, 'TagKeys');
      expect(await tagsOf(id)).toEqual({ s3cret: 'stays' });
    },
  );

  it.each(NO_FILTERS)(
    'is refused for %s as Filters of ListKeys, without repeating it',
    async (_name, Filters) => {
      const { expectInvalid } = await setUp();
      await expectInvalid('ListKeys', { Filters }, 'Filters');
    },
  );

  it('is missed by name, in whatever other spelling it comes', async () => {
    const { call, id } = await setUp();
    for (const [action, name, input] of [
      ['TagResource', 'Tags', {}],
      ['UntagResource', 'TagKeys', {}],
      ['TagResource', 'Tags', { 'Tag.1.Key': 'a', 'Tag.1.Value': 'b' }],
      ['UntagResource', 'TagKeys', { 'TagKey.1': 'a' }],
    ] as const) {
      const { status, json } = await call(action, { KeyId: id, ...input });
      expect([status, json.Code]).toEqual([400, 'MissingParameter']);
      expect(json.Message).toBe(`The parameter "${name}" is needed but not provided.`);
    }
  });

  it('may lack a value, have blanks, and escape what it pleases', async () => {
    const { done, id, tagsOf } = await setUp();
    await done('TagResource', {
      KeyId: id,
      Tags: ' [ { "TagValue" : "\\u0062" , "TagKey" : "\\u043a" } , {"TagKey":"a"} ] ',
    });
    expect(await tagsOf(id)).toEqual({ a: '', к: 'b' });
    await done('UntagResource', { KeyId: id, TagKeys: ' [ "\\u043a" , "a" ] ' });
    expect(await tagsOf(id)).toEqual({});
  });

  it('takes __proto__ for a name like any other', async () => {
    const { done, id } = await setUp();
    await done('TagResource', { KeyId: id, Tags: '[{"TagKey":"__proto__","TagValue":"b"}]' });
    expect((await done('ListResourceTags', { KeyId: id })).Tags).toEqual({
      Tag: [{ KeyId: id, TagKey: '__proto__', TagValue: 'b' }],
    });
    await done('UntagResource', { KeyId: id, TagKeys: '["__proto__"]' });
    expect((await done('ListResourceTags', { KeyId: id })).Tags).toEqual({ Tag: [] });
  });

  it('adds up to at most as many tags as a key may have', async () => {
    const { call, done, id, tagsOf } = await setUp();
    const tags = (from: number, count: number) =>
      JSON.stringify(upTo(count, (number) => ({ TagKey: `k${from + number}`, TagValue: '' })));
    await done('TagResource', { KeyId: id, Tags: tags(0, 20) });
    await done('TagResource', { KeyId: id, Tags: tags(10, 10) });
    const newer = {
      RegionId: 'cn-hangzhou',
      ResourceType: 'key',
      'ResourceId.1': id,
      'Tag.1.Key': 'one-more',
    };
    for (const reply of [
      await call('TagResource', { KeyId: id, Tags: tags(20, 1) }),
      await call('TagResources', newer),
    ])
      expect([reply.status, reply.json.Code]).toEqual([400, 'Rejected.LimitExceeded']);
    expect(Object.keys(await tagsOf(id))).toHaveLength(20);
  });
});
