import { z } from 'zod';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { rotatedIfDue } from '../common/rotation-policy.ts';

export const enableKey = keyOperation({
  name: 'EnableKey',
  summary: 'Enables a disabled key.',
  effect: 'write',
  key: { accepts: ['id'], states: ['Enabled', 'Disabled'], refusal: 'transition' },
  input: z.strictObject({ keyId: keyReference }),
  output: z.object({}),
  // A rotation that was due while the key could not be used is done with it.
  handler: async (context) => ({
    key: context.change(context.key, {
      state: 'Enabled',
      ...(await rotatedIfDue(context, context.key)),
    }),
  }),
});
