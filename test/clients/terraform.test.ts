import { describe, expect, it } from 'vitest';
import { type RawReply, rawRequest } from '../support/http.ts';
import { type Credential, type Kms, sharedKms, startKms } from '../support/kms.ts';
import { commonV1, signV1 } from '../support/rpc-client.ts';

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const PRESENT = expect.stringMatching(/.+/);
const RegionId = 'cn-hangzhou';

type Input = Readonly<Record<string, string>>;

/**
 * One call as the provider's generic client sends it: always POST; what is common to all calls in the query, what is the
 * operation's own in a form that comes in chunks, one signature over both together, `+` for a blank. It puts SourceIp and
 * SecureTransport into the query as well when its configuration has them, and the server knows neither.
 */
function send(
  kms: Kms,
  account: Credential,
  action: string,
  input: Input,
  now?: Date,
): Promise<RawReply> {
  const common = {
    ...commonV1(account, action, now),
    Format: 'json',
    SourceIp: '10.0.0.1',
    SecureTransport: 'true',
  };
  const { Signature = '' } = signV1('POST', { ...common, ...input }, account.secret);
  const form = new URLSearchParams(input).toString();
  return rawRequest(kms.url, {
    method: 'POST',
    path: `/?${new URLSearchParams({ ...common, Signature })}`,
    headers: [
      [
        'user-agent',
        'AlibabaCloud (linux; amd64) Golang/1.18.4 Core/0.01 TeaDSL/1 Terraform/1.9.5 Provider/1.230.0',
      ],
      ['x-acs-action', action],
      ['x-acs-version', '2016-01-20'],
      ['content-type', 'application/x-www-form-urlencoded'],
      ['transfer-encoding', 'chunked'],
    ],
    body: form,
  });
}

/** An account's calls: `done` and what was answered, or `refused` and how. */
async function setUp({ kms, clock }: { kms?: Kms; clock?: () => Date } = {}) {
  const server = kms ?? (await sharedKms());
  const account = await server.addAccount();
  const done = async (action: string, input: Input = {}): Promise<Record<string, unknown>> => {
    const { status, json } = await send(server, account, action, input, clock?.());
    expect({ status, Code: json.Code, Message: json.Message }).toEqual({ status: 200 });
    return json;
  };
  /** The provider compares the beginning of a code. On deletion it reads only the status. */
  const refused = async (action: string, input: Input = {}) => {
    const { status, json } = await send(server, account, action, input, clock?.());
    expect(json.HttpStatus).toBe(status);
    return [status, json.Code];
  };
  const describeKey = async (KeyId: string) =>
    (await done('DescribeKey', { KeyId })).KeyMetadata as Record<string, string>;
  const tagsOf = async (KeyId: string) =>
    (await done('ListTagResources', { RegionId, ResourceType: 'key', 'ResourceId.1': KeyId }))
      .TagResources;
  const createKey = async (input: Input = {}) => {
    const { KeyId = '' } = (await done('CreateKey', { ProtectionLevel: 'SOFTWARE', ...input }))
      .KeyMetadata as Record<string, string>;
    return KeyId;
  };
  return { account, done, refused, describeKey, tagsOf, createKey };
}

