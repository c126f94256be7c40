import { graphql } from '#generated/documents/gql.ts';
import { attachPolicyToRole } from '#operations/attachment/attach-policy-to-role.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: attachPolicyToRole,
  examples: [
    {
      input: async ({ newPolicy, newRole }) => ({
        policyType: 'Custom',
        policyName: await newPolicy(),
        roleName: await newRole(),
      }),
    },
    {
      input: async ({ newRole }) => ({
        policyType: 'System',
        policyName: 'AliyunKMSFullAccess',
        roleName: await newRole(),
      }),
    },
  ],
  parameters: ['PolicyType', 'PolicyName', 'RoleName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestAttachPolicyToRole($input: RolePolicyInput!) {
      answer: attachPolicyToRole(input: $input) {
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
