import { graphql } from '#generated/documents/gql.ts';
import { updateKeyDescription } from '#operations/key/update-key-description.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { NOT_PENDING_DELETION } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: updateKeyDescription,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId, description: 'Payroll' }),
      states: NOT_PENDING_DELETION,
    },
  ],
  parameters: ['KeyId', 'Description'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestUpdateKeyDescription($input: UpdateKeyDescriptionInput!) {
      answer: updateKeyDescription(input: $input) {
        description
      }
    }
  `),
  references: {
    keyId: ['id'],
  },
};

testOperation(import.meta, facts);
