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
    // The description is stored only with true. Terraform also sends the configured one when it disables the protection.
    return {
      key: change(key, {
        deletionProtected: enable,
        deletionProtectionDescription: enable ? (reason ?? '') : '',
      }),
    };
  },
});
