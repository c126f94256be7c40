import { graphql } from '#generated/documents/gql.ts';
import { endSessions } from '#operations/session/end-sessions.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: endSessions,
  examples: [{ input: () => ({ begunBefore: '2026-01-01T00:00:00Z' }) }, {}],
  parameters: ['BegunBefore'],
  response: ['SessionsValidAfter'],
  document: graphql(/* GraphQL */ `
    mutation TestEndSessions($input: EndSessionsInput!) {
      answer: endSessions(input: $input) {
        sessionsValidAfter
      }
    }
  `),
  audited: ['begunBefore'],
};

testOperation(import.meta, facts);
