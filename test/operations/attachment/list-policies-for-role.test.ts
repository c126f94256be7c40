import { graphql } from '#generated/documents/gql.ts';
import { listPoliciesForRole } from '#operations/attachment/list-policies-for-role.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listPoliciesForRole,
  examples: [
    { input: async ({ attachedToRole }) => ({ roleName: (await attachedToRole()).roleName }) },
  ],
  parameters: ['RoleName'],
  response: ['Policies'],
  document: graphql(/* GraphQL */ `
    query TestListPoliciesForRole($roleName: String!) {
      answer: role(roleName: $roleName) {
        policies {
          policyName
          policy {
            description
          }
        }
      }
    }
  `),
  graphqlField: 'Role.policies',
};

testOperation(import.meta, facts);
