import { z } from 'zod';
import { description, flag, keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';

export const setDeletionProtection = keyOperation({
  name: 'SetDeletionProtection',
  summary:
    'Turns the deletion protection of a key on or off. A protected key cannot be scheduled for deletion.',
  effect: 'write',
  key: {
    accepts: ['id', 'arn'],
    from: ['keyId', 'protectedResourceArn'],
    states: ['Enabled', 'Disabled', 'PendingImport'],
    refusal: 'state',
  },
  input: z.strictObject({
    keyId: keyReference.optional(),
    protectedResourceArn: keyReference.optional(),
    enableDeletionProtection: flag,
    deletionProtectionDescription: description.optional(),
  }),
  output: z.object({}),
  audit: ['enableDeletionProtection'],
  handler(
    { key, change },
    { enableDeletionProtection: enable, deletionProtectionDescription: reason },
  ) {
    // A reason counts with true alone. Terraform goes on sending the one in its configuration when protection is lifted.
    return {
      key: change(key, {
        deletionProtected: enable,
        deletionProtectionDescription: enable ? (reason ?? '') : '',
      }),
    };
  },
});
