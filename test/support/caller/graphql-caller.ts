import type { CreateKeyInput, KeyFilter } from '#generated/documents/graphql.ts';
import type { Result } from '../../../examples/typed-client.ts';
import { camelCase } from '../camel-case.ts';
import { callGraphql } from '../graphql-client.ts';
import type { Credential, Kms } from '../kms.ts';
import { performAs } from './act.ts';
import {
  Aliases,
  CreateKey,
  DescribeKey,
  KeyAliases,
  Keys,
  KeyTags,
  PublicKey,
  Regions,
  Versions,
} from './documents.ts';
import { Refused } from './refused.ts';
import type { Caller, KeyInput, KeyView } from './views.ts';

type Pairs = readonly (readonly [string, string])[];

function dataOf<Data>({ data, errors }: Result<Data>): NonNullable<Data> {
  const [error] = errors ?? [];
  if (error) {
    const { code, requestId, field } = error.extensions;
    throw new Refused(code, error.message, requestId, field);
  }
  if (!data) throw new Error('neither data nor errors');
  return data;
}

export function graphqlCaller(kms: Kms, credential: Credential): Caller {
  const act = performAs('graphql', kms, credential);
  return {
    act,
    encrypt: (keyId, bytes, context = []) =>
      act('Encrypt', { keyId, plaintext: Buffer.from(bytes), encryptionContext: context }),
    decrypt: async (ciphertextBlob, context = []) =>
      Buffer.from(
        String((await act('Decrypt', { ciphertextBlob, encryptionContext: context })).plaintext),
        'base64',
      ),
    async createKey(input = {}) {
      const answer = await callGraphql(kms, credential, CreateKey, {
        input: createKeyInput(input),
      });
      return wireWords(dataOf(answer).createKey);
    },
    describeKey: async (keyId) =>
      wireWords(dataOf(await callGraphql(kms, credential, DescribeKey, { keyId })).key),
    async updateKeyDescription(keyId, description) {
      await act('UpdateKeyDescription', { keyId, description });
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
      const { creationDate = '', ...ids } = await act('DescribeKeyVersion', {
        keyId,
        keyVersionId,
      });
      return { keyId: ids.keyId ?? '', keyVersionId: ids.keyVersionId ?? '', creationDate };
    },
    listVersions: (keyId) =>
      readPages(async (after) => {
        const answer = await callGraphql(kms, credential, Versions, { keyId, after });
        return dataOf(answer).key?.versions;
      }),
    async publicKey(keyId, keyVersionId) {
      const answer = await callGraphql(kms, credential, PublicKey, { keyId, keyVersionId });
      return String(dataOf(answer).keyVersion?.publicKey);
    },
    listAliases: (keyId) =>
      readPages(async (after) =>
        keyId === undefined
          ? dataOf(await callGraphql(kms, credential, Aliases, { after })).aliases
          : dataOf(await callGraphql(kms, credential, KeyAliases, { keyId, after })).key?.aliases,
      ),
    async tagKeys(keyIds, tags) {
      await act('TagResources', { keyIds, tags: tagInputs(tags) });
    },
    async untagKeys(keyIds, tagKeys) {
      await act('UntagResources', { keyIds, ...(tagKeys === 'all' ? { all: true } : { tagKeys }) });
    },
    tagsOf: async (keyId) =>
      (dataOf(await callGraphql(kms, credential, KeyTags, { keyId })).key?.tags ?? []).map(
        ({ tagKey, tagValue }) => [tagKey, tagValue],
      ),
    async keysTagged(tags) {
      const filter = { tags: tagInputs(tags) };
      const { keys } = dataOf(await callGraphql(kms, credential, Keys, { filter }));
      return keys?.edges.map(({ node }) => node.keyId) ?? [];
    },
    regions: async () =>
      (dataOf(await callGraphql(kms, credential, Regions)).regions ?? []).map(
        ({ regionId }) => regionId,
      ),
    accountStatus: async () => String(await act('DescribeAccountKmsStatus')),
  };
}

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

function wireWords(view: KeyView | null | undefined): KeyView {
  if (!view) throw new Error('null without an error');
  return { ...view, keyUsage: view.keyUsage.replace('_', '/') };
}
