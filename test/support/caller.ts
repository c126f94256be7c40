import { graphql } from '#generated/documents/gql.ts';
import type {
  CreateKeyInput,
  KeyFilter,
  TypedDocumentString,
} from '#generated/documents/graphql.ts';
import type { Result } from '../../examples/typed-client.ts';
import { callGraphql } from './graphql-client.ts';
import { graphqlShape } from './graphql-shape.ts';
import type { Credential, Kms } from './kms.ts';
import { MUTATIONS, type MutationName } from './mutations.ts';
import { callV1 } from './rpc-client.ts';

export const SURFACES = ['graphql', 'rpc'] as const;
export type Surface = (typeof SURFACES)[number];

/** A key as either surface tells it, in GraphQL's names; times as text, null where there is none. */
export interface KeyView {
  readonly keyId: string;
  readonly arn: string;
  readonly creator: string;
  readonly creationDate: string;
  readonly description: string;
  readonly keyState: string;
  readonly keyUsage: string;
  readonly keySpec: string;
  readonly origin: string;
  readonly protectionLevel: string;
  readonly primaryKeyVersion: string | null;
  readonly lastRotationDate: string | null;
  readonly automaticRotation: string;
  readonly rotationInterval: string | null;
  readonly nextRotationDate: string | null;
  readonly deleteDate: string | null;
  readonly materialExpireTime: string | null;
}

/** A refusal, whichever surface it came by. */
export class Refused extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly requestId: string | undefined;

  constructor(code: string, message: string, requestId?: string, field?: string) {
    super(message);
    this.code = code;
    this.requestId = requestId;
    this.field = field;
  }
}

/** The code that a call was refused with; fails when it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
  throw new Error('The call was not refused');
}

/** `ok`, or the code that a call was refused with. */
export const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    () => refusalOf(call),
  );

/** An encryption context as tests write it. */
export type Pairs = readonly (readonly [string, string])[];

/** Input of CreateKey in GraphQL's names; tags as pairs. */
export type KeyInput = Readonly<Record<string, string | boolean | Pairs>>;

export interface VersionView {
  readonly keyId: string;
  readonly keyVersionId: string;
  readonly creationDate: string;
}

export interface AliasView {
  readonly aliasName: string;
  readonly aliasArn: string;
  readonly keyId: string;
}

