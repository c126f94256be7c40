import { setKeyPolicy } from '#operations/key-policy/set-key-policy.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { NOT_PENDING_DELETION } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: setKeyPolicy,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId, policy: '{"Version":"1"}' }),
      states: NOT_PENDING_DELETION, // by analogy
    },
  ],
  parameters: ['KeyId', 'Policy', 'PolicyName'],
  response: [],
  references: {
    keyId: ['id', 'arn'],
  },
  always: 'Forbidden.KeyPolicyUnSupported',
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
