import { graphql } from '#generated/documents/gql.ts';
import { deleteAccessKey } from '#operations/access-key/delete-access-key.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: deleteAccessKey,
  examples: [
    {
      input: async ({ newUser, newAccessKey }) => {
        const userName = await newUser();
        return { userName, userAccessKeyId: await newAccessKey(userName) };
      },
    },
  ],
  parameters: ['UserName', 'UserAccessKeyId'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDeleteAccessKey($input: DeleteAccessKeyInput!) {
      answer: deleteAccessKey(input: $input) {
        deletedAccessKeyId
      }
    }
  `),
  audited: ['userName', 'userAccessKeyId'],
};

testOperation(import.meta, facts);
