import { graphql } from '#generated/documents/gql.ts';
import { deleteKeyMaterial } from '#operations/material-import/delete-key-material.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ANY_STATE } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: deleteKeyMaterial,
  examples: [
    {
      on: 'imported key',
      input: ({ keyId }) => ({ keyId }),
      states: ANY_STATE,
    },
  ],
  parameters: ['KeyId'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDeleteKeyMaterial($input: DeleteKeyMaterialInput!) {
      answer: deleteKeyMaterial(input: $input) {
        keyState
      }
    }
  `),
  references: {
    keyId: ['id'],
  },
};

testOperation(import.meta, facts);
