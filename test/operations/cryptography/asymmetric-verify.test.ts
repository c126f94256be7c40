import { graphql } from '#generated/documents/gql.ts';
import { asymmetricVerify } from '#operations/cryptography/asymmetric-verify.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { DIGEST } from '../../support/operation/subject.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: asymmetricVerify,
  examples: [
    {
      on: 'signing key pair',
      input: ({ keyId, keyVersionId, signature }) => ({
        keyId,
        keyVersionId,
        algorithm: 'ECDSA_SHA_256',
        digest: DIGEST,
        value: signature,
      }),
      states: ENABLED_ONLY, // by analogy
    },
  ],
  parameters: ['KeyId', 'KeyVersionId', 'Algorithm', 'Digest', 'Value', 'DryRun'],
  response: ['KeyId', 'KeyVersionId', 'Value'],
  document: graphql(/* GraphQL */ `
    mutation TestAsymmetricVerify($input: AsymmetricVerifyInput!) {
      answer: asymmetricVerify(input: $input) {
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
