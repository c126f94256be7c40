import { graphql } from '#generated/documents/gql.ts';
import { getAccessKeyLastUsed } from '#operations/access-key/get-access-key-last-used.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: getAccessKeyLastUsed,
  examples: [
    {
      input: async ({ newUser, newAccessKey }) => {
        const userName = await newUser();
        return { userName, userAccessKeyId: await newAccessKey(userName) };
      },
    },
  ],
  parameters: ['UserName', 'UserAccessKeyId'],
  response: ['AccessKeyLastUsed'],
  document: graphql(/* GraphQL */ `
    query TestGetAccessKeyLastUsed($userName: String!) {
      answer: user(userName: $userName) {
        accessKeys {
          lastUse {
            lastUsedDate
            service
            operation
            address
          }
        }
      }
    }
  `),
  graphqlField: 'AccessKey.lastUse',
  graphqlInput: ({ userName }) => ({ userName }),
};

testOperation(import.meta, facts);
