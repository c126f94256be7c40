import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { deleteOwner } from '#integrity/owner-writes.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { requireRole } from '../common/owners.ts';
import { name } from '../common/ram-fields.ts';
import { namedRole } from '../common/ram-resources.ts';

export const deleteRole = accountOperation({
  name: 'DeleteRole',
  service: 'ram',
  summary:
    'Deletes a role that has no attached policies, and ends its sessions. A new role of the same name does not bring them back.',
  effect: 'write',
  on: namedRole,
  input: z.strictObject({ roleName: name }),
  output: z.object({}),
  audit: ['roleName'],
  async handler({ call, write }, { roleName }) {
    const role = await requireRole(call, roleName);
    if (role.attachments.length > 0)
      throw new KmsError(
        'DeleteConflict.Role.Policy',
        'Policies are attached to the role. Detach them first.',
      );
    write(deleteOwner(role));
    return { nodes: { role: role.row } };
  },
});
