import { graphql } from '#generated/documents/gql.ts';
import { setDefaultPolicyVersion } from '#operations/policy/set-default-policy-version.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: setDefaultPolicyVersion,
  examples: [
    { input: async ({ newPolicy }) => ({ policyName: await newPolicy(), versionId: 'v1' }) },
  ],
  parameters: ['PolicyName', 'VersionId'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestSetDefaultPolicyVersion($input: SetDefaultPolicyVersionInput!) {
      answer: setDefaultPolicyVersion(input: $input) {
        defaultVersion {
          versionId
        }
      }
    }
  `),
  audited: ['policyName', 'versionId'],
};

testOperation(import.meta, facts);
