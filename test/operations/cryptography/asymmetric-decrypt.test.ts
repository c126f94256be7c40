import { graphql } from '#generated/documents/gql.ts';
import { asymmetricDecrypt } from '#operations/cryptography/asymmetric-decrypt.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: asymmetricDecrypt,
  examples: [
    {
      on: 'encryption key pair',
      input: ({ keyId, keyVersionId, blob }) => ({
        keyId,
        keyVersionId,
        algorithm: 'RSAES_OAEP_SHA_256',
        ciphertextBlob: blob,
      }),
      states: ENABLED_ONLY, // by analogy
    },
  ],
  parameters: ['KeyId', 'KeyVersionId', 'Algorithm', 'CiphertextBlob', 'DryRun'],
  response: ['KeyId', 'KeyVersionId', 'Plaintext'],
  document: graphql(/* GraphQL */ `
    mutation TestAsymmetricDecrypt($input: AsymmetricDecryptInput!) {
      answer: asymmetricDecrypt(input: $input) {
        keyId
        keyVersionId
        plaintext
      }
    }
  `),
  references: {
    keyId: ['id', 'alias', 'arn'],
  },
  audited: ['keyVersionId', 'algorithm'],
};

testOperation(import.meta, facts);
