import { graphql } from '#generated/documents/gql.ts';
import { getPublicKey } from '#operations/key-version/get-public-key.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ANY_STATE } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: getPublicKey,
  examples: [
    {
      on: 'signing key pair',
      input: ({ keyId, keyVersionId }) => ({ keyId, keyVersionId }),
      states: ANY_STATE, // by analogy
    },
  ],
  parameters: ['KeyId', 'KeyVersionId', 'DryRun'],
  response: ['KeyId', 'KeyVersionId', 'PublicKey'],
  document: graphql(/* GraphQL */ `
    query TestGetPublicKey($keyId: KeyReference!, $keyVersionId: String!) {
      answer: keyVersion(keyId: $keyId, keyVersionId: $keyVersionId) {
        keyId
        publicKey
      }
    }
  `),
  graphqlField: 'KeyVersion.publicKey',
  references: {
    keyId: ['id', 'alias'],
  },
};

testOperation(import.meta, facts);
