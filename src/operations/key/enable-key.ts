import { z } from 'zod';
import { keyReference } from '../fields.ts';
import { keyOperation } from '../operation.ts';

export const enableKey = keyOperation({
  name: 'EnableKey',
  summary: 'Makes a disabled key usable again.',
  effect: 'write',
  key: { accepts: ['id'], states: ['Enabled', 'Disabled'], refusal: 'transition' },
  input: z.strictObject({ keyId: keyReference }),
  output: z.object({}),
  handler: ({ key, change }) => ({ key: change(key, { state: 'Enabled' }) }),
});
