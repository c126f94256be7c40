import { graphql } from '#generated/documents/gql.ts';
import { listApiTokens } from '#operations/api-token/list-api-tokens.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listApiTokens,
  examples: [{ input: async ({ newUser }) => ({ userName: await newUser() }) }],
  parameters: ['UserName'],
  response: ['ApiTokens'],
  document: graphql(/* GraphQL */ `
    query TestListApiTokens($userName: String) {
      answer: apiTokens(userName: $userName) {
        tokenId
        name
        hint
      }
    }
  `),
  graphqlField: 'apiTokens',
};

testOperation(import.meta, facts);
