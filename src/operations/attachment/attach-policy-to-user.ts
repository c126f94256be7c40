import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { attach } from '../common/attachments.ts';
import { requireUser } from '../common/owners.ts';
import { policyType } from '../common/policy-fields.ts';
import { name } from '../common/ram-fields.ts';
import { userAndPolicy } from '../common/ram-resources.ts';

export const attachPolicyToUser = accountOperation({
  name: 'AttachPolicyToUser',
  service: 'ram',
  summary: 'Attaches a policy to a user. It takes effect at the next call, on every replica.',
  effect: 'write',
  on: userAndPolicy,
  input: z.strictObject({ policyType, policyName: name, userName: name }),
  unsupportedParameters: ['ResourceGroupId'],
  output: z.object({}),
  audit: ['policyType', 'policyName', 'userName'],
  async handler(context, { userName, ...policyName }) {
    const user = await requireUser(context.call, userName);
    const policy = await attach(context, user, policyName);
    return { nodes: { user: user.row, policy } };
  },
});
