import type { Client } from '@urql/core';
import { initGraphQLTada, type VariablesOf } from 'gql.tada';
import type { introspection } from './graphql-env.d.ts';

/** Scalars travel as text. One that is not listed is `unknown`: then what uses it does not compile. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Bytes: string; DateTime: string; KeyId: string; KeyReference: string };
}>();

const CreateKey = graphql(`
  mutation TadaCreateKey($input: CreateKeyInput) {
    createKey(input: $input) { keyId keyState }
  }
`);
const Encrypt = graphql(`
  mutation TadaEncrypt($input: EncryptInput!) {
    encrypt(input: $input) { keyId ciphertextBlob }
  }
`);
const Decrypt = graphql(`
  mutation TadaDecrypt($input: DecryptInput!) {
    decrypt(input: $input) { keyId plaintext }
  }
`);
const Keys = graphql(`
  query TadaKeys($first: Int!) {
    keys(first: $first) { edges { node { keyId keySpec } } }
  }
`);

export type EncryptVariables = VariablesOf<typeof Encrypt>;

/** Creates a key, encrypts, decrypts and lists. Every value has the type that the schema gives it. */
export async function useKey(client: Client, plaintext: string) {
  const created = await client
    .mutation(CreateKey, { input: { keySpec: 'Aliyun_SM4' } })
    .toPromise();
  const key = created.data?.createKey;
  if (!key) throw created.error;
  const isEnabled: boolean = key.keyState === 'Enabled';
  const input: EncryptVariables['input'] = { keyId: key.keyId, plaintext };
  const encrypted = await client.mutation(Encrypt, { input }).toPromise();
  const ciphertextBlob: string = encrypted.data?.encrypt?.ciphertextBlob ?? '';
  const decrypted = await client.mutation(Decrypt, { input: { ciphertextBlob } }).toPromise();
  const listed = await client.query(Keys, { first: 10 }).toPromise();
  return {
    keyId: key.keyId,
    isEnabled,
    decrypted: decrypted.data?.decrypt,
    listed: listed.data?.keys?.edges.map(({ node }) => node),
  };
}
