import { graphql } from '#generated/documents/gql.ts';
import { getParametersForImport } from '#operations/material-import/get-parameters-for-import.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ANY_STATE } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: getParametersForImport,
  examples: [
    {
      on: 'imported key',
      input: ({ keyId }) => ({
        keyId,
        wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
        wrappingKeySpec: 'RSA_2048',
      }),
      states: ANY_STATE,
    },
  ],
  parameters: ['KeyId', 'WrappingAlgorithm', 'WrappingKeySpec'],
  response: ['KeyId', 'ImportToken', 'PublicKey', 'TokenExpireTime'],
  document: graphql(/* GraphQL */ `
    mutation TestGetParametersForImport($input: GetParametersForImportInput!) {
      answer: getParametersForImport(input: $input) {
        keyId
        importToken
        publicKey
        tokenExpireTime
      }
    }
  `),
  references: {
    keyId: ['id'],
  },
  audited: ['wrappingAlgorithm'],
  refusedValues: [
    {
      parameter: 'WrappingAlgorithm',
      value: 'RSAES_PKCS1_V1_5',
      code: 'InvalidParameter',
      why: 'Its padding check gives attackers an oracle.',
    },
    {
      parameter: 'WrappingAlgorithm',
      value: 'SM2PKE',
      code: 'InvalidParameter',
      why: 'It requires `EC_SM2`, which cannot wrap here.',
    },
    {
      parameter: 'WrappingKeySpec',
      value: 'EC_SM2',
      code: 'InvalidParameter',
      why: 'Wrapping keys are RSA keys here.',
    },
  ],
};

testOperation(import.meta, facts);
