import { graphql } from '#generated/documents/gql.ts';
import { updateRole } from '#operations/role/update-role.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: updateRole,
  examples: [
    {
      input: async ({ newRole }) => ({
        roleName: await newRole(),
        newDescription: 'Deploys the shop',
        newMaxSessionDuration: 7200,
      }),
    },
  ],
  parameters: [
    'RoleName',
    'NewAssumeRolePolicyDocument',
    'NewMaxSessionDuration',
    'NewDescription',
  ],
  response: ['Role'],
  document: graphql(/* GraphQL */ `
    mutation TestUpdateRole($input: UpdateRoleInput!) {
      answer: updateRole(input: $input) {
        description
        maxSessionDuration
      }
    }
  `),
  audited: ['roleName', 'newMaxSessionDuration'],
};

testOperation(import.meta, facts);
