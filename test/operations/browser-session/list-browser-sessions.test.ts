import { graphql } from '#generated/documents/gql.ts';
import { listBrowserSessions } from '#operations/browser-session/list-browser-sessions.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listBrowserSessions,
  examples: [{}],
  parameters: [],
  response: ['Sessions'],
  document: graphql(/* GraphQL */ `
    query TestListBrowserSessions {
      answer: browserSessions {
        edges {
          node {
            sessionId
          }
        }
      }
    }
  `),
  graphqlField: 'browserSessions',
};

testOperation(import.meta, facts);
