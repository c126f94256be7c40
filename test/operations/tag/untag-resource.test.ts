import { untagResource } from '#operations/tag/untag-resource.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { NOT_PENDING_DELETION } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: untagResource,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId, tagKeys: ['purpose'] }),
      states: NOT_PENDING_DELETION,
    },
  ],
  parameters: ['KeyId', 'TagKeys'],
  response: [],
  references: {
    keyId: ['id'], // by analogy
  },
  audited: ['tagKeys'],
};

testOperation(import.meta, facts);
