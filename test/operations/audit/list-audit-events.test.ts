import { graphql } from '#generated/documents/gql.ts';
import { listAuditEvents } from '#operations/audit/list-audit-events.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listAuditEvents,
  examples: [{ input: () => ({ first: 1 }) }],
  parameters: [
    'KeyId',
    'Principal',
    'CredentialId',
    'Operation',
    'Outcome',
    'Address',
    'From',
    'To',
    'OrderBy',
    'After',
    'First',
  ],
  response: [],
  document: graphql(/* GraphQL */ `
    query TestListAuditEvents($first: Int) {
      answer: auditEvents(first: $first) {
        edges {
          node {
            eventId
          }
        }
      }
    }
  `),
  graphqlField: 'auditEvents',
};

testOperation(import.meta, facts);
