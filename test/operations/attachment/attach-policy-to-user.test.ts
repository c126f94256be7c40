import { graphql } from '#generated/documents/gql.ts';
import { attachPolicyToUser } from '#operations/attachment/attach-policy-to-user.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: attachPolicyToUser,
  examples: [
    {
      input: async ({ newPolicy, newUser }) => ({
        policyType: 'Custom',
        policyName: await newPolicy(),
        userName: await newUser(),
      }),
    },
    {
      input: async ({ newUser }) => ({
        policyType: 'System',
        policyName: 'AliyunKMSFullAccess',
        userName: await newUser(),
      }),
    },
  ],
  parameters: ['PolicyType', 'PolicyName', 'UserName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestAttachPolicyToUser($input: UserPolicyInput!) {
      answer: attachPolicyToUser(input: $input) {
        policy {
          attachmentCount
        }
        user {
          policies {
            policyName
            policy {
              description
            }
          }
        }
      }
    }
  `),
  audited: ['policyType', 'policyName', 'userName'],
};

testOperation(import.meta, facts);
