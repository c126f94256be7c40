import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';

export const ACCOUNT_STATUSES = ['Enabled'] as const;

export const describeAccountKmsStatus = accountOperation({
  name: 'DescribeAccountKmsStatus',
  summary: 'Returns the status of the account. It is always `Enabled`, because nothing is billed.',
  effect: 'read',
  input: z.strictObject({}),
  output: z.object({ accountStatus: z.enum(ACCOUNT_STATUSES) }),
  handler: () => ({ accountStatus: 'Enabled' as const }),
});
