import { graphql } from '#generated/documents/gql.ts';
import { scheduleKeyDeletion } from '#operations/key/schedule-key-deletion.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { TRANSITION } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: scheduleKeyDeletion,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId, pendingWindowInDays: 7 }),
      states: TRANSITION,
    },
  ],
  parameters: ['KeyId', 'PendingWindowInDays'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestScheduleKeyDeletion($input: ScheduleKeyDeletionInput!) {
      answer: scheduleKeyDeletion(input: $input) {
        keyState
        deleteDate
      }
    }
  `),
  references: {
    keyId: ['id'],
  },
  audited: ['pendingWindowInDays'],
};

testOperation(import.meta, facts);
