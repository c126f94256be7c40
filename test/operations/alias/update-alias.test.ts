import { graphql } from '#generated/documents/gql.ts';
import { updateAlias } from '#operations/alias/update-alias.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { NOT_PENDING_DELETION } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: updateAlias,
  examples: [
    {
      on: 'symmetric key',
      shows: 'the key that the alias moves to',
      input: async ({ keyId, otherKeyId, newAlias }) => ({
        keyId,
        aliasName: await newAlias(otherKeyId),
      }),
      states: NOT_PENDING_DELETION,
    },
  ],
  parameters: ['KeyId', 'AliasName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestUpdateAlias($input: UpdateAliasInput!) {
      answer: updateAlias(input: $input) {
        alias {
          id
          aliasName
        }
        key {
          keyId
        }
        previousKey {
          keyState
        }
      }
    }
  `),
  references: {
    keyId: ['id'],
  },
  audited: ['aliasName'],
};

testOperation(import.meta, facts);
