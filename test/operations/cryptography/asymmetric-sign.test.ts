import { graphql } from '#generated/documents/gql.ts';
import { asymmetricSign } from '#operations/cryptography/asymmetric-sign.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { DIGEST } from '../../support/operation/subject.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: asymmetricSign,
  examples: [
    {
      on: 'signing key pair',
      input: ({ keyId, keyVersionId }) => ({
        keyId,
        keyVersionId,
        algorithm: 'ECDSA_SHA_256',
        digest: DIGEST,
      }),
      states: ENABLED_ONLY, // by analogy
    },
  ],
  parameters: ['KeyId', 'KeyVersionId', 'Algorithm', 'Digest', 'DryRun'],
  response: ['KeyId', 'KeyVersionId', 'Value'],
  document: graphql(/* GraphQL */ `
    mutation TestAsymmetricSign($input: AsymmetricSignInput!) {
      answer: asymmetricSign(input: $input) {
        keyId
        keyVersionId
        value
      }
    }
  `),
  references: {
    keyId: ['id', 'alias'],
  },
  audited: ['keyVersionId', 'algorithm'],
};

testOperation(import.meta, facts);
