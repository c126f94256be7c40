import { ClientError, GraphQLClient, gql } from 'graphql-request';
import { describe, expect, it } from 'vitest';
import { connect } from './connect.ts';

const CREATE_KEY = gql`
  mutation RequestCreateKey($input: CreateKeyInput) {
    createKey(input: $input) {
      keyId
    }
  }
`;
const ENCRYPT = gql`
  mutation RequestEncrypt($input: EncryptInput!) {
    encrypt(input: $input) {
      keyId
      ciphertextBlob
    }
  }
`;
const DECRYPT = gql`
  mutation RequestDecrypt($input: DecryptInput!) {
    decrypt(input: $input) {
      keyId
      plaintext
    }
  }
`;
const KEYS = gql`
  query RequestKeys {
    keys(first: 10) {
      edges {
        node {
          keyId
          description
        }
      }
    }
  }
`;

describe('graphql-request', () => {
  it('creates a key, encrypts, decrypts and lists, and throws the code of an error', async () => {
    const { url, headers } = await connect();
    const client = new GraphQLClient(url, { headers });
    const { createKey } = await client.request<{ createKey: { keyId: string } }>(CREATE_KEY, {
      input: { description: 'payroll' },
    });
    const { keyId } = createKey;
    const plaintext = Buffer.from('salaries').toString('base64');
    const encryptionContext = [{ key: 'year', value: '2026' }];
    const { encrypt } = await client.request<{ encrypt: { ciphertextBlob: string } }>(ENCRYPT, {
      input: { keyId, plaintext, encryptionContext },
    });
    const input = { ciphertextBlob: encrypt.ciphertextBlob, encryptionContext };
    expect(await client.request(DECRYPT, { input })).toEqual({ decrypt: { keyId, plaintext } });
    expect(await client.request(KEYS)).toEqual({
      keys: { edges: [{ node: { keyId, description: 'payroll' } }] },
    });
    const refused = client.request(DECRYPT, { input: { ...input, encryptionContext: [] } });
    await expect(refused).rejects.toThrow(ClientError);
    await expect(refused).rejects.toMatchObject({
      response: { status: 200, errors: [{ extensions: { code: 'InvalidParameter' } }] },
    });
  });
});
