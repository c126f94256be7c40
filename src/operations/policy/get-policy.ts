import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { notExisting } from '../common/not-found.ts';
import { countAttachments, readPolicy } from '../common/policies.ts';
import { policyType } from '../common/policy-fields.ts';
import { policyView, versionView, viewPolicy, viewVersion } from '../common/policy-view.ts';
import { name } from '../common/ram-fields.ts';
import { namedPolicy } from '../common/ram-resources.ts';

export const getPolicy = accountOperation({
  name: 'GetPolicy',
  service: 'ram',
  summary: 'Returns a system policy, or a custom policy of the account, with its default version.',
  effect: 'read',
  on: namedPolicy,
  input: z.strictObject({ policyType, policyName: name }),
  output: z.object({ policy: policyView, defaultPolicyVersion: versionView }),
  async handler({ call }, { policyType, policyName }) {
    const { policy, versions } = await readPolicy(call, policyType, policyName);
    const version = versions.find(({ isDefault }) => isDefault);
    if (!version) throw notExisting('Policy.Version');
    const count = policy.row ? 0 : await countAttachments(call, policyName);
    return {
      policy: viewPolicy(policy, count),
      defaultPolicyVersion: viewVersion(version),
      nodes: { policy },
    };
  },
});
