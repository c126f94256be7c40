import { graphql } from '#generated/documents/gql.ts';
import { detachPolicyFromRole } from '#operations/attachment/detach-policy-from-role.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: detachPolicyFromRole,
  examples: [{ input: ({ attachedToRole }) => attachedToRole() }],
  parameters: ['PolicyType', 'PolicyName', 'RoleName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDetachPolicyFromRole($input: RolePolicyInput!) {
      answer: detachPolicyFromRole(input: $input) {
        policy {
          attachmentCount
        }
        roleName
      }
    }
  `),
  audited: ['policyType', 'policyName', 'roleName'],
};

testOperation(import.meta, facts);
