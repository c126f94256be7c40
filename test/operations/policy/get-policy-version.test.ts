import { graphql } from '#generated/documents/gql.ts';
import { getPolicyVersion } from '#operations/policy/get-policy-version.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: getPolicyVersion,
  examples: [
    {
      input: async ({ newPolicy }) => ({
        policyType: 'Custom',
        policyName: await newPolicy(),
        versionId: 'v1',
      }),
    },
    {
      input: () => ({
        policyType: 'System',
        policyName: 'AliyunKMSCryptoUserAccess',
        versionId: 'v1',
      }),
    },
  ],
  parameters: ['PolicyType', 'PolicyName', 'VersionId'],
  response: ['PolicyVersion'],
  document: graphql(/* GraphQL */ `
    query TestGetPolicyVersion($policyType: PolicyType!, $policyName: String!, $versionId: String!) {
      answer: policy(policyType: $policyType, policyName: $policyName) {
        version(versionId: $versionId) {
          policyDocument
        }
      }
    }
  `),
  graphqlField: 'Policy.version',
};

testOperation(import.meta, facts);