describe('alicloud_kms_key', () => {
  const key = {
    Description: 'key of a+b & c=d, made by Terraform',
    KeyUsage: 'ENCRYPT/DECRYPT',
    Origin: 'Aliyun_KMS',
    ProtectionLevel: 'SOFTWARE',
    KeySpec: 'Aliyun_AES_256',
    EnableAutomaticRotation: 'true',
  };

  it.each(['604800s', '7d'])(
    'is created with a rotation of %s, and read',
    async (RotationInterval) => {
      const { account, done, describeKey, tagsOf } = await setUp();
      const { KeyMetadata } = await done('CreateKey', { ...key, RotationInterval });
      const { KeyId } = KeyMetadata as { KeyId: string };
      const { EnableAutomaticRotation: _asked, ...kept } = key;
      expect(await describeKey(KeyId)).toEqual({
        ...kept,
        KeyId,
        Arn: `acs:kms:${RegionId}:${account.accountId}:key/${KeyId}`,
        Creator: account.accountId,
        KeyState: 'Enabled',
        AutomaticRotation: 'Enabled',
        // In one spelling, however it was asked for: a plan that differs from it in words would never come to rest.
        RotationInterval: '604800s',
        NextRotationDate: TIME,
        LastRotationDate: TIME,
        CreationDate: TIME,
        PrimaryKeyVersion: PRESENT,
        DeletionProtection: 'Disabled',
        DeleteDate: '',
        MaterialExpireTime: '',
      });
      expect(await tagsOf(KeyId)).toEqual({ TagResource: [] });
      expect(await done('GetKeyPolicy', { KeyId, PolicyName: 'default' })).toMatchObject({
        Policy: expect.stringContaining('kms default key policy'),
      });
    },
  );

  it('is created with tags as JSON, which newer releases send', async () => {
    const { done, tagsOf } = await setUp();
    const Tags =
      '[{"TagKey":"Created","TagValue":"TF"},{"TagKey":"For","TagValue":"acceptance-test"}]';
    const { KeyId } = (await done('CreateKey', { ProtectionLevel: 'SOFTWARE', Tags }))
      .KeyMetadata as { KeyId: string };
    const row = (TagKey: string, TagValue: string) => ({
      ResourceId: KeyId,
      ResourceType: 'key',
      TagKey,
      TagValue,
    });
    expect(await tagsOf(KeyId)).toEqual({
      TagResource: [row('Created', 'TF'), row('For', 'acceptance-test')],
    });
  });

  it('gets tags, loses those that a new plan lacks, and gets those that it adds', async () => {
    const { done, createKey, tagsOf } = await setUp();
    const KeyId = await createKey();
    const resource = { RegionId, ResourceType: 'key', 'ResourceId.1': KeyId };
    const row = (TagKey: string, TagValue: string) => ({
      ResourceId: KeyId,
      ResourceType: 'key',
      TagKey,
      TagValue,
    });
    await done('TagResources', {
      ...resource,
      'Tag.1.Key': 'Created',
      'Tag.1.Value': 'TF',
      'Tag.2.Key': 'For',
      'Tag.2.Value': 'Test',
    });
    expect(await tagsOf(KeyId)).toEqual({
      TagResource: [row('Created', 'TF'), row('For', 'Test')],
    });
    // A value that changes is taken off by its key, and then set.
    await done('UntagResources', { ...resource, 'TagKey.1': 'Created', 'TagKey.2': 'For' });
    expect(await tagsOf(KeyId)).toEqual({ TagResource: [] });
    await done('TagResources', { ...resource, 'Tag.1.Key': 'Created', 'Tag.1.Value': 'TF-update' });
    expect(await tagsOf(KeyId)).toEqual({ TagResource: [row('Created', 'TF-update')] });
  });

  it('changes as its plan does: description, rotation, state', async () => {
    const { done, createKey, describeKey } = await setUp();
    const KeyId = await createKey({ ...key, RotationInterval: '604800s' });
    await done('UpdateKeyDescription', { KeyId, Description: 'another, of 1+1' });
    expect(await describeKey(KeyId)).toMatchObject({ Description: 'another, of 1+1' });
    // The interval stands in its state, and is sent along when rotation is switched off.
    await done('UpdateRotationPolicy', {
      KeyId,
      EnableAutomaticRotation: 'false',
      RotationInterval: '604800s',
    });
    const still = await describeKey(KeyId);
    expect(still.AutomaticRotation).toBe('Disabled');
    expect(still).not.toHaveProperty('NextRotationDate');
    await done('UpdateRotationPolicy', {
      KeyId,
      EnableAutomaticRotation: 'true',
      RotationInterval: '2592000s',
    });
    expect(await describeKey(KeyId)).toMatchObject({
      AutomaticRotation: 'Enabled',
      RotationInterval: '2592000s',
      NextRotationDate: TIME,
    });
    // It waits until the key is in the state that it asked for.
    await done('DisableKey', { KeyId });
    expect(await describeKey(KeyId)).toMatchObject({
      KeyState: 'Disabled',
      AutomaticRotation: 'Suspended',
    });
    await done('EnableKey', { KeyId });
    expect(await describeKey(KeyId)).toMatchObject({
      KeyState: 'Enabled',
      AutomaticRotation: 'Enabled',
    });
  });

  it('is protected against deletion by its id, with a reason or without', async () => {
    const { done, refused, createKey, describeKey } = await setUp();
    const KeyId = await createKey();
    await done('SetDeletionProtection', { KeyId, EnableDeletionProtection: 'true' });
    const protectedKey = await describeKey(KeyId);
    expect(protectedKey.DeletionProtection).toBe('Enabled');
    expect(protectedKey).not.toHaveProperty('DeletionProtectionDescription');
    await done('SetDeletionProtection', {
      KeyId,
      EnableDeletionProtection: 'true',
      DeletionProtectionDescription: 'in use',
    });
    expect(await describeKey(KeyId)).toMatchObject({
      DeletionProtection: 'Enabled',
      DeletionProtectionDescription: 'in use',
    });
    // Not a 404, which the provider would take for "gone already".
    expect(await refused('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: '7' })).toEqual([
      400,
      'Rejected.UnsupportedOperation',
    ]);
    expect(await describeKey(KeyId)).toMatchObject({ KeyState: 'Enabled' });
  });

  it('is destroyed: pending at once, and gone when its days are over', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    const clock = () => now;
    await using kms = await startKms({ clock });
    const { done, refused, createKey, describeKey, tagsOf } = await setUp({ kms, clock });
    const KeyId = await createKey({ ...key, RotationInterval: '7d' });
    await done('TagResources', {
      RegionId,
      ResourceType: 'key',
      'ResourceId.1': KeyId,
      'Tag.1.Key': 'Created',
      'Tag.1.Value': 'TF',
    });
    await done('SetDeletionProtection', { KeyId, EnableDeletionProtection: 'true' });
    await done('SetDeletionProtection', { KeyId, EnableDeletionProtection: 'false' });
    await done('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: '7' });
    // To the provider such a key is gone.
    expect(await describeKey(KeyId)).toMatchObject({
      KeyState: 'PendingDeletion',
      DeleteDate: '2026-12-08T00:00:00Z',
    });
    expect(await tagsOf(KeyId)).toMatchObject({
      TagResource: [{ TagKey: 'Created', TagValue: 'TF' }],
    });
    expect(await refused('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: '7' })).toEqual([
      409,
      'Rejected.StateModifiedFailed',
    ]);
    now = new Date('2026-12-08T00:00:00Z');
    expect(await refused('DescribeKey', { KeyId })).toEqual([404, 'Forbidden.KeyNotFound']);
    expect(await refused('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: '7' })).toEqual([
      404,
      'Forbidden.KeyNotFound',
    ]);
    expect(
      await refused('ListTagResources', { RegionId, ResourceType: 'key', 'ResourceId.1': KeyId }),
    ).toEqual([404, 'InvalidResourceId.NotFound']);
  });

  it('that never was is not found, by whatever call', async () => {
    const { refused } = await setUp();
    const KeyId = '01a20bda-0000-7000-8000-000000000000';
    const calls: readonly (readonly [action: string, input?: Input])[] = [
      ['DescribeKey'],
      ['GetKeyPolicy'],
      ['UpdateKeyDescription', { Description: 'x' }],
      ['UpdateRotationPolicy', { EnableAutomaticRotation: 'false' }],
      ['SetDeletionProtection', { EnableDeletionProtection: 'false' }],
      ['EnableKey'],
      ['DisableKey'],
      ['ScheduleKeyDeletion', { PendingWindowInDays: '7' }],
      ['ListKeyVersions'],
      ['CreateAlias', { AliasName: 'alias/a' }],
    ];
    for (const [action, input] of calls)
      expect([action, ...(await refused(action, { ...input, KeyId }))]).toEqual([
        action,
        404,
        'Forbidden.KeyNotFound',
      ]);
  });
});

