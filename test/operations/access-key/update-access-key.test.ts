import { graphql } from '#generated/documents/gql.ts';
import { updateAccessKey } from '#operations/access-key/update-access-key.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: updateAccessKey,
  examples: [
    {
      input: async ({ newUser, newAccessKey }) => {
        const userName = await newUser();
        return { userName, userAccessKeyId: await newAccessKey(userName), status: 'Inactive' };
      },
    },
  ],
  parameters: ['UserName', 'UserAccessKeyId', 'Status'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestUpdateAccessKey($input: UpdateAccessKeyInput!) {
      answer: updateAccessKey(input: $input) {
        status
      }
    }
  `),
  audited: ['userName', 'userAccessKeyId', 'status'],
};

testOperation(import.meta, facts);
