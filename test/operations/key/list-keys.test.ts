import { graphql } from '#generated/documents/gql.ts';
import { listKeys } from '#operations/key/list-keys.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listKeys,
  examples: [{}],
  parameters: ['PageNumber', 'PageSize', 'Filters'],
  response: ['Keys', 'PageNumber', 'PageSize', 'TotalCount'],
  document: graphql(/* GraphQL */ `
    query TestListKeys {
      answer: keys {
        edges {
          node {
            keyId
          }
        }
      }
    }
  `),
  graphqlField: 'keys',
};

testOperation(import.meta, facts);
