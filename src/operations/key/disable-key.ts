import { z } from 'zod';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';

export const disableKey = keyOperation({
  name: 'DisableKey',
  summary: 'Disables a key: no replica uses it until it is enabled.',
  effect: 'write',
  key: { accepts: ['id'], states: ['Enabled', 'Disabled'], refusal: 'transition' },
  input: z.strictObject({ keyId: keyReference }),
  output: z.object({}),
  handler: ({ key, change }) => ({ key: change(key, { state: 'Disabled' }) }),
});
