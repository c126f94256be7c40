import { graphql } from '#generated/documents/gql.ts';
import { deleteAlias } from '#operations/alias/delete-alias.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ANY_STATE } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: deleteAlias,
  examples: [
    {
      on: 'symmetric key',
      shows: 'the key that it names',
      input: async ({ keyId, newAlias }) => ({ aliasName: await newAlias(keyId) }),
      states: ANY_STATE,
    },
  ],
  parameters: ['AliasName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDeleteAlias($input: DeleteAliasInput!) {
      answer: deleteAlias(input: $input) {
        deletedAliasId
        key {
          keyId
        }
      }
    }
  `),
  audited: ['aliasName'],
};

testOperation(import.meta, facts);
