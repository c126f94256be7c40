import { graphql } from '#generated/documents/gql.ts';
import { assumeRole } from '#operations/session/assume-role.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: assumeRole,
  caller: 'user',
  examples: [
    {
      input: async ({ accountId, newRole }) => ({
        roleArn: `acs:ram::${accountId}:role/${await newRole()}`,
        roleSessionName: 'deployment',
      }),
    },
  ],
  parameters: ['RoleArn', 'RoleSessionName', 'DurationSeconds', 'Policy'],
  response: ['Credentials', 'AssumedRoleUser'],
  document: graphql(/* GraphQL */ `
    mutation TestAssumeRole($input: AssumeRoleInput!) {
      answer: assumeRole(input: $input) {
        credentials {
          accessKeyId
          accessKeySecret
          securityToken
          expiration
        }
        assumedRoleUser {
          arn
          assumedRoleId
        }
      }
    }
  `),
  audited: ['roleArn', 'roleSessionName', 'durationSeconds'],
};

testOperation(import.meta, facts);
