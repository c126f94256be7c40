import { attachPolicyToRole } from '#operations/attachment/attach-policy-to-role.ts';
import { attachPolicyToUser } from '#operations/attachment/attach-policy-to-user.ts';
import { detachPolicyFromRole } from '#operations/attachment/detach-policy-from-role.ts';
import { detachPolicyFromUser } from '#operations/attachment/detach-policy-from-user.ts';
import type { AnyPolicy } from '#operations/common/policy-view.ts';
import type { RoleRow } from '#operations/common/role-view.ts';
import type { UserRow } from '#operations/common/user-view.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { perform } from '../../perform.ts';
import { Role } from '../role/role.ts';
import { User } from '../user/user.ts';
import { Policy, PolicyType } from './policy.ts';

const POLICY = 'The policy. Null if its row was deleted outside this service.';

const UserPolicyPayload = builder
  .objectRef<{ readonly user: UserRow; readonly policy: AnyPolicy | null }>('UserPolicyPayload')
  .implement({
    description: 'User and policy of which the one was attached to or detached from the other.',
    fields: (t) => ({
      user: t.expose('user', {
        type: User,
        description: 'The user, with its policies as they are now.',
      }),
      policy: t.expose('policy', { type: Policy, nullable: true, description: POLICY }),
    }),
  });

const RolePolicyPayload = builder
  .objectRef<{ readonly role: RoleRow; readonly policy: AnyPolicy | null }>('RolePolicyPayload')
  .implement({
    description: 'Role and policy of which the one was attached to or detached from the other.',
    fields: (t) => ({
      role: t.expose('role', {
        type: Role,
        description: 'The role, with its policies as they are now.',
      }),
      policy: t.expose('policy', { type: Policy, nullable: true, description: POLICY }),
    }),
  });

const UserPolicyInput = builder.inputType('UserPolicyInput', {
  description: 'User, and the policy to attach or to detach.',
  fields: (t) => ({
    policyType: t.field({
      type: PolicyType,
      required: true,
      description: 'Whether it is a system policy or a custom one.',
    }),
    policyName: t.string({
      required: true,
      description: 'Name, unique among the policies of this type.',
    }),
    userName: t.string({
      required: true,
      description: 'Name, unique among the users of the account.',
    }),
  }),
});

const RolePolicyInput = builder.inputType('RolePolicyInput', {
  description: 'Role, and the policy to attach or to detach.',
  fields: (t) => ({
    policyType: t.field({
      type: PolicyType,
      required: true,
      description: 'Whether it is a system policy or a custom one.',
    }),
    policyName: t.string({
      required: true,
      description: 'Name, unique among the policies of this type.',
    }),
    roleName: t.string({
      required: true,
      description: 'Name, unique among the roles of the account.',
    }),
  }),
});

builder.mutationField('attachPolicyToUser', (t) =>
  t.field({
    ...describes(attachPolicyToUser),
    type: UserPolicyPayload,
    args: { input: inputArg(t, UserPolicyInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(attachPolicyToUser, call, input)).nodes,
  }),
);

builder.mutationField('detachPolicyFromUser', (t) =>
  t.field({
    ...describes(detachPolicyFromUser),
    type: UserPolicyPayload,
    args: { input: inputArg(t, UserPolicyInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(detachPolicyFromUser, call, input)).nodes,
  }),
);

builder.mutationField('attachPolicyToRole', (t) =>
  t.field({
    ...describes(attachPolicyToRole),
    type: RolePolicyPayload,
    args: { input: inputArg(t, RolePolicyInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(attachPolicyToRole, call, input)).nodes,
  }),
);

builder.mutationField('detachPolicyFromRole', (t) =>
  t.field({
    ...describes(detachPolicyFromRole),
    type: RolePolicyPayload,
    args: { input: inputArg(t, RolePolicyInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(detachPolicyFromRole, call, input)).nodes,
  }),
);
