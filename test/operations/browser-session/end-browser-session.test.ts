import { graphql } from '#generated/documents/gql.ts';
import { endBrowserSession } from '#operations/browser-session/end-browser-session.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: endBrowserSession,
  examples: [
    { input: async ({ newBrowserSession }) => ({ sessionId: await newBrowserSession() }) },
  ],
  parameters: ['SessionId'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestEndBrowserSession($input: EndBrowserSessionInput!) {
      answer: endBrowserSession(input: $input) {
        endedSessionId
      }
    }
  `),
  audited: ['sessionId'],
};

testOperation(import.meta, facts);
