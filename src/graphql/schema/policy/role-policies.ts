import { listPoliciesForRole } from '#operations/attachment/list-policies-for-role.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { Role } from '../role/role.ts';
import { AttachedPolicy } from './attached-policies.ts';

/** A role has at most 20 custom policies and 20 system policies. */
const MAX_ATTACHED = 40;

builder.objectField(Role, 'policies', (t) =>
  t.field({
    ...describes(listPoliciesForRole),
    type: [AttachedPolicy],
    complexity: { field: 1, multiplier: MAX_ATTACHED },
    resolve: async ({ id, name: roleName }, _args, call) => [
      ...(await call.read(listPoliciesForRole, { roleName }).attachmentsOf(id)),
    ],
  }),
);
