import { graphql } from '#generated/documents/gql.ts';
import { cancelKeyDeletion } from '#operations/key/cancel-key-deletion.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { PENDING_DELETION_ONLY } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: cancelKeyDeletion,
  examples: [
    {
      on: 'symmetric key',
      state: 'PendingDeletion',
      input: ({ keyId }) => ({ keyId }),
      states: PENDING_DELETION_ONLY,
    },
  ],
  parameters: ['KeyId'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestCancelKeyDeletion($input: CancelKeyDeletionInput!) {
      answer: cancelKeyDeletion(input: $input) {
        keyState
        deleteDate
      }
    }
  `),
  references: {
    keyId: ['id'],
  },
};

testOperation(import.meta, facts);
