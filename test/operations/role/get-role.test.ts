import { graphql } from '#generated/documents/gql.ts';
import { getRole } from '#operations/role/get-role.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: getRole,
  examples: [{ input: async ({ newRole }) => ({ roleName: await newRole() }) }],
  parameters: ['RoleName'],
  response: ['Role'],
  document: graphql(/* GraphQL */ `
    query TestGetRole($roleName: String!) {
      answer: role(roleName: $roleName) {
        roleId
        arn
        assumeRolePolicyDocument
      }
    }
  `),
  graphqlField: 'role',
};

testOperation(import.meta, facts);
