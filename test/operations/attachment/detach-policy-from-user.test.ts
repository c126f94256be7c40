import { graphql } from '#generated/documents/gql.ts';
import { detachPolicyFromUser } from '#operations/attachment/detach-policy-from-user.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: detachPolicyFromUser,
  examples: [{ input: ({ attachedToUser }) => attachedToUser() }],
  parameters: ['PolicyType', 'PolicyName', 'UserName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDetachPolicyFromUser($input: UserPolicyInput!) {
      answer: detachPolicyFromUser(input: $input) {
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
