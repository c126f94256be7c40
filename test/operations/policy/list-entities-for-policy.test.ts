import { graphql } from '#generated/documents/gql.ts';
import { listEntitiesForPolicy } from '#operations/policy/list-entities-for-policy.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listEntitiesForPolicy,
  examples: [
    { input: async ({ newPolicy }) => ({ policyType: 'Custom', policyName: await newPolicy() }) },
    { input: () => ({ policyType: 'System', policyName: 'AliyunKMSCryptoUserAccess' }) },
  ],
  parameters: ['PolicyType', 'PolicyName'],
  response: ['Groups', 'Users', 'Roles'],
  document: graphql(/* GraphQL */ `
    query TestListEntitiesForPolicy($policyType: PolicyType!, $policyName: String!) {
      answer: policy(policyType: $policyType, policyName: $policyName) {
        users {
          userName
          attachDate
          user {
            email
          }
        }
        roles {
          roleName
          attachDate
        }
      }
    }
  `),
  graphqlField: 'Policy.users',
};

testOperation(import.meta, facts);
