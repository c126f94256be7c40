import { graphql } from '#generated/documents/gql.ts';
import { reEncrypt } from '#operations/cryptography/re-encrypt.ts';
import { graphqlShape } from '../../support/graphql-shape.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: reEncrypt,
  graphqlInput: (input) => graphqlShape(reEncrypt.name, input),
  examples: [
    {
      on: 'symmetric key',
      shows: 'the key that decrypts',
      input: ({ blob, otherKeyId }) => ({ ciphertextBlob: blob, destinationKeyId: otherKeyId }),
      states: ENABLED_ONLY, // by analogy
    },
    {
      on: 'encryption key pair',
      shows: 'a key pair that decrypts',
      input: ({ blob, keyId, keyVersionId, otherKeyId }) => ({
        ciphertextBlob: blob,
        sourceKeyId: keyId,
        sourceKeyVersionId: keyVersionId,
        sourceEncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
        destinationKeyId: otherKeyId,
      }),
      states: ENABLED_ONLY, // by analogy
    },
    {
      on: 'symmetric key',
      shows: 'the destination',
      input: ({ otherBlob, keyId }) => ({ ciphertextBlob: otherBlob, destinationKeyId: keyId }),
      states: ENABLED_ONLY, // by analogy
    },
  ],
  parameters: [
    'CiphertextBlob',
    'DestinationKeyId',
    'SourceKeyId',
    'SourceKeyVersionId',
    'SourceEncryptionAlgorithm',
    'SourceEncryptionContext',
    'DestinationEncryptionContext',
    'DryRun',
  ],
  response: ['KeyId', 'KeyVersionId', 'CiphertextBlob'],
  document: graphql(/* GraphQL */ `
    mutation TestReEncrypt($input: ReEncryptInput!) {
      answer: reEncrypt(input: $input) {
        keyId
        keyVersionId
        ciphertextBlob
      }
    }
  `),
  references: {
    destinationKeyId: ['id', 'alias'], // by analogy
    sourceKeyId: ['id', 'alias'], // by analogy
  },
  audited: ['sourceKeyVersionId', 'sourceEncryptionAlgorithm'],
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
