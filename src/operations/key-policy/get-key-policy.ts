import { z } from 'zod';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { checkPolicyName, policyName, policyTextOf } from '../common/key-policy.ts';

export const getKeyPolicy = keyOperation({
  name: 'GetKeyPolicy',
  summary: 'Returns the policy of a key: the one that was set, or the default policy.',
  effect: 'read',
  key: { accepts: ['id', 'arn'] },
  input: z.strictObject({ keyId: keyReference, policyName }),
  output: z.object({ policy: z.string() }),
  handler({ key }, { policyName }) {
    checkPolicyName(policyName);
    return { policy: policyTextOf(key) };
  },
});
