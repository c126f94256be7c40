import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { accountOperation } from '#pipeline/operation.ts';

/** There is nobody to order the service from. Terraform asks all the same, and takes this error for success. */
export const openKmsService = accountOperation({
  name: 'OpenKmsService',
  summary: 'Opens the service. It is always open, so this returns `Forbidden.Opened`.',
  effect: 'read',
  rpcOnly: 'There is nothing to open, and accountStatus says so.',
  input: z.strictObject({}),
  output: z.object({}),
  handler() {
    throw new KmsError('Forbidden.Opened', 'Your kms service has been opened.');
  },
});
