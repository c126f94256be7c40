import { graphql } from '#generated/documents/gql.ts';
import { createApiToken } from '#operations/api-token/create-api-token.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { DOCUMENT } from '../../support/operation/subject.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: createApiToken,
  examples: [
    { input: async ({ newUser }) => ({ userName: await newUser(), name: 'ci' }) },
    { input: async ({ newUser }) => ({ userName: await newUser(), name: 'ci', policy: DOCUMENT }) },
  ],
  parameters: ['UserName', 'Name', 'Policy', 'ExpirationDate'],
  response: ['ApiToken', 'Token'],
  document: graphql(/* GraphQL */ `
    mutation TestCreateApiToken($input: CreateApiTokenInput!) {
      answer: createApiToken(input: $input) {
        token
      }
    }
  `),
  graphqlInputFields: ['userName', 'name', 'policy', 'expirationDate'],
  audited: ['userName', 'name', 'policy', 'expirationDate'],
};

testOperation(import.meta, facts);
