import type { AnyPolicy } from '#operations/common/policy-view.ts';
import type { RoleRow } from '#operations/common/role-view.ts';
import type { UserRow } from '#operations/common/user-view.ts';
import { listEntitiesForPolicy } from '#operations/policy/list-entities-for-policy.ts';
import { getRole } from '#operations/role/get-role.ts';
import { getUser } from '#operations/user/get-user.ts';
import { builder } from '../../builder.ts';
import type { GraphqlCall } from '../../call.ts';
import { describes } from '../../describes.ts';
import { Role } from '../role/role.ts';
import { User } from '../user/user.ts';
import { nameOf, Policy } from './policy.ts';

/** What a list of users or roles is estimated to cost. A policy can be attached to 1,000 users. */
const ESTIMATE = 100;

/** A user or a role that has a policy. */
interface Entity<Row> {
  readonly row: Row;
  readonly attachedAt: Date;
}

/** Those who have a policy, sorted by name. */
async function read<Row extends { readonly name: string }>(
  call: GraphqlCall,
  policy: AnyPolicy,
  type: 'user' | 'role',
): Promise<Entity<Row>[]> {
  const loaders = call.read(listEntitiesForPolicy, nameOf(policy));
  const attached = await loaders.attachmentsOfPolicy(policy.policyType)(policy.name);
  const load = loaders[type] as unknown as (id: string) => Promise<Row | null>;
  const found = await Promise.all(
    attached
      .filter(({ principalType }) => principalType === type)
      .map(async ({ principalId, attachedAt }) => ({ row: await load(principalId), attachedAt })),
  );
  return found
    .flatMap(({ row, attachedAt }) => (row ? [{ row, attachedAt }] : []))
    .toSorted((a, b) => (a.row.name < b.row.name ? -1 : 1));
}

const ATTACH_DATE = 'Time at which the policy was attached.';

const AttachedUser = builder.objectRef<Entity<UserRow>>('AttachedUser').implement({
  description: 'User that has a policy.',
  fields: (t) => ({
    userName: t.string({
      description: 'Name, unique among the users of the account.',
      resolve: ({ row }) => row.name,
    }),
    attachDate: t.expose('attachedAt', { type: 'DateTime', description: ATTACH_DATE }),
    user: t.field({
      ...describes(getUser),
      type: User,
      resolve: ({ row }, _args, call) => {
        call.read(getUser, { userName: row.name });
        return row;
      },
    }),
  }),
});

const AttachedRole = builder.objectRef<Entity<RoleRow>>('AttachedRole').implement({
  description: 'Role that has a policy.',
  fields: (t) => ({
    roleName: t.string({
      description: 'Name, unique among the roles of the account.',
      resolve: ({ row }) => row.name,
    }),
    attachDate: t.expose('attachedAt', { type: 'DateTime', description: ATTACH_DATE }),
    role: t.field({
      ...describes(getRole),
      type: Role,
      resolve: ({ row }, _args, call) => {
        call.read(getRole, { roleName: row.name });
        return row;
      },
    }),
  }),
});

builder.objectFields(Policy, (t) => ({
  users: t.field({
    ...describes(listEntitiesForPolicy),
    description: `Users that have the policy, sorted by name. Needs the permission \`ram:${listEntitiesForPolicy.name}\`.`,
    type: [AttachedUser],
    complexity: { field: 1, multiplier: ESTIMATE },
    resolve: (policy, _args, call) => read<UserRow>(call, policy, 'user'),
  }),
  roles: t.field({
    ...describes(listEntitiesForPolicy),
    description: `Roles that have the policy, sorted by name. Needs the permission \`ram:${listEntitiesForPolicy.name}\`.`,
    type: [AttachedRole],
    complexity: { field: 1, multiplier: ESTIMATE },
    resolve: (policy, _args, call) => read<RoleRow>(call, policy, 'role'),
  }),
}));
