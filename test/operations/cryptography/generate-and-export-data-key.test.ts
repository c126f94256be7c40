import { graphql } from '#generated/documents/gql.ts';
import { generateAndExportDataKey } from '#operations/cryptography/generate-and-export-data-key.ts';
import { graphqlShape } from '../../support/graphql-shape.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: generateAndExportDataKey,
  graphqlInput: (input) => graphqlShape(generateAndExportDataKey.name, input),
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId, exportTarget }) => ({ keyId, ...exportTarget }),
      states: ENABLED_ONLY, // by analogy
    },
  ],
  parameters: [
    'KeyId',
    'KeySpec',
    'NumberOfBytes',
    'EncryptionContext',
    'DryRun',
    'PublicKeyBlob',
    'WrappingKeySpec',
    'WrappingAlgorithm',
  ],
  response: ['KeyId', 'KeyVersionId', 'CiphertextBlob', 'ExportedDataKey'],
  document: graphql(/* GraphQL */ `
    mutation TestGenerateAndExportDataKey($input: GenerateAndExportDataKeyInput!) {
      answer: generateAndExportDataKey(input: $input) {
        keyId
        keyVersionId
        ciphertextBlob
        exportedDataKey
      }
    }
  `),
  references: {
    keyId: ['id', 'alias', 'arn'],
  },
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
