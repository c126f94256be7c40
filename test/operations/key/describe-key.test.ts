import { graphql } from '#generated/documents/gql.ts';
import { describeKey } from '#operations/key/describe-key.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ANY_STATE } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: describeKey,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId }),
      states: ANY_STATE,
    },
  ],
  parameters: ['KeyId'],
  response: ['KeyMetadata'],
  document: graphql(/* GraphQL */ `
    query TestDescribeKey($keyId: KeyReference!) {
      answer: key(keyId: $keyId) {
        keyId
        keyState
      }
    }
  `),
  graphqlField: 'key',
  references: {
    keyId: ['id', 'alias', 'arn'],
  },
};

testOperation(import.meta, facts);
