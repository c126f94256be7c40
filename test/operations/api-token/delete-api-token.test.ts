import { graphql } from '#generated/documents/gql.ts';
import { deleteApiToken } from '#operations/api-token/delete-api-token.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: deleteApiToken,
  examples: [
    {
      input: async ({ newUser, newApiToken }) => {
        const userName = await newUser();
        return { userName, tokenId: await newApiToken(userName) };
      },
    },
  ],
  parameters: ['UserName', 'TokenId'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDeleteApiToken($input: DeleteApiTokenInput!) {
      answer: deleteApiToken(input: $input) {
        deletedTokenId
      }
    }
  `),
  audited: ['userName', 'tokenId'],
};

testOperation(import.meta, facts);
