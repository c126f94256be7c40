import { getKeyPolicy } from '#operations/key-policy/get-key-policy.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ANY_STATE } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: getKeyPolicy,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId }),
      states: ANY_STATE, // by analogy
    },
  ],
  parameters: ['KeyId', 'PolicyName'],
  response: [],
  references: {
    keyId: ['id', 'arn'],
  },
  always: 'Forbidden.ResourceNotFound',
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