interface AliasPage {
  readonly Aliases: {
    readonly Alias: readonly { readonly AliasName: string; readonly KeyId: string }[];
  };
}

describe('alicloud_kms_alias', () => {
  const PAGE = 20;

  it('is created, found among the others page by page, moved and deleted', async () => {
    const { done, refused, createKey } = await setUp();
    /** A page that is full has a next one, which may have none. */
    const find = async (wanted: string) => {
      const sizes = [];
      for (let page = 1; ; page += 1) {
        const answer = await done('ListAliases', {
          RegionId,
          PageNumber: String(page),
          PageSize: String(PAGE),
        });
        const { Alias } = (answer as unknown as AliasPage).Aliases;
        sizes.push(Alias.length);
        const found = Alias.find(({ AliasName }) => AliasName === wanted);
        if (found || Alias.length < PAGE) return { KeyId: found?.KeyId, sizes };
      }
    };
    const [KeyId, other] = [await createKey(), await createKey()];
    const AliasName = 'alias/tf-testacc/of_1';
    expect(await find(AliasName)).toEqual({ KeyId: undefined, sizes: [0] });
    for (let number = 1; number <= PAGE; number += 1)
      await done('CreateAlias', { KeyId, AliasName: `alias/tf-testacc/of_1${number}` });
    expect(await find(AliasName)).toEqual({ KeyId: undefined, sizes: [PAGE, 0] });
    await done('CreateAlias', { KeyId, AliasName });
    expect(await find(AliasName)).toEqual({ KeyId, sizes: [PAGE, 1] });
    expect(await refused('CreateAlias', { KeyId, AliasName })).toEqual([400, 'AliasAlreadyExists']);
    await done('UpdateAlias', { KeyId: other, AliasName });
    expect(await find(AliasName)).toEqual({ KeyId: other, sizes: [PAGE, 1] });
    await done('DeleteAlias', { AliasName });
    expect(await find(AliasName)).toEqual({ KeyId: undefined, sizes: [PAGE, 0] });
    expect(await refused('DeleteAlias', { AliasName })).toEqual([404, 'Forbidden.AliasNotFound']);
    expect(await refused('UpdateAlias', { KeyId, AliasName })).toEqual([
      404,
      'Forbidden.AliasNotFound',
    ]);
    // How older releases read an alias.
    expect(await refused('DescribeKey', { KeyId: AliasName })).toEqual([
      404,
      'Forbidden.AliasNotFound',
    ]);
  });
});

