import { graphql } from '#generated/documents/gql.ts';
import { describeKeyVersion } from '#operations/key-version/describe-key-version.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ANY_STATE } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: describeKeyVersion,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId, keyVersionId }) => ({ keyId, keyVersionId }),
      states: ANY_STATE,
    },
  ],
  parameters: ['KeyId', 'KeyVersionId'],
  response: ['KeyVersion'],
  document: graphql(/* GraphQL */ `
    query TestDescribeKeyVersion($keyId: KeyReference!, $keyVersionId: String!) {
      answer: keyVersion(keyId: $keyId, keyVersionId: $keyVersionId) {
        keyId
        keyVersionId
        creationDate
      }
    }
  `),
  graphqlField: 'keyVersion',
  references: {
    keyId: ['id', 'alias'],
  },
};

testOperation(import.meta, facts);
