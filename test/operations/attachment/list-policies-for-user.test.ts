import { graphql } from '#generated/documents/gql.ts';
import { listPoliciesForUser } from '#operations/attachment/list-policies-for-user.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listPoliciesForUser,
  examples: [
    { input: async ({ attachedToUser }) => ({ userName: (await attachedToUser()).userName }) },
  ],
  parameters: ['UserName'],
  response: ['Policies'],
  document: graphql(/* GraphQL */ `
    query TestListPoliciesForUser($userName: String!) {
      answer: user(userName: $userName) {
        policies {
          policyType
          policyName
          attachDate
          policy {
            description
          }
        }
      }
    }
  `),
  graphqlField: 'User.policies',
};

testOperation(import.meta, facts);
