import { graphql } from '#generated/documents/gql.ts';
import { createKeyVersion } from '#operations/key-version/create-key-version.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: createKeyVersion,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId }),
      states: ENABLED_ONLY,
    },
    {
      on: 'signing key pair',
      shows: 'a key pair',
      input: ({ keyId }) => ({ keyId }),
      states: ENABLED_ONLY,
    },
  ],
  parameters: ['KeyId'],
  response: ['KeyVersion'],
  document: graphql(/* GraphQL */ `
    mutation TestCreateKeyVersion($input: CreateKeyVersionInput!) {
      answer: createKeyVersion(input: $input) {
        keyId
        keyVersionId
        creationDate
      }
    }
  `),
  references: {
    keyId: ['id', 'alias'],
  },
};

testOperation(import.meta, facts);
