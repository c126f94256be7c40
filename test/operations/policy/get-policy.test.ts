import { graphql } from '#generated/documents/gql.ts';
import { getPolicy } from '#operations/policy/get-policy.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: getPolicy,
  examples: [
    { input: async ({ newPolicy }) => ({ policyType: 'Custom', policyName: await newPolicy() }) },
    { input: () => ({ policyType: 'System', policyName: 'AliyunKMSCryptoUserAccess' }) },
  ],
  parameters: ['PolicyType', 'PolicyName'],
  response: ['Policy', 'DefaultPolicyVersion'],
  document: graphql(/* GraphQL */ `
    query TestGetPolicy($policyType: PolicyType!, $policyName: String!) {
      answer: policy(policyType: $policyType, policyName: $policyName) {
        policyName
        policyType
        attachmentCount
        defaultVersion {
          policyDocument
        }
      }
    }
  `),
  graphqlField: 'policy',
};

testOperation(import.meta, facts);
