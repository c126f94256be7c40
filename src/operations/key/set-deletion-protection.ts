import { z } from 'zod';
import { description, flag, keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';

export const setDeletionProtection = keyOperation({
  name: 'SetDeletionProtection',
  summary:
    'Protects a key against deletion, or lifts the protection. The key is named by its id, or as ProtectedResourceArn.',
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
