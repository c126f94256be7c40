import { graphql } from '#generated/documents/gql.ts';
import { deleteSignInLink } from '#operations/browser-session/delete-sign-in-link.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: deleteSignInLink,
  examples: [{ input: async ({ newSignInLink }) => ({ linkId: await newSignInLink() }) }],
  parameters: ['LinkId'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDeleteSignInLink($input: DeleteSignInLinkInput!) {
      answer: deleteSignInLink(input: $input) {
        deletedLinkId
      }
    }
  `),
  audited: ['linkId'],
};

testOperation(import.meta, facts);
