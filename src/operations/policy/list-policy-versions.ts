import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { readPolicy } from '../common/policies.ts';
import { policyType } from '../common/policy-fields.ts';
import { versionView, viewVersion } from '../common/policy-view.ts';
import { name } from '../common/ram-fields.ts';
import { namedPolicy } from '../common/ram-resources.ts';

export const listPolicyVersions = accountOperation({
  name: 'ListPolicyVersions',
  service: 'ram',
  summary: 'Returns the versions of a policy with their documents, oldest first.',
  effect: 'read',
  on: namedPolicy,
  input: z.strictObject({ policyType, policyName: name }),
  output: z.object({ policyVersions: z.object({ policyVersion: z.array(versionView) }) }),
  async handler({ call }, { policyType, policyName }) {
    const { versions } = await readPolicy(call, policyType, policyName);
    return { policyVersions: { policyVersion: versions.map(viewVersion) } };
  },
});
