import { graphql } from '#generated/documents/gql.ts';
import { createKey } from '#operations/key/create-key.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: createKey,
  examples: [
    {
      input: () => ({ description: 'Payroll' }),
    },
  ],
  parameters: [
    'Origin',
    'Description',
    'KeyUsage',
    'KeySpec',
    'ProtectionLevel',
    'EnableAutomaticRotation',
    'RotationInterval',
    'Tags',
    'Policy',
    'ClientToken',
  ],
  response: ['KeyMetadata'],
  document: graphql(/* GraphQL */ `
    mutation TestCreateKey($input: CreateKeyInput) {
      answer: createKey(input: $input) {
        keyId
        keyState
      }
    }
  `),
  audited: [
    'origin',
    'keyUsage',
    'keySpec',
    'protectionLevel',
    'enableAutomaticRotation',
    'rotationInterval',
    'tags',
    'policy',
  ],
  refusedValues: [
    {
      parameter: 'ProtectionLevel',
      value: 'HSM',
      code: 'Unsupported.ProtectionLevel',
      why: 'The database stores key material encrypted with the root key; there is no HSM for it.',
    },
  ],
};

testOperation(import.meta, facts);
