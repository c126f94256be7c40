import { graphql } from '#generated/documents/gql.ts';
import { asymmetricEncrypt } from '#operations/cryptography/asymmetric-encrypt.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { DIGEST } from '../../support/operation/subject.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: asymmetricEncrypt,
  examples: [
    {
      on: 'encryption key pair',
      input: ({ keyId, keyVersionId }) => ({
        keyId,
        keyVersionId,
        algorithm: 'RSAES_OAEP_SHA_256',
        plaintext: DIGEST,
      }),
      states: ENABLED_ONLY, // by analogy
    },
  ],
  parameters: ['KeyId', 'KeyVersionId', 'Algorithm', 'Plaintext', 'DryRun'],
  response: ['KeyId', 'KeyVersionId', 'CiphertextBlob'],
  document: graphql(/* GraphQL */ `
    mutation TestAsymmetricEncrypt($input: AsymmetricEncryptInput!) {
      answer: asymmetricEncrypt(input: $input) {
        keyId
        keyVersionId
        ciphertextBlob
      }
    }
  `),
  references: {
    keyId: ['id', 'alias', 'arn'],
  },
  audited: ['keyVersionId', 'algorithm'],
};

testOperation(import.meta, facts);
