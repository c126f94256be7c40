import { graphql } from '#generated/documents/gql.ts';
import { createPolicy } from '#operations/policy/create-policy.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { DOCUMENT } from '../../support/operation/subject.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: createPolicy,
  examples: [{ input: ({ freeName }) => ({ policyName: freeName(), policyDocument: DOCUMENT }) }],
  parameters: ['PolicyName', 'PolicyDocument', 'Description'],
  response: ['Policy'],
  document: graphql(/* GraphQL */ `
    mutation TestCreatePolicy($input: CreatePolicyInput!) {
      answer: createPolicy(input: $input) {
        policyName
        arn
        creationDate
      }
    }
  `),
  audited: ['policyName', 'policyDocument'],
};

testOperation(import.meta, facts);
