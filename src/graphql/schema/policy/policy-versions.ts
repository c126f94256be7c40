import {
  type AnyPolicy,
  type AnyVersion,
  findVersion,
  systemVersions,
  versionsOf,
} from '#operations/common/policy-view.ts';
import { getPolicy } from '#operations/policy/get-policy.ts';
import { getPolicyVersion } from '#operations/policy/get-policy-version.ts';
import { listPolicyVersions } from '#operations/policy/list-policy-versions.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import type { Loaders } from '../../loaders.ts';
import { nameOf, Policy } from './policy.ts';
import { PolicyVersion } from './policy-version.ts';

const MAX_VERSIONS = 5;

async function read({ versionsOfPolicy }: Loaders, policy: AnyPolicy): Promise<AnyVersion[]> {
  const { row, name } = policy;
  return row ? versionsOf(row, [...(await versionsOfPolicy(row.id))]) : systemVersions(name);
}

builder.objectFields(Policy, (t) => ({
  defaultVersion: t.field({
    type: PolicyVersion,
    nullable: true,
    description: `The version that applies. Needs the permission \`ram:${getPolicy.name}\`.`,
    resolve: async (policy, _args, call) => {
      const versions = await read(call.read(getPolicy, nameOf(policy)), policy);
      return versions.find(({ isDefault }) => isDefault) ?? null;
    },
  }),
  version: t.field({
    ...describes(getPolicyVersion),
    type: PolicyVersion,
    args: { versionId: t.arg.string({ required: true, description: 'Id, such as `v1`.' }) },
    resolve: async (policy, { versionId }, call) => {
      const loaders = call.read(getPolicyVersion, { ...nameOf(policy), versionId });
      return findVersion(await read(loaders, policy), versionId);
    },
  }),
  versions: t.field({
    ...describes(listPolicyVersions),
    type: [PolicyVersion],
    complexity: { field: 1, multiplier: MAX_VERSIONS },
    resolve: (policy, _args, call) => read(call.read(listPolicyVersions, nameOf(policy)), policy),
  }),
}));
