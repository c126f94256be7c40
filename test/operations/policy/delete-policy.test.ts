import { graphql } from '#generated/documents/gql.ts';
import { deletePolicy } from '#operations/policy/delete-policy.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: deletePolicy,
  examples: [{ input: async ({ newPolicy }) => ({ policyName: await newPolicy() }) }],
  parameters: ['PolicyName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDeletePolicy($input: DeletePolicyInput!) {
      answer: deletePolicy(input: $input) {
        deletedPolicyId
      }
    }
  `),
  audited: ['policyName'],
};

testOperation(import.meta, facts);
