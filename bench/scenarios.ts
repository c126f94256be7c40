import type { DatabaseName } from './databases.ts';
import type { Work } from './floor/recorded-call.ts';
import { askGraphql } from './load/ask-graphql.ts';
import { graphqlRequests, type Requests, rpcRequests } from './load/requests.ts';
import { accessKey } from './setups.ts';
import { atLeast, type Target } from './target.ts';

/** A key to measure with, and a ciphertext of it. */
export interface BenchKey {
  readonly keyId: string;
  readonly ciphertextBlob: string;
}

/** What a data key has. */
export const PLAINTEXT = Buffer.alloc(32).toString('base64');

/** Creates a key and encrypts with it. */
export async function makeBenchKey(url: string): Promise<BenchKey> {
  const ask = (query: string, variables?: object) => askGraphql(url, accessKey, query, variables);
  const { keyId = '' } = await ask('mutation { answer: createKey { keyId } }');
  const { ciphertextBlob = '' } = await ask(
    'mutation($input: EncryptInput!) { answer: encrypt(input: $input) { ciphertextBlob } }',
    { input: { keyId, plaintext: PLAINTEXT } },
  );
  return { keyId, ciphertextBlob };
}

/** An operation as clients send it. */
export interface Scenario {
  readonly name: string;
  readonly surface: 'RPC' | 'GraphQL';
  /** What its floor does. */
  readonly work: Work;
  /** @param makeNonce absent: random nonces. GraphQL has none. */
  readonly requests: (key: BenchKey, makeNonce?: () => string) => Requests;
  readonly targets: Readonly<Partial<Record<DatabaseName, Target>>>;
  /** Its floor writes nonces. Always so for calls that write anything else. */
  readonly nonces?: boolean;
}

const KEY_FIELDS =
  'keyId arn keyState keyUsage keySpec origin creationDate description creator protectionLevel';
const everywhere = (target: Target) => ({ SQLite: target, PostgreSQL: target });
const describeKey: Scenario['requests'] = ({ keyId }, makeNonce) =>
  rpcRequests(accessKey, 'DescribeKey', { KeyId: keyId }, makeNonce);

/** The calls that are compared with their floor. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'CreateKey by RPC',
    surface: 'RPC',
    work: 'createKey',
    requests: (_key, makeNonce) => rpcRequests(accessKey, 'CreateKey', {}, makeNonce),
    targets: { SQLite: atLeast(0.75), PostgreSQL: atLeast(0.45) },
    nonces: true,
  },
  {
    name: 'Encrypt by RPC',
    surface: 'RPC',
    work: 'encrypt',
    requests: ({ keyId }, makeNonce) =>
      rpcRequests(accessKey, 'Encrypt', { KeyId: keyId, Plaintext: PLAINTEXT }, makeNonce),
    targets: everywhere(atLeast(0.55)),
    nonces: true,
  },
  {
    name: 'Decrypt by RPC',
    surface: 'RPC',
    work: 'decrypt',
    requests: ({ ciphertextBlob }, makeNonce) =>
      rpcRequests(accessKey, 'Decrypt', { CiphertextBlob: ciphertextBlob }, makeNonce),
    targets: { SQLite: atLeast(0.55) },
    nonces: true,
  },
  {
    name: 'GenerateDataKey by RPC',
    surface: 'RPC',
    work: 'generateDataKey',
    requests: ({ keyId }, makeNonce) =>
      rpcRequests(accessKey, 'GenerateDataKey', { KeyId: keyId }, makeNonce),
    targets: { SQLite: atLeast(0.55) },
    nonces: true,
  },
  {
    name: 'DescribeKey by RPC',
    surface: 'RPC',
    work: 'describeKey',
    requests: describeKey,
    targets: everywhere(atLeast(0.5)),
  },
  {
    name: 'DescribeKey by RPC, its floor with nonces',
    surface: 'RPC',
    work: 'describeKey',
    requests: describeKey,
    targets: {},
    nonces: true,
  },
  {
    name: 'createKey by GraphQL, ten fields',
    surface: 'GraphQL',
    work: 'createKey',
    requests: () =>
      graphqlRequests(
        accessKey,
        `mutation($input: CreateKeyInput) { createKey(input: $input) { ${KEY_FIELDS} } }`,
        { input: {} },
      ),
    targets: { SQLite: atLeast(0.65) },
  },
  {
    name: 'encrypt by GraphQL',
    surface: 'GraphQL',
    work: 'encrypt',
    requests: ({ keyId }) =>
      graphqlRequests(
        accessKey,
        'mutation($input: EncryptInput!) { encrypt(input: $input) { keyVersionId ciphertextBlob } }',
        { input: { keyId, plaintext: PLAINTEXT } },
      ),
    targets: { SQLite: atLeast(0.5) },
  },
  {
    name: 'decrypt by GraphQL',
    surface: 'GraphQL',
    work: 'decrypt',
    requests: ({ ciphertextBlob }) =>
      graphqlRequests(
        accessKey,
        'mutation($input: DecryptInput!) { decrypt(input: $input) { keyId plaintext } }',
        { input: { ciphertextBlob } },
      ),
    targets: { SQLite: atLeast(0.5) },
  },
  {
    name: 'key(keyId) by GraphQL, ten fields',
    surface: 'GraphQL',
    work: 'describeKey',
    requests: ({ keyId }) =>
      graphqlRequests(
        accessKey,
        `query($keyId: KeyReference!) { key(keyId: $keyId) { ${KEY_FIELDS} } }`,
        { keyId },
      ),
    targets: everywhere(atLeast(0.4)),
  },
];
