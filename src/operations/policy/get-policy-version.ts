import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { readPolicy } from '../common/policies.ts';
import { policyType, versionId } from '../common/policy-fields.ts';
import { findVersion, versionView, viewVersion } from '../common/policy-view.ts';
import { name } from '../common/ram-fields.ts';
import { namedPolicy } from '../common/ram-resources.ts';

export const getPolicyVersion = accountOperation({
  name: 'GetPolicyVersion',
  service: 'ram',
  summary: 'Returns one version of a policy with its document.',
  effect: 'read',
  on: namedPolicy,
  input: z.strictObject({ policyType, policyName: name, versionId }),
  output: z.object({ policyVersion: versionView }),
  async handler({ call }, { policyType, policyName, versionId }) {
    const { versions } = await readPolicy(call, policyType, policyName);
    const version = findVersion(versions, versionId);
    return { policyVersion: viewVersion(version), nodes: { version } };
  },
});
