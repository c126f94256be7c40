import { tagResource } from '#operations/tag/tag-resource.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { NOT_PENDING_DELETION } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: tagResource,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId, tags: [{ tagKey: 'purpose', tagValue: 'payroll' }] }),
      states: NOT_PENDING_DELETION,
    },
  ],
  parameters: ['KeyId', 'Tags'],
  response: [],
  references: {
    keyId: ['id'],
  },
  audited: ['tags'],
};

testOperation(import.meta, facts);
