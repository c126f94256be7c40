import { graphql } from '#generated/documents/gql.ts';
import { updateRotationPolicy } from '#operations/key-version/update-rotation-policy.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ENABLED_ONLY } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: updateRotationPolicy,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId, enableAutomaticRotation: true, rotationInterval: '30d' }),
      states: ENABLED_ONLY,
    },
  ],
  parameters: ['KeyId', 'EnableAutomaticRotation', 'RotationInterval'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestUpdateRotationPolicy($input: UpdateRotationPolicyInput!) {
      answer: updateRotationPolicy(input: $input) {
        automaticRotation
        rotationInterval
        nextRotationDate
      }
    }
  `),
  references: {
    keyId: ['id'],
  },
  audited: ['enableAutomaticRotation', 'rotationInterval'],
};

testOperation(import.meta, facts);
