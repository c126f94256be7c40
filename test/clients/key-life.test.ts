import {
  constants,
  createHash,
  createPublicKey,
  publicEncrypt,
  randomBytes,
  verify,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Credential, type Kms, sharedKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';
import { SDKS, type SdkParams } from './sdks.ts';

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const PRESENT = expect.stringMatching(/.+/);
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');

interface Metadata {
  readonly KeyId: string;
  readonly Arn: string;
  readonly PrimaryKeyVersion: string;
  readonly LastRotationDate: string;
}
interface Version {
  readonly KeyVersionId: string;
}
/** What the tests read of answers; the expectations see all of them. */
type Answer = Readonly<Record<string, string>> & {
  readonly KeyMetadata: Metadata;
  readonly KeyVersion: Version;
  readonly KeyVersions: { readonly KeyVersion: readonly Version[] };
};

/** By the test's own client: the SDKs wait for three seconds, which an RSA key can take on a busy machine. */
async function makeRsaKey(kms: Kms, account: Credential, KeyUsage: string): Promise<string> {
  const { status, json } = await callV1(kms, account, 'CreateKey', {
    KeySpec: 'RSA_2048',
    KeyUsage,
  });
  expect(status).toBe(200);
  return (json.KeyMetadata as Metadata).KeyId;
}

describe.each(SDKS)('$name', ({ call, codeOf, has }) => {
  async function setUp() {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const act = async (action: string, input: SdkParams = {}) =>
      (await call(kms, account, action, input)) as unknown as Answer;
    const refused = async (action: string, input: SdkParams) =>
      codeOf(await act(action, input).catch((error: unknown) => error));
    const createKey = async (input: SdkParams = {}) => (await act('CreateKey', input)).KeyMetadata;
    const onlyVersionOf = async (KeyId: string): Promise<string> => {
      const { KeyVersions } = await act('ListKeyVersions', { KeyId });
      expect(KeyVersions.KeyVersion).toHaveLength(1);
      return KeyVersions.KeyVersion[0]?.KeyVersionId ?? '';
    };
    return { kms, account, act, refused, createKey, onlyVersionOf };
  }

  it('gives a key versions, lists them page by page, and opens what the old one sealed', async () => {
    const { act, createKey, refused } = await setUp();
    const { KeyId, PrimaryKeyVersion: first } = await createKey();
    expect((await act('ListKeyVersions', { KeyId })).KeyVersions).toEqual({
      KeyVersion: [{ KeyId, KeyVersionId: first, CreationDate: TIME }],
    });
    const old = await act('Encrypt', { KeyId, Plaintext: 'b2xk' });
    const { KeyVersion } = await act('CreateKeyVersion', { KeyId });
    expect(KeyVersion).toEqual({ KeyId, KeyVersionId: PRESENT, CreationDate: TIME });
    const second = KeyVersion.KeyVersionId;
    expect(second).not.toBe(first);
    expect((await act('DescribeKeyVersion', { KeyId, KeyVersionId: second })).KeyVersion).toEqual(
      KeyVersion,
    );
    const page = (PageNumber: number) => act('ListKeyVersions', { KeyId, PageNumber, PageSize: 1 });
    expect(await page(1)).toMatchObject({
      TotalCount: 2,
      PageNumber: 1,
      PageSize: 1,
      KeyVersions: { KeyVersion: [{ KeyVersionId: first }] },
    });
    expect((await page(2)).KeyVersions).toEqual({ KeyVersion: [KeyVersion] });
    expect((await page(3)).KeyVersions).toEqual({ KeyVersion: [] });
    const fresh = await act('Encrypt', { KeyId, Plaintext: 'bmV3' });
    expect([old.KeyVersionId, fresh.KeyVersionId]).toEqual([first, second]);
    for (const [{ CiphertextBlob = '' }, Plaintext, KeyVersionId] of [
      [old, 'b2xk', first] as const,
      [fresh, 'bmV3', second] as const,
    ])
      expect(await act('Decrypt', { CiphertextBlob })).toMatchObject({
        KeyId,
        KeyVersionId,
        Plaintext,
      });
    expect(await refused('DescribeKeyVersion', { KeyId, KeyVersionId: KeyId })).toBe(
      'Forbidden.KeyVersionNotFound',
    );
  });

  it('starts and stops the automatic rotation of a key', async () => {
    const { act, createKey, refused } = await setUp();
    const { KeyId } = await createKey();
    const describeKey = async () => (await act('DescribeKey', { KeyId })).KeyMetadata;
    expect(await describeKey()).toMatchObject({ AutomaticRotation: 'Disabled' });
    await act('UpdateRotationPolicy', {
      KeyId,
      EnableAutomaticRotation: true,
      RotationInterval: '30d',
    });
    const { LastRotationDate, ...rotating } = await describeKey();
    expect(rotating).toMatchObject({
      AutomaticRotation: 'Enabled',
      RotationInterval: '2592000s',
      NextRotationDate: new Date(Date.parse(LastRotationDate) + 30 * 86_400_000)
        .toISOString()
        .replace('.000', ''),
    });
    await act('DisableKey', { KeyId });
    expect(await describeKey()).toMatchObject({
      AutomaticRotation: 'Suspended',
      RotationInterval: '2592000s',
      NextRotationDate: TIME,
    });
    await act('EnableKey', { KeyId });
    await act('UpdateRotationPolicy', { KeyId, EnableAutomaticRotation: false });
    const stopped = await describeKey();
    expect(stopped).toMatchObject({ AutomaticRotation: 'Disabled' });
    expect(stopped).not.toHaveProperty('NextRotationDate');
    expect(stopped).not.toHaveProperty('RotationInterval');
    expect(
      await refused('UpdateRotationPolicy', {
        KeyId,
        EnableAutomaticRotation: true,
        RotationInterval: '6d',
      }),
    ).toBe('InvalidParameter');
  });

  it('names a key by an alias, and moves the alias to another', async () => {
    const { account, act, createKey, refused } = await setUp();
    const [one, other] = [await createKey(), await createKey()];
    const AliasName = 'alias/life/of-a_key';
    const aliases = async (KeyId?: string) =>
      act(KeyId ? 'ListAliasesByKeyId' : 'ListAliases', KeyId ? { KeyId } : {});
    expect(await aliases()).toMatchObject({
      Aliases: { Alias: [] },
      TotalCount: 0,
      PageNumber: 1,
      PageSize: 10,
    });
    await act('CreateAlias', { KeyId: one.KeyId, AliasName });
    expect(await refused('CreateAlias', { KeyId: other.KeyId, AliasName })).toBe(
      'AliasAlreadyExists',
    );
    const AliasArn = `acs:kms:cn-hangzhou:${account.accountId}:${AliasName}`;
    const listed = {
      Aliases: { Alias: [{ AliasName, AliasArn, KeyId: one.KeyId }] },
      TotalCount: 1,
    };
    expect(await aliases()).toMatchObject(listed);
    expect(await aliases(one.KeyId)).toMatchObject(listed);
    expect((await aliases(other.KeyId)).Aliases).toEqual({ Alias: [] });

    const { CiphertextBlob = '', KeyId } = await act('Encrypt', {
      KeyId: AliasName,
      Plaintext: 'eA==',
    });
    expect(KeyId).toBe(one.KeyId);
    await act('UpdateAlias', { KeyId: other.KeyId, AliasName });
    expect((await act('Encrypt', { KeyId: AliasName, Plaintext: 'eA==' })).KeyId).toBe(other.KeyId);
    expect(await act('Decrypt', { CiphertextBlob })).toMatchObject({
      KeyId: one.KeyId,
      Plaintext: 'eA==',
    });
    expect((await act('DescribeKey', { KeyId: AliasName })).KeyMetadata.KeyId).toBe(other.KeyId);
    expect((await aliases(one.KeyId)).Aliases).toEqual({ Alias: [] });

    await act('DeleteAlias', { AliasName });
    expect((await aliases()).Aliases).toEqual({ Alias: [] });
    expect(await refused('DeleteAlias', { AliasName })).toBe('Forbidden.AliasNotFound');
    expect(await refused('Encrypt', { KeyId: AliasName, Plaintext: 'eA==' })).toBe(
      'Forbidden.AliasNotFound',
    );
  });

  it.each([
    ['DisableKey', {}],
    ['UpdateKeyDescription', { Description: '' }],
    ['ScheduleKeyDeletion', { PendingWindowInDays: 7 }],
    ['UpdateRotationPolicy', { EnableAutomaticRotation: false }],
    ['ListAliasesByKeyId', {}],
    ['TagResource', { Tags: '[{"TagKey":"a","TagValue":"b"}]' }],
  ])('is told that %s takes no alias', async (action, input) => {
    const { act, createKey, refused } = await setUp();
    const { KeyId } = await createKey();
    await act('CreateAlias', { KeyId, AliasName: 'alias/a' });
    expect(await refused(action, { ...input, KeyId: 'alias/a' })).toBe('Unsupported.Alias');
  });

  it('adds tags to a key as JSON, and removes them', async () => {
    const { act, createKey, refused } = await setUp();
    const { KeyId } = await createKey();
    const tags = async () => (await act('ListResourceTags', { KeyId })).Tags;
    expect(await tags()).toEqual({ Tag: [] });
    await act('TagResource', {
      KeyId,
      Tags: JSON.stringify([{ TagKey: 'команда', TagValue: 'a+b=c/d' }]),
    });
    expect(await tags()).toEqual({ Tag: [{ KeyId, TagKey: 'команда', TagValue: 'a+b=c/d' }] });
    const more = [
      { TagKey: 'Created', TagValue: 'TF' },
      { TagKey: 'команда', TagValue: '' },
    ];
    await act('TagResource', { KeyId, Tags: JSON.stringify(more) });
    expect(await tags()).toEqual({ Tag: more.map((tag) => ({ KeyId, ...tag })) });
    await act('UntagResource', { KeyId, TagKeys: '["команда","never-there"]' });
    expect(await tags()).toEqual({ Tag: [{ KeyId, ...more[0] }] });
    expect(await refused('TagResource', { KeyId, Tags: 'Created=TF' })).toBe('InvalidParameter');
  });

  describe('with a family of operations that only some SDKs have', () => {
    const family = ['TagResources', 'UntagResources', 'ListTagResources'];
    it.skipIf(!family.every(has))(
      `adds tags to several keys, and removes them (${family.join(', ')})`,
      async () => {
        const { act, createKey, refused } = await setUp();
        const ids = [(await createKey()).KeyId, (await createKey()).KeyId];
        const keys = { RegionId: 'cn-hangzhou', ResourceType: 'key', ResourceId: ids };
        const tag = (Key: string, Value: string) => ({ Key, Value });
        const listed = (ResourceId: string, TagKey: string, TagValue: string) => ({
          ResourceId,
          ResourceType: 'key',
          TagKey,
          TagValue,
        });
        expect(await act('ListTagResources', keys)).toMatchObject({
          TagResources: { TagResource: [] },
          NextToken: '',
        });
        await act('TagResources', {
          ...keys,
          Tag: [tag('Created', 'TF'), tag('команда', 'a+b=c/d')],
        });
        expect((await act('ListTagResources', keys)).TagResources).toEqual({
          TagResource: ids.flatMap((id) => [
            listed(id, 'Created', 'TF'),
            listed(id, 'команда', 'a+b=c/d'),
          ]),
        });
        await act('UntagResources', { ...keys, TagKey: ['команда'] });
        await act('TagResources', {
          ...keys,
          ResourceId: ids.slice(1),
          Tag: [tag('Created', 'by-hand')],
        });
        expect(
          (await act('ListTagResources', { ...keys, Tag: [tag('Created', 'by-hand')] }))
            .TagResources,
        ).toEqual({
          TagResource: [listed(ids[1] ?? '', 'Created', 'by-hand')],
        });
        await act('UntagResources', { ...keys, All: true });
        expect((await act('ListTagResources', keys)).TagResources).toEqual({ TagResource: [] });
        expect(await refused('TagResources', { ...keys, Tag: [tag('acs:own', '')] })).toBe(
          'InvalidParameter.TagKey',
        );
        expect(
          await refused('TagResources', {
            ...keys,
            ResourceId: ['no-such-key'],
            Tag: [tag('a', 'b')],
          }),
        ).toBe('InvalidResourceId.NotFound');
      },
    );
  });

  const message = Buffer.from('the message, of which the service sees a digest');
  const Digest = base64(createHash('sha256').update(message).digest());

  async function signAndVerify(
    { act, onlyVersionOf }: Pick<Awaited<ReturnType<typeof setUp>>, 'act' | 'onlyVersionOf'>,
    KeyId: string,
    Algorithm: string,
    options: { padding?: number; saltLength?: number },
  ) {
    const pair = { KeyId, KeyVersionId: await onlyVersionOf(KeyId) };
    const signed = await act('AsymmetricSign', { ...pair, Algorithm, Digest });
    expect(signed).toMatchObject({ ...pair, Value: PRESENT });
    const { PublicKey, ...rest } = await act('GetPublicKey', pair);
    expect(rest).toMatchObject(pair);
    const key = createPublicKey(String(PublicKey));
    const signature = Buffer.from(String(signed.Value), 'base64');
    expect(verify('sha256', message, { key, ...options }, signature)).toBe(true);
    expect(verify('sha256', Buffer.from('another'), { key, ...options }, signature)).toBe(false);
    const Value = base64(signature);
    expect(await act('AsymmetricVerify', { ...pair, Algorithm, Digest, Value })).toMatchObject({
      ...pair,
      Value: true,
    });
    const wrong = base64(createHash('sha256').update('another').digest());
    expect(
      await act('AsymmetricVerify', { ...pair, Algorithm, Digest: wrong, Value }),
    ).toMatchObject({ ...pair, Value: false });
  }

  it('signs by EC_P256, as node:crypto verifies over the message itself', async () => {
    const { createKey, ...rest } = await setUp();
    const { KeyId, ...created } = await createKey({ KeySpec: 'EC_P256', KeyUsage: 'SIGN/VERIFY' });
    expect(created).toMatchObject({ KeySpec: 'EC_P256', KeyUsage: 'SIGN/VERIFY' });
    await signAndVerify(rest, KeyId, 'ECDSA_SHA_256', {});
  });

  it('signs by RSA_2048, PSS and PKCS#1, likewise', async () => {
    const { kms, account, ...rest } = await setUp();
    const KeyId = await makeRsaKey(kms, account, 'SIGN/VERIFY');
    await signAndVerify(rest, KeyId, 'RSA_PSS_SHA_256', {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    });
    await signAndVerify(rest, KeyId, 'RSA_PKCS1_SHA_256', { padding: constants.RSA_PKCS1_PADDING });
  });

  it('decrypts what node:crypto encrypted to a public key, and encrypts to one itself', async () => {
    const { kms, account, act, refused, onlyVersionOf } = await setUp();
    const KeyId = await makeRsaKey(kms, account, 'ENCRYPT/DECRYPT');
    const pair = { KeyId, KeyVersionId: await onlyVersionOf(KeyId) };
    const key = createPublicKey(String((await act('GetPublicKey', pair)).PublicKey));
    const hashes = { RSAES_OAEP_SHA_256: 'sha256', RSAES_OAEP_SHA_1: 'sha1' };
    for (const [Algorithm, oaepHash] of Object.entries(hashes)) {
      const secret = randomBytes(32);
      const sealed = publicEncrypt(
        { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash },
        secret,
      );
      const opened = await act('AsymmetricDecrypt', {
        ...pair,
        Algorithm,
        CiphertextBlob: base64(sealed),
      });
      expect(opened).toMatchObject({ ...pair, Plaintext: base64(secret) });
      const { CiphertextBlob = '' } = await act('AsymmetricEncrypt', {
        ...pair,
        Algorithm,
        Plaintext: base64(secret),
      });
      expect(await act('AsymmetricDecrypt', { ...pair, Algorithm, CiphertextBlob })).toMatchObject({
        Plaintext: base64(secret),
      });
      sealed[200] = (sealed[200] ?? 0) ^ 1;
      expect(
        await refused('AsymmetricDecrypt', { ...pair, Algorithm, CiphertextBlob: base64(sealed) }),
      ).toBe('InvalidParameter');
    }
  });
});
