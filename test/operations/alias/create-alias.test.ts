import { graphql } from '#generated/documents/gql.ts';
import { createAlias } from '#operations/alias/create-alias.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { TRANSITION } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: createAlias,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId, freeAlias }) => ({ keyId, aliasName: freeAlias() }),
      states: TRANSITION,
    },
  ],
  parameters: ['KeyId', 'AliasName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestCreateAlias($input: CreateAliasInput!) {
      answer: createAlias(input: $input) {
        alias {
          id
          aliasName
        }
        key {
          keyId
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
