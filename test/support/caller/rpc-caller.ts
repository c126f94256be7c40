import { camelCase } from '../camel-case.ts';
import type { Credential, Kms } from '../kms.ts';
import type { Pairs } from '../operation/spell.ts';
import { callV1 } from '../rpc-client.ts';
import { performAs } from './act.ts';
import { Refused } from './refused.ts';
import type { AliasView, Caller, KeyView, VersionView } from './views.ts';

export function rpcCaller(kms: Kms, credential: Credential): Caller {
  const act = performAs('rpc', kms, credential);
  const call = async (action: string, input: Readonly<Record<string, string>> = {}) => {
    const now = kms.services.clock();
    const { status, json } = await callV1(kms, credential, action, input, { now });
    if (status !== 200)
      throw new Refused(String(json.Code), String(json.Message), String(json.RequestId));
    return json;
  };
  return {
    act,
    encrypt: (keyId, bytes, context = []) =>
      act('Encrypt', {
        keyId,
        plaintext: Buffer.from(bytes).toString('base64'),
        encryptionContext: context,
      }),
    decrypt: async (ciphertextBlob, context = []) =>
      Buffer.from(
        String((await act('Decrypt', { ciphertextBlob, encryptionContext: context })).plaintext),
        'base64',
      ),
    createKey: async ({ tags, ...input } = {}) =>
      keyView(
        (await act('CreateKey', { ...input, ...(tags !== undefined && tagField(tags as Pairs)) }))
          .keyMetadata,
      ),
    describeKey: async (keyId) => keyView((await act('DescribeKey', { keyId })).keyMetadata),
    async updateKeyDescription(keyId, description) {
      await act('UpdateKeyDescription', { keyId, description });
    },
    async listKeyIds(filter = {}) {
      const Filters = JSON.stringify(
        Object.entries(filter).map(([Key, Values]) => ({ Key, Values })),
      );
      const { Keys, TotalCount } = (await call('ListKeys', { PageSize: '100', Filters })) as {
        Keys: { Key: { KeyId: string }[] };
        TotalCount: number;
      };
      return { keyIds: Keys.Key.map(({ KeyId }) => KeyId), totalCount: TotalCount };
    },
    describeVersion: async (keyId, keyVersionId) =>
      (await act('DescribeKeyVersion', { keyId, keyVersionId })) as unknown as VersionView,
    listVersions: (keyId) =>
      readNumbered<VersionView>(
        async (page) => (await call('ListKeyVersions', { KeyId: keyId, ...page })) as Listed,
        'KeyVersion',
      ),
    publicKey: async (keyId, keyVersionId) =>
      String((await act('GetPublicKey', { keyId, keyVersionId })).publicKey),
    listAliases: (keyId) =>
      readNumbered<AliasView>(
        async (page) =>
          (await (keyId === undefined
            ? call('ListAliases', page)
            : call('ListAliasesByKeyId', { KeyId: keyId, ...page }))) as Listed,
        'Alias',
      ),
    async tagKeys(keyIds, tags) {
      await act('TagResources', { ...resources(keyIds), ...tagField(tags) });
    },
    async untagKeys(keyIds, tagKeys) {
      const which = tagKeys === 'all' ? { all: true } : { tagKeys };
      await act('UntagResources', { ...resources(keyIds), ...which });
    },
    async tagsOf(keyId) {
      const { Tags } = (await call('ListResourceTags', { KeyId: keyId })) as unknown as {
        Tags: { Tag: { TagKey: string; TagValue: string }[] };
      };
      return Tags.Tag.map(({ TagKey, TagValue }) => [TagKey, TagValue]);
    },
    async keysTagged(tags) {
      const { tagResources } = (await act('ListTagResources', {
        ...resources([]),
        ...tagField(tags),
      })) as unknown as { tagResources: { TagResource: { ResourceId: string }[] } };
      return [...new Set(tagResources.TagResource.map(({ ResourceId }) => ResourceId))];
    },
    regions: async () =>
      ((await call('DescribeRegions')).Regions as { Region: { RegionId: string }[] }).Region.map(
        ({ RegionId }) => RegionId,
      ),
    accountStatus: async () => String((await act('DescribeAccountKmsStatus')).accountStatus),
  };
}

type Listed = Readonly<Record<string, unknown>> & { readonly TotalCount: number };

/** A whole list of the RPC API, page by page: `KeyVersions.KeyVersion` and others like it. */
async function readNumbered<View>(
  read: (page: Record<string, string>) => Promise<Listed>,
  item: string,
): Promise<View[]> {
  const views: View[] = [];
  const list = item === 'Alias' ? 'Aliases' : `${item}s`;
  for (let number = 1; ; number += 1) {
    const answer = await read({ PageNumber: String(number), PageSize: '100' });
    const page = (answer[list] as Record<string, unknown[]>)[item] ?? [];
    views.push(...page.map((one) => camelCased<View>(one)));
    if (page.length === 0 || views.length >= answer.TotalCount) return views;
  }
}

const camelCased = <View>(fields: unknown): View =>
  Object.fromEntries(
    Object.entries(fields as object).map(([name, value]) => [camelCase(name), value]),
  ) as View;

const tagField = (tags: Pairs) => ({
  tags: tags.map(([tagKey, tagValue]) => ({ tagKey, tagValue })),
});

const resources = (keyIds: readonly string[]) => ({
  regionId: 'cn-hangzhou',
  resourceType: 'key',
  keyIds,
});

/** Metadata of a key with GraphQL's names and values: "" and absent fields are null. */
function keyView(metadata: unknown): KeyView {
  const {
    DeletionProtection: _ignored,
    DeletionProtectionDescription: _too,
    ...fields
  } = metadata as Record<string, string>;
  const view = camelCased<Record<string, string>>(fields);
  const orNull = (value: unknown) => (value === undefined || value === '' ? null : value);
  return {
    ...view,
    primaryKeyVersion: orNull(view.primaryKeyVersion),
    lastRotationDate: orNull(view.lastRotationDate),
    rotationInterval: orNull(view.rotationInterval),
    nextRotationDate: orNull(view.nextRotationDate),
    deleteDate: orNull(view.deleteDate),
    materialExpireTime: orNull(view.materialExpireTime),
  } as unknown as KeyView;
}
