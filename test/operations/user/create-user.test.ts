import { graphql } from '#generated/documents/gql.ts';
import { createUser } from '#operations/user/create-user.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: createUser,
  examples: [{ input: ({ freeName }) => ({ userName: freeName() }) }],
  parameters: ['UserName', 'DisplayName', 'MobilePhone', 'Email', 'Comments'],
  response: ['User'],
  document: graphql(/* GraphQL */ `
    mutation TestCreateUser($input: CreateUserInput!) {
      answer: createUser(input: $input) {
        userName
      }
    }
  `),
  audited: ['userName'],
};

testOperation(import.meta, facts);
