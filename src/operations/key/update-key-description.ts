import { z } from 'zod';
import { description, keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';

export const updateKeyDescription = keyOperation({
  name: 'UpdateKeyDescription',
  summary: 'Replaces the description of a key.',
  effect: 'write',
  key: { accepts: ['id'], states: ['Enabled', 'Disabled', 'PendingImport'], refusal: 'state' },
  input: z.strictObject({ keyId: keyReference, description }),
  output: z.object({}),
  handler: ({ key, change }, { description }) => ({ key: change(key, { description }) }),
});
