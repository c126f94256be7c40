import { expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { detachPolicyFromRole } from '#operations/attachment/detach-policy-from-role.ts';
import { refusalOf, SURFACES } from '../../support/caller.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';
import { policyScene } from '../../support/policies.ts';

export const facts: Facts = {
  operation: detachPolicyFromRole,
  examples: [{ input: ({ attachedToRole }) => attachedToRole() }],
  parameters: ['PolicyType', 'PolicyName', 'RoleName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDetachPolicyFromRole($input: RolePolicyInput!) {
      answer: detachPolicyFromRole(input: $input) {
        policy {
          attachmentCount
        }
        role {
          roleName
        }
      }
    }
  `),
  audited: ['policyType', 'policyName', 'roleName'],
};

testOperation(import.meta, facts, () => {
  it.each(SURFACES)('refuses what is not attached, by %s', async (surface) => {
    const { as, attachedToRole, newPolicy } = await policyScene(surface);
    const input = await attachedToRole();
    const detach = (name: object = {}) => as.act('DetachPolicyFromRole', { ...input, ...name });
    expect(await refusalOf(detach({ policyName: await newPolicy() }))).toBe(
      'EntityNotExist.Role.Policy',
    );
    expect(await refusalOf(detach({ policyName: 'none' }))).toBe('EntityNotExist.Policy');
    expect(await refusalOf(detach({ roleName: 'nobody' }))).toBe('EntityNotExist.Role');
    expect(await detach()).toBeDefined();
    expect(await refusalOf(detach())).toBe('EntityNotExist.Role.Policy');
    expect(await as.act('DeletePolicy', { policyName: input.policyName })).toBeDefined();
  });
});
