import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { attachedPolicies, readAttached } from '../common/attached-policies.ts';
import { notExisting } from '../common/not-found.ts';
import { name } from '../common/ram-fields.ts';
import { namedRole } from '../common/ram-resources.ts';

export const listPoliciesForRole = accountOperation({
  name: 'ListPoliciesForRole',
  service: 'ram',
  summary: 'Returns the policies that are attached to a role, system policies first.',
  effect: 'read',
  on: namedRole,
  input: z.strictObject({ roleName: name }),
  output: z.object({ policies: attachedPolicies }),
  async handler({ call }, { roleName }) {
    const { accountId } = call.principal;
    const role = await call.services.db.role.findUnique({
      where: { accountId_name: { accountId, name: roleName } },
    });
    if (!role) throw notExisting('Role');
    return { policies: await readAttached(call, role.id) };
  },
});
