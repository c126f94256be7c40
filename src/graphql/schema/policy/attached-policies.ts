import { systemPolicy } from '#domain/policy/system-policies.ts';
import { listPoliciesForUser } from '#operations/attachment/list-policies-for-user.ts';
import type { PolicyType as TypeName } from '#operations/common/policy-fields.ts';
import { type AttachmentRow, ofRow, ofSystem } from '#operations/common/policy-view.ts';
import { getPolicy } from '#operations/policy/get-policy.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { User } from '../user/user.ts';
import { Policy, PolicyType } from './policy.ts';

/** A user has at most 20 custom policies and 20 system policies. */
const MAX_ATTACHED = 40;

export const AttachedPolicy = builder.objectRef<AttachmentRow>('AttachedPolicy').implement({
  description: 'Policy that is attached to a user or a role.',
  fields: (t) => ({
    policyType: t.field({
      type: PolicyType,
      description: 'Whether it is a system policy or a custom one.',
      resolve: ({ policyType }) => policyType as TypeName,
    }),
    policyName: t.exposeString('policyName', {
      description: 'Name, unique among the policies of this type.',
    }),
    attachDate: t.expose('attachedAt', {
      type: 'DateTime',
      description: 'Time at which the policy was attached.',
    }),
    policy: t.field({
      type: Policy,
      nullable: true,
      description: `The policy. Needs the permission \`ram:${getPolicy.name}\`.`,
      resolve: async ({ policyType, policyName, policyId }, _args, call) => {
        const loaders = call.read(getPolicy, { policyType, policyName });
        const row = policyId === null ? null : await loaders.policy(policyId);
        const system = policyId === null ? systemPolicy(policyName) : undefined;
        if (system) return ofSystem(system);
        return row && ofRow(row);
      },
    }),
  }),
});

builder.objectField(User, 'policies', (t) =>
  t.field({
    ...describes(listPoliciesForUser),
    type: [AttachedPolicy],
    complexity: { field: 1, multiplier: MAX_ATTACHED },
    resolve: async ({ id, name: userName }, _args, call) => [
      ...(await call.read(listPoliciesForUser, { userName }).attachmentsOf(id)),
    ],
  }),
);
