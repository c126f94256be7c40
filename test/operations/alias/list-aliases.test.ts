import { graphql } from '#generated/documents/gql.ts';
import { listAliases } from '#operations/alias/list-aliases.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listAliases,
  examples: [{}],
  parameters: ['PageNumber', 'PageSize'],
  response: ['Aliases', 'PageNumber', 'PageSize', 'TotalCount'],
  document: graphql(/* GraphQL */ `
    query TestListAliases {
      answer: aliases {
        edges {
          node {
            aliasName
            keyId
          }
        }
      }
    }
  `),
  graphqlField: 'aliases',
};

testOperation(import.meta, facts);
