import { graphql } from '#generated/documents/gql.ts';
import { generateDataKey } from '#operations/cryptography/generate-data-key.ts';
import { graphqlShape } from '../../support/graphql-shape.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: generateDataKey,
  graphqlInput: (input) => graphqlShape(generateDataKey.name, input),
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId }),
      states: ENABLED_ONLY,
    },
  ],
  parameters: ['KeyId', 'KeySpec', 'NumberOfBytes', 'EncryptionContext', 'DryRun'],
  response: ['KeyId', 'KeyVersionId', 'CiphertextBlob', 'Plaintext'],
  document: graphql(/* GraphQL */ `
    mutation TestGenerateDataKey($input: GenerateDataKeyInput!) {
      answer: generateDataKey(input: $input) {
        keyId
        keyVersionId
        ciphertextBlob
        plaintext
      }
    }
  `),
  references: {
    keyId: ['id', 'alias', 'arn'],
  },
};

testOperation(import.meta, facts);
