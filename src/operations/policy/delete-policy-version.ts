import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { replacePolicy, requirePolicy } from '../common/policies.ts';
import { versionId } from '../common/policy-fields.ts';
import { findVersion, ofRow, versionsOf } from '../common/policy-view.ts';
import { name } from '../common/ram-fields.ts';
import { namedPolicy } from '../common/ram-resources.ts';

export const deletePolicyVersion = accountOperation({
  name: 'DeletePolicyVersion',
  service: 'ram',
  summary:
    'Deletes a version of a custom policy that is not its default version. Its id is never used again.',
  effect: 'write',
  on: namedPolicy,
  input: z.strictObject({ policyName: name, versionId }),
  output: z.object({}),
  audit: ['policyName', 'versionId'],
  async handler(context, { policyName, versionId }) {
    const policy = await requirePolicy(context.call, policyName);
    const { number, isDefault } = findVersion(versionsOf(policy.row, policy.versions), versionId);
    if (isDefault)
      throw new KmsError(
        'DeleteConflict.Policy.Version',
        'This is the default version of the policy. Make another version the default first.',
      );
    const row = { ...policy.row, updatedAt: context.now };
    const versions = policy.versions.filter((one) => one.number !== number);
    replacePolicy(context, policy, { row, versions });
    return { nodes: { policy: ofRow(row) } };
  },
});
