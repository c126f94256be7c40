import { z } from 'zod';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { rotatedIfDue, rotationInput, rotationPolicy } from '../common/rotation-policy.ts';

export const updateRotationPolicy = keyOperation({
  name: 'UpdateRotationPolicy',
  summary:
    'Turns automatic rotation of a symmetric key on or off. It creates a version every 7 to 730 days.',
  effect: 'write',
  key: {
    accepts: ['id'],
    kind: 'symmetric',
    origin: 'Aliyun_KMS',
    states: ['Enabled'],
    refusal: 'state',
  },
  input: z.strictObject({ keyId: keyReference, ...rotationInput }),
  output: z.object({}),
  audit: ['enableAutomaticRotation', 'rotationInterval'],
  async handler(context, input) {
    const { key, change } = context;
    const policy = rotationPolicy(input, key.lastRotationDate ?? key.createdAt);
    return {
      key: change(key, { ...policy, ...(await rotatedIfDue(context, { ...key, ...policy })) }),
    };
  },
});
