import { graphql } from '#generated/documents/gql.ts';
import { listKeyVersions } from '#operations/key-version/list-key-versions.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ANY_STATE } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listKeyVersions,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId }),
      states: ANY_STATE,
    },
  ],
  parameters: ['KeyId', 'PageNumber', 'PageSize'],
  response: ['KeyVersions', 'PageNumber', 'PageSize', 'TotalCount'],
  document: graphql(/* GraphQL */ `
    query TestListKeyVersions($keyId: KeyReference!) {
      answer: key(keyId: $keyId) {
        keyId
        versions {
          edges {
            node {
              keyId
              keyVersionId
            }
          }
        }
      }
    }
  `),
  graphqlField: 'KeyMetadata.versions',
  references: {
    keyId: ['id', 'alias'],
  },
};

testOperation(import.meta, facts);
