import { describe, expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { attachPolicyToRole } from '#operations/attachment/attach-policy-to-role.ts';
import { caller, refusalOf, SURFACES } from '../../support/caller.ts';
import { addUser } from '../../support/identities.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';
import { addAttachments, policyScene } from '../../support/policies.ts';

export const facts: Facts = {
  operation: attachPolicyToRole,
  examples: [
    {
      input: async ({ newPolicy, newRole }) => ({
        policyType: 'Custom',
        policyName: await newPolicy(),
        roleName: await newRole(),
      }),
    },
    {
      input: async ({ newRole }) => ({
        policyType: 'System',
        policyName: 'AliyunKMSFullAccess',
        roleName: await newRole(),
      }),
    },
  ],
  parameters: ['PolicyType', 'PolicyName', 'RoleName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestAttachPolicyToRole($input: RolePolicyInput!) {
      answer: attachPolicyToRole(input: $input) {
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
  describe.each(SURFACES)('by %s', (surface) => {
    it('refuses to attach a policy twice, and one that does not exist', async () => {
      const { as, attachedToRole } = await policyScene(surface);
      const input = await attachedToRole();
      const attach = (name: object) =>
        refusalOf(as.act('AttachPolicyToRole', { ...input, ...name }));
      expect(await attach({})).toBe('EntityAlreadyExists.Role.Policy');
      expect(await attach({ policyType: 'System' })).toBe('EntityNotExist.Policy');
      expect(await attach({ policyName: 'AdministratorAccess' })).toBe('EntityNotExist.Policy');
      expect(await attach({ roleName: 'nobody' })).toBe('EntityNotExist.Role');
    });

    it.each([
      ['Custom', 20],
      ['System', 20],
    ] as const)('attaches at most so many policies of a type (%s: %d)', async (policyType, max) => {
      const { kms, account, as, newRole, newPolicy } = await policyScene(surface);
      const { accountId } = account;
      const policyName = policyType === 'System' ? 'AliyunKMSFullAccess' : await newPolicy();
      const [almost, full] = [await newRole(), await newRole()];
      await addAttachments(kms, accountId, 'role', almost, policyType, max - 1);
      await addAttachments(kms, accountId, 'role', full, policyType, max);
      const attach = (roleName: string) =>
        as.act('AttachPolicyToRole', { policyType, policyName, roleName });
      expect(await attach(almost)).toBeDefined();
      expect(await refusalOf(attach(full))).toBe('LimitExceeded.Role.Policy');
    });

    it('needs the permission on the role and on the policy', async () => {
      const { kms, account, newRole, newPolicy } = await policyScene(surface);
      const input = {
        policyType: 'Custom',
        policyName: await newPolicy(),
        roleName: await newRole(),
      };
      const roles = 'acs:ram::*:role/*';
      const policies = `acs:ram::${account.accountId}:policy/${input.policyName}`;
      const attach = async (...Resource: string[]) => {
        const Action = 'ram:AttachPolicyToRole';
        const statements = [{ Effect: 'Allow' as const, Action, Resource }];
        const administrator = await addUser(kms, account.accountId, statements);
        return caller(surface, kms, administrator).act('AttachPolicyToRole', input);
      };
      expect(await refusalOf(attach(roles))).toBe('NoPermission');
      expect(await refusalOf(attach(policies))).toBe('NoPermission');
      if (surface === 'rpc') expect(await attach(roles, policies)).toBeDefined();
    });
  });
});
