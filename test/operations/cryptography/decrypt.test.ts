import { graphql } from '#generated/documents/gql.ts';
import { decrypt } from '#operations/cryptography/decrypt.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: decrypt,
  examples: [
    {
      on: 'symmetric key',
      input: ({ blob }) => ({ ciphertextBlob: blob }),
      states: ENABLED_ONLY,
    },
  ],
  parameters: ['CiphertextBlob', 'EncryptionContext', 'DryRun'],
  response: ['KeyId', 'KeyVersionId', 'Plaintext'],
  document: graphql(/* GraphQL */ `
    mutation TestDecrypt($input: DecryptInput!) {
      answer: decrypt(input: $input) {
        keyId
        keyVersionId
        plaintext
        plaintextKind
      }
    }
  `),
};

testOperation(import.meta, facts);