/** The operations, spoken by one surface as one principal, so that a scenario is written once for both. */
export interface Caller {
  createKey(input?: KeyInput): Promise<KeyView>;
  describeKey(keyId: string): Promise<KeyView>;
  updateKeyDescription(keyId: string, description: string): Promise<void>;
  listKeyIds(
    filter?: Readonly<Record<string, readonly string[]>>,
  ): Promise<{ keyIds: string[]; totalCount: number }>;
  describeVersion(keyId: string, keyVersionId: string): Promise<VersionView>;
  /** All of them, page by page. */
  listVersions(keyId: string): Promise<VersionView[]>;
  publicKey(keyId: string, keyVersionId: string): Promise<string>;
  /** All of the account, page by page, or of one key. */
  listAliases(keyId?: string): Promise<AliasView[]>;
  tagKeys(keyIds: readonly string[], tags: Pairs): Promise<void>;
  untagKeys(keyIds: readonly string[], tagKeys: readonly string[] | 'all'): Promise<void>;
  tagsOf(keyId: string): Promise<Pairs>;
  /** The ids of the keys that have every one of these tags. */
  keysTagged(tags: Pairs): Promise<string[]>;
  regions(): Promise<string[]>;
  accountStatus(): Promise<string>;
  /**
   * Any operation that has a mutation, by name. Input in GraphQL's names, bytes as Buffers, contexts as pairs; the
   * answer in GraphQL's names, bytes as base64. By RPC only what the API answers.
   */
  act(
    operation: MutationName,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, string>>>;
  /** Encrypts bytes as this surface's clients do: GraphQL as such, RPC as the text of their base64. */
  encrypt(
    keyId: string,
    bytes: Uint8Array,
    context?: Pairs,
  ): Promise<Readonly<Record<string, string>>>;
  /** The bytes that were encrypted likewise. */
  decrypt(ciphertextBlob: string, context?: Pairs): Promise<Buffer>;
}

graphql(/* GraphQL */ `
  fragment KeyFields on KeyMetadata {
    keyId
    arn
    creator
    creationDate
    description
    keyState
    keyUsage
    keySpec
    origin
    protectionLevel
    primaryKeyVersion
    lastRotationDate
    automaticRotation
    rotationInterval
    nextRotationDate
    deleteDate
    materialExpireTime
  }
`);

const CreateKey = graphql(/* GraphQL */ `
  mutation TestCreateKey($input: CreateKeyInput) {
    createKey(input: $input) {
      ...KeyFields
    }
  }
`);
const DescribeKey = graphql(/* GraphQL */ `
  query TestDescribeKey($keyId: KeyReference!) {
    key(keyId: $keyId) {
      ...KeyFields
    }
  }
`);
const UpdateKeyDescription = graphql(/* GraphQL */ `
  mutation TestUpdateKeyDescription($input: UpdateKeyDescriptionInput!) {
    updateKeyDescription(input: $input) {
      keyId
    }
  }
`);
const Keys = graphql(/* GraphQL */ `
  query TestKeys($filter: KeyFilter) {
    keys(first: 100, filter: $filter) {
      totalCount
      edges {
        node {
          keyId
        }
      }
    }
  }
`);
const KeyVersion = graphql(/* GraphQL */ `
  query TestKeyVersion($keyId: KeyReference!, $keyVersionId: String!) {
    keyVersion(keyId: $keyId, keyVersionId: $keyVersionId) {
      keyId
      keyVersionId
      creationDate
    }
  }
`);
const Versions = graphql(/* GraphQL */ `
  query TestVersions($keyId: KeyReference!, $after: String) {
    key(keyId: $keyId) {
      versions(first: 100, after: $after) {
        edges {
          node {
            keyId
            keyVersionId
            creationDate
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
const PublicKey = graphql(/* GraphQL */ `
  query TestPublicKey($keyId: KeyReference!, $keyVersionId: String!) {
    keyVersion(keyId: $keyId, keyVersionId: $keyVersionId) {
      publicKey
    }
  }
`);
const Aliases = graphql(/* GraphQL */ `
  query TestAliases($after: String) {
    aliases(first: 100, after: $after) {
      edges {
        node {
          aliasName
          aliasArn
          keyId
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const KeyAliases = graphql(/* GraphQL */ `
  query TestKeyAliases($keyId: KeyReference!, $after: String) {
    key(keyId: $keyId) {
      aliases(first: 100, after: $after) {
        edges {
          node {
            aliasName
            aliasArn
            keyId
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
const KeyTags = graphql(/* GraphQL */ `
  query TestKeyTags($keyId: KeyReference!) {
    key(keyId: $keyId) {
      tags {
        tagKey
        tagValue
      }
    }
  }
`);
const TagKeys = graphql(/* GraphQL */ `
  mutation TestTagKeys($input: TagKeysInput!) {
    tagKeys(input: $input) {
      keyId
    }
  }
`);
const UntagKeys = graphql(/* GraphQL */ `
  mutation TestUntagKeys($input: UntagKeysInput!) {
    untagKeys(input: $input) {
      keyId
    }
  }
`);
const Regions = graphql(/* GraphQL */ `
  query TestRegions {
    regions {
      regionId
    }
  }
`);
const AccountStatus = graphql(/* GraphQL */ `
  query TestAccountStatus {
    accountStatus
  }
`);

function dataOf<Data>({ data, errors }: Result<Data>): NonNullable<Data> {
  const [error] = errors ?? [];
  if (error)
    throw new Refused(
      error.extensions.code,
      error.message,
      error.extensions.requestId,
      error.extensions.field,
    );
  if (!data) throw new Error('neither data nor errors');
  return data;
}

function graphqlCaller(kms: Kms, credential: Credential): Caller {
  const act: Caller['act'] = async (operation, input) => {
    const document = MUTATIONS[operation] as unknown as TypedDocumentString<
      { answer: Record<string, string> | null },
      { input: object }
    >;
    const { answer } = dataOf(
      await callGraphql(kms, credential, document, {
        input: graphqlShape(operation, graphqlInput(input)),
      }),
    );
    if (!answer) throw new Error('null without an error');
    return Object.fromEntries(
      Object.entries(answer).map(([name, value]) => [
        name,
        typeof value === 'boolean' ? String(value) : value,
      ]),
    );
  };
  return {
    act,
    encrypt: (keyId, bytes, context = []) =>
      act('Encrypt', { keyId, plaintext: Buffer.from(bytes), encryptionContext: context }),
    decrypt: async (ciphertextBlob, context = []) =>
      Buffer.from(
        String((await act('Decrypt', { ciphertextBlob, encryptionContext: context })).plaintext),
        'base64',
      ),
    async createKey(input) {
      const { createKey } = dataOf(
        await callGraphql(kms, credential, CreateKey, { input: createKeyInput(input ?? {}) }),
      );
      return wireWords(createKey);
    },
    describeKey: async (keyId) =>
      wireWords(dataOf(await callGraphql(kms, credential, DescribeKey, { keyId })).key),
    async updateKeyDescription(keyId, description) {
      dataOf(
        await callGraphql(kms, credential, UpdateKeyDescription, { input: { keyId, description } }),
      );
    },
    async listKeyIds(filter = {}) {
      const graphqlFilter = Object.fromEntries(
        Object.entries(filter).map(([name, values]) => [camelCase(name), values.map(graphqlWord)]),
      ) as KeyFilter;
      const { keys } = dataOf(await callGraphql(kms, credential, Keys, { filter: graphqlFilter }));
      return {
        keyIds: keys?.edges.map(({ node }) => node.keyId) ?? [],
        totalCount: keys?.totalCount ?? 0,
      };
    },
    describeVersion: async (keyId, keyVersionId) => {
      const { keyVersion } = dataOf(
        await callGraphql(kms, credential, KeyVersion, { keyId, keyVersionId }),
      );
      if (!keyVersion) throw new Error('null without an error');
      return keyVersion;
    },
    listVersions: (keyId) =>
      readPages(
        async (after) =>
          dataOf(await callGraphql(kms, credential, Versions, { keyId, after })).key?.versions,
      ),
    publicKey: async (keyId, keyVersionId) =>
      String(
        dataOf(await callGraphql(kms, credential, PublicKey, { keyId, keyVersionId })).keyVersion
          ?.publicKey,
      ),
    listAliases: async (keyId) =>
      keyId === undefined
        ? readPages(
            async (after) => dataOf(await callGraphql(kms, credential, Aliases, { after })).aliases,
          )
        : readPages(
            async (after) =>
              dataOf(await callGraphql(kms, credential, KeyAliases, { keyId, after })).key?.aliases,
          ),
    async tagKeys(keyIds, tags) {
      dataOf(
        await callGraphql(kms, credential, TagKeys, {
          input: { keyIds: [...keyIds], tags: tagInputs(tags) },
        }),
      );
    },
    async untagKeys(keyIds, tagKeys) {
      const tags = tagKeys === 'all' ? { all: true } : { tagKeys: [...tagKeys] };
      dataOf(
        await callGraphql(kms, credential, UntagKeys, { input: { keyIds: [...keyIds], tags } }),
      );
    },
    tagsOf: async (keyId) =>
      (dataOf(await callGraphql(kms, credential, KeyTags, { keyId })).key?.tags ?? []).map(
        ({ tagKey, tagValue }) => [tagKey, tagValue],
      ),
    async keysTagged(tags) {
      const { keys } = dataOf(
        await callGraphql(kms, credential, Keys, { filter: { tags: tagInputs(tags) } }),
      );
      return keys?.edges.map(({ node }) => node.keyId) ?? [];
    },
    regions: async () =>
      dataOf(await callGraphql(kms, credential, Regions)).regions?.map(
        ({ regionId }) => regionId,
      ) ?? [],
    accountStatus: async () =>
      String(dataOf(await callGraphql(kms, credential, AccountStatus)).accountStatus),
  };
}

function rpcCaller(kms: Kms, credential: Credential): Caller {
  const call = async (action: string, input: Readonly<Record<string, string>> = {}) => {
    const { status, json } = await callV1(kms, credential, action, input, {
      now: kms.services.clock(),
    });
    if (status !== 200)
      throw new Refused(String(json.Code), String(json.Message), String(json.RequestId));
    return json;
  };
  const act: Caller['act'] = async (operation, input) => {
    const { RequestId: _ignored, ...answer } = await call(operation, wireInput(input));
    // CreateKeyVersion alone nests what it answers.
    const fields = (answer.KeyVersion ?? answer) as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [camelCase(name), String(value)]),
    );
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
    createKey: async (input = {}) =>
      keyView(
        (await call('CreateKey', wireInput({ ...input, tags: tagsJson(input.tags) }))).KeyMetadata,
      ),
    describeKey: async (keyId) =>
      keyView((await call('DescribeKey', { KeyId: keyId })).KeyMetadata),
    async updateKeyDescription(keyId, description) {
      await call('UpdateKeyDescription', { KeyId: keyId, Description: description });
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
      camelCased<VersionView>(
        (await call('DescribeKeyVersion', { KeyId: keyId, KeyVersionId: keyVersionId })).KeyVersion,
      ),
    listVersions: (keyId) =>
      readNumbered<VersionView>(
        async (page) => (await call('ListKeyVersions', { KeyId: keyId, ...page })) as Listed,
        'KeyVersion',
      ),
    publicKey: async (keyId, keyVersionId) =>
      String((await call('GetPublicKey', { KeyId: keyId, KeyVersionId: keyVersionId })).PublicKey),
    listAliases: (keyId) =>
      readNumbered<AliasView>(
        async (page) =>
          (await (keyId === undefined
            ? call('ListAliases', page)
            : call('ListAliasesByKeyId', { KeyId: keyId, ...page }))) as Listed,
        'Alias',
      ),
    async tagKeys(keyIds, tags) {
      const pairs = tags.flatMap(([key, value], index) => [
        [`Tag.${index + 1}.Key`, key],
        [`Tag.${index + 1}.Value`, value],
      ]);
      await call('TagResources', { ...resources(keyIds), ...Object.fromEntries(pairs) });
    },
    async untagKeys(keyIds, tagKeys) {
      const which =
        tagKeys === 'all'
          ? { All: 'true' }
          : Object.fromEntries(tagKeys.map((key, index) => [`TagKey.${index + 1}`, key]));
      await call('UntagResources', { ...resources(keyIds), ...which });
    },
    async tagsOf(keyId) {
      const { Tags } = (await call('ListResourceTags', { KeyId: keyId })) as unknown as {
        Tags: { Tag: { TagKey: string; TagValue: string }[] };
      };
      return Tags.Tag.map(({ TagKey, TagValue }) => [TagKey, TagValue]);
    },
    async keysTagged(tags) {
      const pairs = Object.fromEntries(
        tags.flatMap(([key, value], index) => [
          [`Tag.${index + 1}.Key`, key],
          [`Tag.${index + 1}.Value`, value],
        ]),
      );
      const { TagResources } = (await call('ListTagResources', {
        ...resources([]),
        ...pairs,
      })) as unknown as {
        TagResources: { TagResource: { ResourceId: string }[] };
      };
      return [...new Set(TagResources.TagResource.map(({ ResourceId }) => ResourceId))];
    },
    regions: async () =>
      ((await call('DescribeRegions')).Regions as { Region: { RegionId: string }[] }).Region.map(
        ({ RegionId }) => RegionId,
      ),
    accountStatus: async () => String((await call('DescribeAccountKmsStatus')).AccountStatus),
  };
}

export const caller = (surface: Surface, kms: Kms, credential: Credential): Caller =>
  surface === 'graphql' ? graphqlCaller(kms, credential) : rpcCaller(kms, credential);

interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly endCursor?: string | null | undefined;
  };
}

/** A whole connection, page by page. */
async function readPages<Node>(
  read: (after: string | null) => Promise<Connection<Node> | null | undefined>,
): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ; ) {
    const page: Connection<Node> | null | undefined = await read(after);
    if (!page) throw new Error('null without an error');
    nodes.push(...page.edges.map(({ node }) => node));
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor ?? null;
  }
}

type Listed = Readonly<Record<string, unknown>> & { readonly TotalCount: number };

/** A whole list of the query-string API, page by page: `KeyVersions.KeyVersion` and its like. */
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

const resources = (keyIds: readonly string[]): Record<string, string> => ({
  RegionId: 'cn-hangzhou',
  ResourceType: 'key',
  ...Object.fromEntries(keyIds.map((keyId, index) => [`ResourceId.${index + 1}`, keyId])),
});

const isPairs = (value: unknown): value is Pairs =>
  Array.isArray(value) && value.every((pair) => Array.isArray(pair));

const graphqlInput = (input: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      if (Buffer.isBuffer(value)) return [name, value.toString('base64')];
      return [name, isPairs(value) ? value.map(([key, text]) => ({ key, value: text })) : value];
    }),
  );

/** A context as JSON, written pair by pair: an object would lose `__proto__` and merge equal names. */
export const contextJson = (pairs: Pairs): string =>
  `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;

const wireInput = (input: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) => {
      if (value === undefined || (isPairs(value) && value.length === 0)) return [];
      if (Buffer.isBuffer(value)) return [[pascalCase(name), value.toString('base64')]];
      return [[pascalCase(name), isPairs(value) ? contextJson(value) : String(value)]];
    }),
  );

const pascalCase = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;
const camelCase = (name: string): string => `${name[0]?.toLowerCase()}${name.slice(1)}`;
const graphqlWord = (word: string): string =>
  word === 'ENCRYPT/DECRYPT' || word === 'SIGN/VERIFY' ? word.replace('/', '_') : word;
const createKeyInput = ({ tags, ...input }: KeyInput): CreateKeyInput => ({
  ...Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      typeof value === 'string' ? graphqlWord(value) : value,
    ]),
  ),
  ...(tags !== undefined && { tags: tagInputs(tags as Pairs) }),
});
const tagInputs = (tags: Pairs) => tags.map(([tagKey, tagValue]) => ({ tagKey, tagValue }));
const tagsJson = (tags: unknown) =>
  tags === undefined
    ? undefined
    : JSON.stringify((tags as Pairs).map(([TagKey, TagValue]) => ({ TagKey, TagValue })));
function wireWords(view: KeyView | null | undefined): KeyView {
  if (!view) throw new Error('null without an error');
  return { ...view, keyUsage: view.keyUsage.replace('_', '/') };
}

/** RPC's metadata in the shape of GraphQL's: "" and absence are null. */
function keyView(metadata: unknown): KeyView {
  const {
    DeletionProtection: _ignored,
    DeletionProtectionDescription: _too,
    ...fields
  } = metadata as Record<string, string>;
  const view = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [camelCase(name), value]),
  );
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
