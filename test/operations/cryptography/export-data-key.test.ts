import { graphql } from '#generated/documents/gql.ts';
import { exportDataKey } from '#operations/cryptography/export-data-key.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: exportDataKey,
  examples: [
    {
      on: 'symmetric key',
      input: ({ dataKeyBlob, exportTarget }) => ({ ciphertextBlob: dataKeyBlob, ...exportTarget }),
      states: ENABLED_ONLY, // by analogy
    },
  ],
  parameters: [
    'CiphertextBlob',
    'PublicKeyBlob',
    'WrappingKeySpec',
    'WrappingAlgorithm',
    'EncryptionContext',
    'DryRun',
  ],
  response: ['KeyId', 'KeyVersionId', 'ExportedDataKey'],
  document: graphql(/* GraphQL */ `
    mutation TestExportDataKey($input: ExportDataKeyInput!) {
      answer: exportDataKey(input: $input) {
        keyId
        keyVersionId
        exportedDataKey
      }
    }
  `),
  refusedValues: [
    {
      parameter: 'WrappingKeySpec',
      value: 'EC_SM2',
      code: 'InvalidParameter',
      why: 'Wrapping keys are RSA keys here.',
    },
  ],
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
