import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { detach } from '../common/attachments.ts';
import { requireRole } from '../common/owners.ts';
import { policyType } from '../common/policy-fields.ts';
import { name } from '../common/ram-fields.ts';
import { roleAndPolicy } from '../common/ram-resources.ts';

export const detachPolicyFromRole = accountOperation({
  name: 'DetachPolicyFromRole',
  service: 'ram',
  summary: 'Detaches a policy from a role. It takes effect at the next call, on every replica.',
  effect: 'write',
  on: roleAndPolicy,
  input: z.strictObject({ policyType, policyName: name, roleName: name }),
  unsupportedParameters: ['ResourceGroupId'],
  output: z.object({}),
  audit: ['policyType', 'policyName', 'roleName'],
  async handler(context, { roleName, ...policyName }) {
    const role = await requireRole(context.call, roleName);
    const policy = await detach(context, role, policyName);
    return { nodes: { role: role.row, policy } };
  },
});
