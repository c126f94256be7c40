import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { wholeAccount } from '../common/resources.ts';

/** The service needs no activation. Terraform calls this operation and treats its error as success. */
export const openKmsService = accountOperation({
  name: 'OpenKmsService',
  summary: 'Opens the service. It is always open, so this returns `Forbidden.Opened`.',
  effect: 'read',
  quotaPool: 'activation',
  on: wholeAccount,
  rpcOnly: 'The service needs no activation; see accountStatus.',
  input: z.strictObject({}),
  output: z.object({}),
  handler() {
    throw new KmsError('Forbidden.Opened', 'Your kms service has been opened.');
  },
});
