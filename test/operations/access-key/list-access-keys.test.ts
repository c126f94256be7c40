import { graphql } from '#generated/documents/gql.ts';
import { listAccessKeys } from '#operations/access-key/list-access-keys.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listAccessKeys,
  examples: [{ input: async ({ newUser }) => ({ userName: await newUser() }) }],
  parameters: ['UserName'],
  response: ['AccessKeys'],
  document: graphql(/* GraphQL */ `
    query TestListAccessKeys($userName: String) {
      answer: accessKeys(userName: $userName) {
        accessKeyId
        status
        userName
      }
    }
  `),
  graphqlField: 'accessKeys',
};

testOperation(import.meta, facts);
