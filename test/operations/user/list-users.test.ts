import { graphql } from '#generated/documents/gql.ts';
import { listUsers } from '#operations/user/list-users.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listUsers,
  examples: [{ input: () => ({ maxItems: 1 }) }],
  parameters: ['Marker', 'MaxItems'],
  response: ['Users', 'IsTruncated', 'Marker'],
  document: graphql(/* GraphQL */ `
    query TestListUsers($maxItems: Int) {
      answer: users(first: $maxItems) {
        edges {
          node {
            userName
          }
        }
      }
    }
  `),
  graphqlField: 'users',
};

testOperation(import.meta, facts);
