import { describe, expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { attachPolicyToUser } from '#operations/attachment/attach-policy-to-user.ts';
import { caller, refusalOf, SURFACES } from '../../support/caller.ts';
import { addUser } from '../../support/identities.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';
import { addAttachments, policyScene } from '../../support/policies.ts';

export const facts: Facts = {
  operation: attachPolicyToUser,
  examples: [
    {
      input: async ({ newPolicy, newUser }) => ({
        policyType: 'Custom',
        policyName: await newPolicy(),
        userName: await newUser(),
      }),
    },
    {
      input: async ({ newUser }) => ({
        policyType: 'System',
        policyName: 'AliyunKMSFullAccess',
        userName: await newUser(),
      }),
    },
  ],
  parameters: ['PolicyType', 'PolicyName', 'UserName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestAttachPolicyToUser($input: UserPolicyInput!) {
      answer: attachPolicyToUser(input: $input) {
        policy {
          attachmentCount
        }
        user {
          policies {
            policyName
            policy {
              description
            }
          }
        }
      }
    }
  `),
  audited: ['policyType', 'policyName', 'userName'],
};

testOperation(import.meta, facts, () => {
  describe.each(SURFACES)('by %s', (surface) => {
    it('refuses to attach a policy twice, and one that does not exist', async () => {
      const { as, attachedToUser } = await policyScene(surface);
      const input = await attachedToUser();
      const attach = (name: object) =>
        refusalOf(as.act('AttachPolicyToUser', { ...input, ...name }));
      expect(await attach({})).toBe('EntityAlreadyExists.User.Policy');
      expect(await attach({ policyType: 'System' })).toBe('EntityNotExist.Policy');
      expect(await attach({ policyName: 'AdministratorAccess' })).toBe('EntityNotExist.Policy');
      expect(await attach({ userName: 'nobody' })).toBe('EntityNotExist.User');
    });

    it.each([
      ['Custom', 20],
      ['System', 20],
    ] as const)('attaches at most so many policies of a type (%s: %d)', async (policyType, max) => {
      const { kms, account, as, newUser, newPolicy } = await policyScene(surface);
      const { accountId } = account;
      const policyName = policyType === 'System' ? 'AliyunKMSFullAccess' : await newPolicy();
      const [almost, full] = [await newUser(), await newUser()];
      await addAttachments(kms, accountId, 'user', almost, policyType, max - 1);
      await addAttachments(kms, accountId, 'user', full, policyType, max);
      const attach = (userName: string) =>
        as.act('AttachPolicyToUser', { policyType, policyName, userName });
      expect(await attach(almost)).toBeDefined();
      expect(await refusalOf(attach(full))).toBe('LimitExceeded.User.Policy');
    });

    it('needs the permission on the user and on the policy', async () => {
      const { kms, account, newUser, newPolicy } = await policyScene(surface);
      const input = {
        policyType: 'Custom',
        policyName: await newPolicy(),
        userName: await newUser(),
      };
      const users = 'acs:ram::*:user/*';
      const policies = `acs:ram::${account.accountId}:policy/${input.policyName}`;
      const attach = async (...Resource: string[]) => {
        const Action = 'ram:AttachPolicyToUser';
        const statements = [{ Effect: 'Allow' as const, Action, Resource }];
        const administrator = await addUser(kms, account.accountId, statements);
        return caller(surface, kms, administrator).act('AttachPolicyToUser', input);
      };
      expect(await refusalOf(attach(users))).toBe('NoPermission');
      expect(await refusalOf(attach(policies))).toBe('NoPermission');
      if (surface === 'rpc') expect(await attach(users, policies)).toBeDefined();
    });
  });
});
