import { graphql } from '#generated/documents/gql.ts';
import { encrypt } from '#operations/cryptography/encrypt.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { DIGEST } from '../../support/operation/subject.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: encrypt,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId, plaintext: DIGEST }),
      states: ENABLED_ONLY,
    },
  ],
  parameters: ['KeyId', 'Plaintext', 'EncryptionContext', 'DryRun'],
  response: ['KeyId', 'KeyVersionId', 'CiphertextBlob'],
  document: graphql(/* GraphQL */ `
    mutation TestEncrypt($input: EncryptInput!) {
      answer: encrypt(input: $input) {
        keyId
        keyVersionId
        ciphertextBlob
      }
    }
  `),
  references: {
    keyId: ['id', 'alias', 'arn'],
  },
};

testOperation(import.meta, facts);
