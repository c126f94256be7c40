import { graphql } from '#generated/documents/gql.ts';
import { deleteRole } from '#operations/role/delete-role.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: deleteRole,
  examples: [{ input: async ({ newRole }) => ({ roleName: await newRole() }) }],
  parameters: ['RoleName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDeleteRole($input: DeleteRoleInput!) {
      answer: deleteRole(input: $input) {
        deletedRoleId
      }
    }
  `),
  audited: ['roleName'],
};

testOperation(import.meta, facts);
