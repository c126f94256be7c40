import { graphql } from '#generated/documents/gql.ts';
import { listRoles } from '#operations/role/list-roles.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listRoles,
  examples: [{ input: () => ({ maxItems: 1 }) }],
  parameters: ['Marker', 'MaxItems'],
  response: ['Roles', 'IsTruncated', 'Marker'],
  document: graphql(/* GraphQL */ `
    query TestListRoles($maxItems: Int) {
      answer: roles(first: $maxItems) {
        edges {
          node {
            roleName
          }
        }
      }
    }
  `),
  graphqlField: 'roles',
};

testOperation(import.meta, facts);
