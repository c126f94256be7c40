import { graphql } from '#generated/documents/gql.ts';
import { listAliasesByKeyId } from '#operations/alias/list-aliases-by-key-id.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ANY_STATE } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listAliasesByKeyId,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId }),
      states: ANY_STATE, // by analogy
    },
  ],
  parameters: ['KeyId', 'PageNumber', 'PageSize'],
  response: ['Aliases', 'PageNumber', 'PageSize', 'TotalCount'],
  document: graphql(/* GraphQL */ `
    query TestListAliasesByKeyId($keyId: KeyReference!) {
      answer: key(keyId: $keyId) {
        keyId
        aliases {
          edges {
            node {
              aliasName
              keyId
            }
          }
        }
      }
    }
  `),
  graphqlField: 'KeyMetadata.aliases',
  references: {
    keyId: ['id'],
  },
};

testOperation(import.meta, facts);
