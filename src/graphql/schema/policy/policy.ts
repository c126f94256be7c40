import { policyArn } from '#domain/arn.ts';
import { systemPolicy } from '#domain/policy/system-policies.ts';
import type { POLICY_TYPES } from '#operations/common/policy-fields.ts';
import { type AnyPolicy, ofRow, ofSystem } from '#operations/common/policy-view.ts';
import { getPolicy } from '#operations/policy/get-policy.ts';
import { builder } from '../../builder.ts';
import type { GraphqlCall } from '../../call.ts';
import { loadEach } from '../../node-fields.ts';

export const PolicyType = builder.enumType('PolicyType', {
  description: 'Who makes a policy.',
  values: {
    System: {
      description: 'Part of this service. All accounts have it, and nobody can change it.',
    },
    Custom: { description: 'Created in the account.' },
  } satisfies Record<(typeof POLICY_TYPES)[number], object>,
});

/** The name that a policy has in operations. */
export const nameOf = ({ policyType, name }: AnyPolicy) => ({ policyType, policyName: name });

/** Ids of system policies have this prefix and their name; ids of custom ones are those of their rows. */
const SYSTEM = 'system/';

/** The part of the global id of a policy that follows its type. */
export const policyIdOf = ({ name, row }: AnyPolicy): string => row?.id ?? `${SYSTEM}${name}`;

async function loadPolicy(call: GraphqlCall, id: string): Promise<AnyPolicy | null> {
  if (!id.startsWith(SYSTEM)) return loadCustomPolicy(call, id);
  const policyName = id.slice(SYSTEM.length);
  call.read(getPolicy, { policyType: 'System', policyName });
  const policy = systemPolicy(policyName);
  return policy ? ofSystem(policy) : null;
}

async function loadCustomPolicy(call: GraphqlCall, id: string): Promise<AnyPolicy | null> {
  const row = await call.readNode(
    getPolicy,
    ({ policy }) => policy(id),
    (policy) => ({ policyType: 'Custom', policyName: policy?.name ?? '*' }),
  );
  return row && ofRow(row);
}

export const Policy = builder.node(builder.objectRef<AnyPolicy>('Policy'), {
  description:
    'Policy for users and roles. It permits or denies what its default version says to those that it is attached to.',
  id: {
    resolve: policyIdOf,
    description:
      'Global id, for `node` and `nodes`. Operations take `policyType` and `policyName` instead.',
  },
  loadMany: (ids: string[], call) => loadEach(ids, (id) => loadPolicy(call, id)),
  fields: (t) => ({
    policyName: t.exposeString('name', { description: 'Name, unique in the account.' }),
    policyType: t.expose('policyType', { type: PolicyType, description: 'Who makes the policy.' }),
    arn: t.field({
      type: 'Arn',
      description:
        'ARN of the policy: `acs:ram::<account id>:policy/<name>`, with `system` as the account of a system policy.',
      resolve: ({ name, row }) => policyArn(row?.accountId ?? 'system', name),
    }),
    description: t.exposeString('description', { description: 'Description; may be empty.' }),
    attachmentCount: t.int({
      nullable: true,
      description: `Number of users and roles of the account that have the policy. For a system policy it needs the permission \`ram:${getPolicy.name}\`.`,
      resolve: (policy, _args, call) =>
        policy.row?.attachments ??
        call.read(getPolicy, nameOf(policy)).systemAttachmentCount(policy.name),
    }),
    creationDate: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Time at which the policy was created. Null for a system policy.',
      resolve: ({ row }) => row?.createdAt ?? null,
    }),
    updateDate: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Time of the last change of its versions. Null for a system policy.',
      resolve: ({ row }) => row?.updatedAt ?? null,
    }),
  }),
});
