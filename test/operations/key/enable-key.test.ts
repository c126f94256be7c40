import { graphql } from '#generated/documents/gql.ts';
import { enableKey } from '#operations/key/enable-key.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_OR_DISABLED } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: enableKey,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId }),
      states: ENABLED_OR_DISABLED,
    },
  ],
  parameters: ['KeyId'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestEnableKey($input: EnableKeyInput!) {
      answer: enableKey(input: $input) {
        keyState
      }
    }
  `),
  references: {
    keyId: ['id'],
  },
};

testOperation(import.meta, facts);
