import { graphql } from '#generated/documents/gql.ts';
import type { CreateKeyInput, KeyFilter, TypedDocumentString } from '#generated/documents/graphql.ts';
import type { Result } from '../../examples/typed-client.ts';
import { callGraphql } from './graphql-client.ts';
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

/** An encryption context as tests write it. */
export type Pairs = readonly (readonly [string, string])[];

/** The operations, spoken by one surface as one principal, so that a scenario is written once for both. */
export interface Caller {
  createKey(input?: Readonly<Record<string, string>>): Promise<KeyView>;
  describeKey(keyId: string): Promise<KeyView>;
  updateKeyDescription(keyId: string, description: string): Promise<void>;
  listKeyIds(filter?: Readonly<Record<string, readonly string[]>>): Promise<{ keyIds: string[]; totalCount: number }>;
  regions(): Promise<string[]>;
  accountStatus(): Promise<string>;
  /**
   * Any operation that has a mutation, by name. Input in GraphQL's names, bytes as Buffers, contexts as pairs; the
   * answer in GraphQL's names, bytes as base64. By RPC only what the API answers.
   */
  act(operation: MutationName, input: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, string>>>;
  /** Encrypts bytes as this surface's clients do: GraphQL as such, RPC as the text of their base64. */
  encrypt(keyId: string, bytes: Uint8Array, context?: Pairs): Promise<Readonly<Record<string, string>>>;
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
  query TestDescribeKey($keyId: String!) {
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
  if (error) throw new Refused(error.extensions.code, error.message, error.extensions.requestId, error.extensions.field);
  if (!data) throw new Error('neither data nor errors');
  return data;
}

function graphqlCaller(kms: Kms, credential: Credential): Caller {
  const act: Caller['act'] = async (operation, input) => {
    const document = MUTATIONS[operation] as unknown as TypedDocumentString<{ answer: Record<string, string> | null }, { input: object }>;
    const { answer } = dataOf(await callGraphql(kms, credential, document, { input: graphqlInput(input) }));
    if (!answer) throw new Error('null without an error');
    return answer;
  };
  return {
    act,
    encrypt: (keyId, bytes, context = []) => act('Encrypt', { keyId, plaintext: Buffer.from(bytes), encryptionContext: context }),
    decrypt: async (ciphertextBlob, context = []) =>
      Buffer.from(String((await act('Decrypt', { ciphertextBlob, encryptionContext: context })).plaintext), 'base64'),
    async createKey(input) {
      const { createKey } = dataOf(await callGraphql(kms, credential, CreateKey, { input: graphqlWords(input ?? {}) as CreateKeyInput }));
      return wireWords(createKey);
    },
    describeKey: async (keyId) => wireWords(dataOf(await callGraphql(kms, credential, DescribeKey, { keyId })).key),
    async updateKeyDescription(keyId, description) {
      dataOf(await callGraphql(kms, credential, UpdateKeyDescription, { input: { keyId, description } }));
    },
    async listKeyIds(filter = {}) {
      const graphqlFilter = Object.fromEntries(
        Object.entries(filter).map(([name, values]) => [camelCase(name), values.map(graphqlWord)]),
      ) as KeyFilter;
      const { keys } = dataOf(await callGraphql(kms, credential, Keys, { filter: graphqlFilter }));
      return { keyIds: keys?.edges.map(({ node }) => node.keyId) ?? [], totalCount: keys?.totalCount ?? 0 };
    },
    regions: async () => dataOf(await callGraphql(kms, credential, Regions)).regions?.map(({ regionId }) => regionId) ?? [],
    accountStatus: async () => String(dataOf(await callGraphql(kms, credential, AccountStatus)).accountStatus),
  };
}

function rpcCaller(kms: Kms, credential: Credential): Caller {
  const call = async (action: string, input: Readonly<Record<string, string>> = {}) => {
    const { status, json } = await callV1(kms, credential, action, input, { now: kms.services.clock() });
    if (status !== 200) throw new Refused(String(json.Code), String(json.Message), String(json.RequestId));
    return json;
  };
  const pascalCased = (input: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(input).map(([name, value]) => [pascalCase(name), value]));
  const act: Caller['act'] = async (operation, input) => {
    const { RequestId: _ignored, ...answer } = await call(operation, wireInput(input));
    return Object.fromEntries(Object.entries(answer).map(([name, value]) => [camelCase(name), String(value)]));
  };
  return {
    act,
    encrypt: (keyId, bytes, context = []) =>
      act('Encrypt', { keyId, plaintext: Buffer.from(bytes).toString('base64'), encryptionContext: context }),
    decrypt: async (ciphertextBlob, context = []) =>
      Buffer.from(String((await act('Decrypt', { ciphertextBlob, encryptionContext: context })).plaintext), 'base64'),
    createKey: async (input = {}) => keyView((await call('CreateKey', pascalCased(input))).KeyMetadata),
    describeKey: async (keyId) => keyView((await call('DescribeKey', { KeyId: keyId })).KeyMetadata),
    async updateKeyDescription(keyId, description) {
      await call('UpdateKeyDescription', { KeyId: keyId, Description: description });
    },
    async listKeyIds(filter = {}) {
      const Filters = JSON.stringify(Object.entries(filter).map(([Key, Values]) => ({ Key, Values })));
      const { Keys, TotalCount } = (await call('ListKeys', { PageSize: '100', Filters })) as {
        Keys: { Key: { KeyId: string }[] };
        TotalCount: number;
      };
      return { keyIds: Keys.Key.map(({ KeyId }) => KeyId), totalCount: TotalCount };
    },
    regions: async () =>
      ((await call('DescribeRegions')).Regions as { Region: { RegionId: string }[] }).Region.map(({ RegionId }) => RegionId),
    accountStatus: async () => String((await call('DescribeAccountKmsStatus')).AccountStatus),
  };
}

export const caller = (surface: Surface, kms: Kms, credential: Credential): Caller =>
  surface === 'graphql' ? graphqlCaller(kms, credential) : rpcCaller(kms, credential);

const isPairs = (value: unknown): value is Pairs => Array.isArray(value) && value.every((pair) => Array.isArray(pair));

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
const graphqlWord = (word: string): string => (word === 'ENCRYPT/DECRYPT' || word === 'SIGN/VERIFY' ? word.replace('/', '_') : word);
const graphqlWords = (input: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(input).map(([name, value]) => [name, graphqlWord(value)]));
function wireWords(view: KeyView | null | undefined): KeyView {
  if (!view) throw new Error('null without an error');
  return { ...view, keyUsage: view.keyUsage.replace('_', '/') };
}

/** RPC's metadata in the shape of GraphQL's: "" and absence are null. */
function keyView(metadata: unknown): KeyView {
  const { DeletionProtection: _ignored, DeletionProtectionDescription: _too, ...fields } = metadata as Record<string, string>;
  const view = Object.fromEntries(Object.entries(fields).map(([name, value]) => [camelCase(name), value]));
  const orNull = (value: unknown) => (value === undefined || value === '' ? null : value);
  return {
    ...view,
    primaryKeyVersion: orNull(view.primaryKeyVersion),
    lastRotationDate: orNull(view.lastRotationDate),
    deleteDate: orNull(view.deleteDate),
    materialExpireTime: orNull(view.materialExpireTime),
  } as unknown as KeyView;
}
