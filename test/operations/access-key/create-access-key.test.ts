import { graphql } from '#generated/documents/gql.ts';
import { createAccessKey } from '#operations/access-key/create-access-key.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: createAccessKey,
  examples: [{ input: async ({ newUser }) => ({ userName: await newUser() }) }],
  parameters: ['UserName'],
  response: ['AccessKey'],
  document: graphql(/* GraphQL */ `
    mutation TestCreateAccessKey($input: CreateAccessKeyInput!) {
      answer: createAccessKey(input: $input) {
        accessKeySecret
      }
    }
  `),
  graphqlInputFields: ['userName', 'expirationDate'],
  audited: ['userName', 'expirationDate'],
};

testOperation(import.meta, facts);
