import { graphql } from '#generated/documents/gql.ts';
import { deleteUser } from '#operations/user/delete-user.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: deleteUser,
  examples: [{ input: async ({ newUser }) => ({ userName: await newUser() }) }],
  parameters: ['UserName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDeleteUser($input: DeleteUserInput!) {
      answer: deleteUser(input: $input) {
        deletedUserId
      }
    }
  `),
  audited: ['userName'],
};

testOperation(import.meta, facts);
