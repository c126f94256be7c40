import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { replacePolicy, requirePolicy } from '../common/policies.ts';
import { versionId } from '../common/policy-fields.ts';
import { findVersion, ofRow, versionsOf } from '../common/policy-view.ts';
import { name } from '../common/ram-fields.ts';
import { namedPolicy } from '../common/ram-resources.ts';

export const setDefaultPolicyVersion = accountOperation({
  name: 'SetDefaultPolicyVersion',
  service: 'ram',
  summary:
    'Makes a version of a custom policy the one that applies. It takes effect at the next call, on every replica.',
  effect: 'write',
  on: namedPolicy,
  input: z.strictObject({ policyName: name, versionId }),
  output: z.object({}),
  audit: ['policyName', 'versionId'],
  async handler(context, { policyName, versionId }) {
    const policy = await requirePolicy(context.call, policyName);
    const { number } = findVersion(versionsOf(policy.row, policy.versions), versionId);
    const row = { ...policy.row, defaultVersion: number, updatedAt: context.now };
    replacePolicy(context, policy, { ...policy, row });
    return { nodes: { policy: ofRow(row) } };
  },
});
