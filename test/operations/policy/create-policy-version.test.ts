import { graphql } from '#generated/documents/gql.ts';
import { createPolicyVersion } from '#operations/policy/create-policy-version.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { DOCUMENT } from '../../support/operation/subject.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: createPolicyVersion,
  examples: [
    {
      input: async ({ newPolicy }) => ({ policyName: await newPolicy(), policyDocument: DOCUMENT }),
    },
  ],
  parameters: ['PolicyName', 'PolicyDocument', 'SetAsDefault', 'RotateStrategy'],
  response: ['PolicyVersion'],
  document: graphql(/* GraphQL */ `
    mutation TestCreatePolicyVersion($input: CreatePolicyVersionInput!) {
      answer: createPolicyVersion(input: $input) {
        policyVersion {
          versionId
          isDefaultVersion
        }
        policy {
          policyName
        }
      }
    }
  `),
  audited: ['policyName', 'policyDocument', 'setAsDefault', 'rotateStrategy'],
};

testOperation(import.meta, facts);
