import { graphql } from '#generated/documents/gql.ts';
import { deletePolicyVersion } from '#operations/policy/delete-policy-version.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: deletePolicyVersion,
  examples: [
    {
      input: async ({ newPolicy, newPolicyVersion }) => {
        const policyName = await newPolicy();
        return { policyName, versionId: await newPolicyVersion(policyName) };
      },
    },
  ],
  parameters: ['PolicyName', 'VersionId'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDeletePolicyVersion($input: DeletePolicyVersionInput!) {
      answer: deletePolicyVersion(input: $input) {
        versions {
          versionId
        }
      }
    }
  `),
  audited: ['policyName', 'versionId'],
};

testOperation(import.meta, facts);
