import { graphql } from '#generated/documents/gql.ts';
import { generateDataKeyWithoutPlaintext } from '#operations/cryptography/generate-data-key-without-plaintext.ts';
import { graphqlShape } from '../../support/graphql-shape.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: generateDataKeyWithoutPlaintext,
  graphqlInput: (input) => graphqlShape(generateDataKeyWithoutPlaintext.name, input),
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId }),
      states: ENABLED_ONLY,
    },
  ],
  parameters: ['KeyId', 'KeySpec', 'NumberOfBytes', 'EncryptionContext', 'DryRun'],
  response: ['KeyId', 'KeyVersionId', 'CiphertextBlob'],
  document: graphql(/* GraphQL */ `
    mutation TestGenerateDataKeyWithoutPlaintext($input: GenerateDataKeyWithoutPlaintextInput!) {
      answer: generateDataKeyWithoutPlaintext(input: $input) {
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
