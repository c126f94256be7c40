import { describe, expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { deletePolicy } from '#operations/policy/delete-policy.ts';
import { refusalOf, SURFACES } from '../../support/caller.ts';
import { writeDatabase } from '../../support/database.ts';
import { beforeNextCommit } from '../../support/interleave.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';
import { policyScene } from '../../support/policies.ts';

export const facts: Facts = {
  operation: deletePolicy,
  examples: [{ input: async ({ newPolicy }) => ({ policyName: await newPolicy() }) }],
  parameters: ['PolicyName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDeletePolicy($input: DeletePolicyInput!) {
      answer: deletePolicy(input: $input) {
        deletedPolicyId
      }
    }
  `),
  audited: ['policyName'],
};

testOperation(import.meta, facts, () => {
  describe.each(SURFACES)('by %s', (surface) => {
    it('refuses a policy that is attached to a user, to a role, or to both', async () => {
      const { as, attachedToUser, attachedToRole, newUser } = await policyScene(surface);
      const { policyName } = await attachedToUser();
      const remove = (name: string) => refusalOf(as.act('DeletePolicy', { policyName: name }));
      expect(await remove(policyName)).toBe('DeleteConflict.Policy.User');
      const attached = await attachedToRole();
      expect(await remove(attached.policyName)).toBe('DeleteConflict.Policy.Role');
      const { roleName: _, ...name } = attached;
      await as.act('AttachPolicyToUser', { ...name, userName: await newUser() });
      expect(await remove(attached.policyName)).toBe('DeleteConflict.Policy.User');
    });

    it('refuses a policy with several versions', async () => {
      const { as, newPolicy, newPolicyVersion } = await policyScene(surface);
      const policyName = await newPolicy();
      const versionId = await newPolicyVersion(policyName);
      const refused = as.act('DeletePolicy', { policyName });
      expect(await refusalOf(refused)).toBe('DeleteConflict.Policy.Version');
      await as.act('DeletePolicyVersion', { policyName, versionId });
      expect(await as.act('DeletePolicy', { policyName })).toBeDefined();
    });

    it('does not know system policies, nor policies of other accounts', async () => {
      const { as } = await policyScene(surface);
      const other = await policyScene(surface);
      for (const policyName of ['AdministratorAccess', await other.newPolicy()])
        expect(await refusalOf(as.act('DeletePolicy', { policyName }))).toBe(
          'EntityNotExist.Policy',
        );
    });

    it('loses against an attachment that was made meanwhile', async () => {
      const { kms, as, newPolicy, newUser } = await policyScene(surface);
      const [policyName, userName] = [await newPolicy(), await newUser()];
      const input = { policyType: 'Custom', policyName, userName };
      beforeNextCommit(kms.services, () => as.act('AttachPolicyToUser', input));
      const deleted = as.act('DeletePolicy', { policyName });
      expect(await refusalOf(deleted)).toBe('DeleteConflict.Policy.User');
    });

    it('wins against an attachment that was decided before and is committed later', async () => {
      const { kms, account, as, newPolicy, newUser } = await policyScene(surface);
      const [policyName, userName] = [await newPolicy(), await newUser()];
      beforeNextCommit(kms.services, () => as.act('DeletePolicy', { policyName }));
      const attached = as.act('AttachPolicyToUser', { policyType: 'Custom', policyName, userName });
      expect(await refusalOf(attached)).toBe('EntityNotExist.Policy');
      const { accountId } = account;
      expect(await kms.store.db.attachment.count({ where: { accountId } })).toBe(0);
    });

    it('refuses a policy whose row was altered outside this service', async () => {
      const { kms, account, as, newPolicy } = await policyScene(surface);
      const policyName = await newPolicy();
      const sql = `UPDATE "Policy" SET "description" = 'altered' WHERE "accountId" = '${account.accountId}'`;
      await writeDatabase(kms.dataDir, sql);
      expect(await refusalOf(as.act('DeletePolicy', { policyName }))).toBe('NoPermission');
    });
  });
});
