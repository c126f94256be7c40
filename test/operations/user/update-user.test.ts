import { graphql } from '#generated/documents/gql.ts';
import { updateUser } from '#operations/user/update-user.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: updateUser,
  examples: [
    { input: async ({ newUser }) => ({ userName: await newUser(), newDisplayName: 'Alice' }) },
  ],
  parameters: [
    'UserName',
    'NewUserName',
    'NewDisplayName',
    'NewMobilePhone',
    'NewEmail',
    'NewComments',
  ],
  response: ['User'],
  document: graphql(/* GraphQL */ `
    mutation TestUpdateUser($input: UpdateUserInput!) {
      answer: updateUser(input: $input) {
        displayName
      }
    }
  `),
  audited: ['userName', 'newUserName'],
};

testOperation(import.meta, facts);
