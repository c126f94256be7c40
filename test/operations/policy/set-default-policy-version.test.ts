import { expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { setDefaultPolicyVersion } from '#operations/policy/set-default-policy-version.ts';
import { refusalOf, SURFACES } from '../../support/caller.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';
import { policyScene } from '../../support/policies.ts';

export const facts: Facts = {
  operation: setDefaultPolicyVersion,
  examples: [
    { input: async ({ newPolicy }) => ({ policyName: await newPolicy(), versionId: 'v1' }) },
  ],
  parameters: ['PolicyName', 'VersionId'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestSetDefaultPolicyVersion($input: SetDefaultPolicyVersionInput!) {
      answer: setDefaultPolicyVersion(input: $input) {
        defaultVersion {
          versionId
        }
      }
    }
  `),
  audited: ['policyName', 'versionId'],
};

testOperation(import.meta, facts, () => {
  it.each(SURFACES)(
    'does not know versions that are deleted or never were, by %s',
    async (surface) => {
      const { as, newPolicy, newPolicyVersion } = await policyScene(surface);
      const policyName = await newPolicy();
      await as.act('DeletePolicyVersion', {
        policyName,
        versionId: await newPolicyVersion(policyName),
      });
      for (const versionId of ['v2', 'v3', '1', 'V1', 'v01'])
        expect(await refusalOf(as.act('SetDefaultPolicyVersion', { policyName, versionId }))).toBe(
          'EntityNotExist.Policy.Version',
        );
    },
  );
});
