import { graphql } from '#generated/documents/gql.ts';
import { getUser } from '#operations/user/get-user.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: getUser,
  examples: [{ input: async ({ newUser }) => ({ userName: await newUser() }) }],
  parameters: ['UserName'],
  response: ['User'],
  document: graphql(/* GraphQL */ `
    query TestGetUser($userName: String!) {
      answer: user(userName: $userName) {
        userId
        userName
        arn
      }
    }
  `),
  graphqlField: 'user',
};

testOperation(import.meta, facts);