describe('Data sources', () => {
  it('alicloud_kms_service takes "opened already" for success', async () => {
    const { refused } = await setUp();
    expect(await refused('OpenKmsService')).toEqual([400, 'Forbidden.Opened']);
  });

  it('alicloud_kms_keys pages through ListKeys, filtered, and describes what it finds', async () => {
    const { done, createKey, describeKey } = await setUp();
    const ids: string[] = [];
    for (let number = 1; number <= 5; number += 1)
      ids.push(await createKey({ Description: `tf-testacc ${number}` }));
    await done('DisableKey', { KeyId: ids[1] ?? '' });
    const Filters =
      '[{"Key":"KeyState","Values":["Enabled"]},{"Key":"KeySpec","Values":["Aliyun_AES_256","Aliyun_SM4"]}]';
    const list = (PageNumber: string) =>
      done('ListKeys', { RegionId, PageNumber, PageSize: '2', Filters });
    const found = [];
    for (const page of ['1', '2', '3']) {
      const { Keys, TotalCount } = (await list(page)) as {
        Keys: { Key: { KeyId: string; KeyArn: string }[] };
        TotalCount: number;
      };
      expect(TotalCount).toBe(4);
      for (const { KeyId, KeyArn } of Keys.Key) {
        found.push(KeyId);
        expect(await describeKey(KeyId)).toMatchObject({
          KeyState: 'Enabled',
          Arn: KeyArn,
          Description: PRESENT,
        });
      }
    }
    expect(found).toEqual(ids.filter((_id, index) => index !== 1));
    expect((await list('4')).Keys).toEqual({ Key: [] });
  });

  it('alicloud_kms_key_versions pages through ListKeyVersions and describes each', async () => {
    const { done, refused, createKey } = await setUp();
    const KeyId = await createKey();
    // alicloud_kms_key_version is a resource, which only this operation creates.
    const { KeyVersion } = (await done('CreateKeyVersion', { KeyId })) as {
      KeyVersion: { KeyVersionId: string };
    };
    const { KeyVersions, ...page } = (await done('ListKeyVersions', {
      KeyId,
      PageNumber: '1',
      PageSize: '50',
    })) as {
      KeyVersions: { KeyVersion: { KeyVersionId: string }[] };
    };
    expect(page).toMatchObject({ TotalCount: 2, PageNumber: 1, PageSize: 50 });
    expect(KeyVersions.KeyVersion[1]).toEqual(KeyVersion);
    for (const version of KeyVersions.KeyVersion)
      expect(
        (await done('DescribeKeyVersion', { KeyId, KeyVersionId: version.KeyVersionId }))
          .KeyVersion,
      ).toEqual(version);
    expect(await refused('DescribeKeyVersion', { KeyId, KeyVersionId: KeyId })).toEqual([
      404,
      'Forbidden.KeyVersionNotFound',
    ]);
  });

  it('alicloud_kms_ciphertext and _plaintext carry plain words, which are no base64', async () => {
    const { done, refused, createKey } = await setUp();
    const KeyId = await createKey();
    const Plaintext = 'example words & a+b=c%20d, ключ 🔑';
    const EncryptionContext = '{"key":"value of 1 + 1"}';
    const { CiphertextBlob } = (await done('Encrypt', { KeyId, Plaintext, EncryptionContext })) as {
      CiphertextBlob: string;
    };
    expect(await done('Decrypt', { CiphertextBlob, EncryptionContext })).toMatchObject({
      Plaintext,
      KeyId,
    });
    expect(await refused('Decrypt', { CiphertextBlob })).toEqual([400, 'InvalidParameter']);
  });
});
