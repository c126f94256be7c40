import { graphql } from '#generated/documents/gql.ts';
import { listPolicyVersions } from '#operations/policy/list-policy-versions.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listPolicyVersions,
  examples: [
    { input: async ({ newPolicy }) => ({ policyType: 'Custom', policyName: await newPolicy() }) },
    { input: () => ({ policyType: 'System', policyName: 'AliyunKMSCryptoUserAccess' }) },
  ],
  parameters: ['PolicyType', 'PolicyName'],
  response: ['PolicyVersions'],
  document: graphql(/* GraphQL */ `
    query TestListPolicyVersions($policyType: PolicyType!, $policyName: String!) {
      answer: policy(policyType: $policyType, policyName: $policyName) {
        versions {
          versionId
          isDefaultVersion
          creationDate
        }
      }
    }
  `),
  graphqlField: 'Policy.versions',
};

testOperation(import.meta, facts);
