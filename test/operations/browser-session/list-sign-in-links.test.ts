import { graphql } from '#generated/documents/gql.ts';
import { listSignInLinks } from '#operations/browser-session/list-sign-in-links.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listSignInLinks,
  examples: [{}],
  parameters: [],
  response: ['SignInLinks'],
  document: graphql(/* GraphQL */ `
    query TestListSignInLinks {
      answer: signInLinks {
        linkId
      }
    }
  `),
  graphqlField: 'signInLinks',
};

testOperation(import.meta, facts);
