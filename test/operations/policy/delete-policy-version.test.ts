import { expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { deletePolicyVersion } from '#operations/policy/delete-policy-version.ts';
import { refusalOf, SURFACES } from '../../support/caller.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';
import { policyScene } from '../../support/policies.ts';

export const facts: Facts = {
  operation: deletePolicyVersion,
  examples: [
    {
      input: async ({ newPolicy, newPolicyVersion }) => {
        const policyName = await newPolicy();
        return { policyName, versionId: await newPolicyVersion(policyName) };
      },
    },
  ],
  parameters: ['PolicyName', 'VersionId'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDeletePolicyVersion($input: DeletePolicyVersionInput!) {
      answer: deletePolicyVersion(input: $input) {
        versions {
          versionId
        }
      }
    }
  `),
  audited: ['policyName', 'versionId'],
};

testOperation(import.meta, facts, () => {
  it.each(SURFACES)('refuses the default version, by %s', async (surface) => {
    const { as, newPolicy, newPolicyVersion } = await policyScene(surface);
    const policyName = await newPolicy();
    const versionId = await newPolicyVersion(policyName);
    const remove = (id: string) => as.act('DeletePolicyVersion', { policyName, versionId: id });
    expect(await refusalOf(remove('v1'))).toBe('DeleteConflict.Policy.Version');
    await as.act('SetDefaultPolicyVersion', { policyName, versionId });
    expect(await refusalOf(remove(versionId))).toBe('DeleteConflict.Policy.Version');
    expect(await remove('v1')).toBeDefined();
    expect(await refusalOf(remove('v1'))).toBe('EntityNotExist.Policy.Version');
  });
});
