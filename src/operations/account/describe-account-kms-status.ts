import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { wholeAccount } from '../common/resources.ts';

/** Every account is enabled: the service cannot be suspended for unpaid bills. */
export const ACCOUNT_STATUSES = ['Enabled'] as const;

export const describeAccountKmsStatus = accountOperation({
  name: 'DescribeAccountKmsStatus',
  summary: 'Returns the status of the account. It is always `Enabled`, because nothing is billed.',
  effect: 'read',
  quotaPool: 'activation',
  on: wholeAccount,
  input: z.strictObject({}),
  output: z.object({ accountStatus: z.enum(ACCOUNT_STATUSES) }),
  handler: () => ({ accountStatus: 'Enabled' as const }),
});
