import { graphql } from '#generated/documents/gql.ts';
import { getKeyPolicy } from '#operations/key-policy/get-key-policy.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ANY_STATE } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: getKeyPolicy,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId }),
      states: ANY_STATE, // by analogy
    },
  ],
  parameters: ['KeyId', 'PolicyName'],
  response: ['Policy'],
  document: graphql(/* GraphQL */ `
    query TestGetKeyPolicy($keyId: KeyReference!) {
      answer: key(keyId: $keyId) {
        keyId
        policy {
          document
          isDefault
        }
      }
    }
  `),
  graphqlField: 'KeyMetadata.policy',
  references: {
    keyId: ['id', 'arn'],
  },
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
