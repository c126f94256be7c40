import { graphql } from '#generated/documents/gql.ts';
import { listPolicies } from '#operations/policy/list-policies.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listPolicies,
  examples: [
    { input: () => ({ maxItems: 1 }) },
    { input: () => ({ policyType: 'System', maxItems: 2 }) },
  ],
  parameters: ['PolicyType', 'Marker', 'MaxItems'],
  response: ['Policies', 'IsTruncated', 'Marker'],
  document: graphql(/* GraphQL */ `
    query TestListPolicies($policyType: PolicyType, $maxItems: Int) {
      answer: policies(policyType: $policyType, first: $maxItems) {
        edges {
          node {
            policyName
            attachmentCount
          }
        }
        totalCount
      }
    }
  `),
  graphqlField: 'policies',
};

testOperation(import.meta, facts);
