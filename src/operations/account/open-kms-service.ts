import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { accountOperation } from '#pipeline/operation.ts';

/** There is nobody to order the service from. Terraform asks all the same, and takes this error for success. */
export const openKmsService = accountOperation({
  name: 'OpenKmsService',
  summary: 'Says that the service is open already, as it always is.',
  effect: 'read',
  rpcOnly: 'There is nothing to open, and accountStatus says so.',
  input: z.strictObject({}),
  output: z.object({}),
  handler() {
    throw new KmsError('Forbidden.Opened', 'Your kms service has been opened.');
  },
});
