import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { notExisting } from '../common/not-found.ts';
import { name } from '../common/ram-fields.ts';
import { namedRole } from '../common/ram-resources.ts';
import { roleView, viewRole } from '../common/role-view.ts';

export const getRole = accountOperation({
  name: 'GetRole',
  service: 'ram',
  summary: 'Returns a role of the account, with its trust policy.',
  effect: 'read',
  on: namedRole,
  input: z.strictObject({ roleName: name }),
  output: z.object({ role: roleView }),
  async handler({ call }, { roleName }) {
    const { accountId } = call.principal;
    const role = await call.services.db.role.findUnique({
      where: { accountId_name: { accountId, name: roleName } },
    });
    if (!role) throw notExisting('Role');
    return { role: viewRole(role), nodes: { role } };
  },
});
