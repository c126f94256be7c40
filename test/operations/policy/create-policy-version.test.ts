import { describe, expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { createPolicyVersion } from '#operations/policy/create-policy-version.ts';
import { refusalOf, SURFACES } from '../../support/caller.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { DOCUMENT } from '../../support/operation/subject.ts';
import { testOperation } from '../../support/operation/test-operation.ts';
import { policyScene } from '../../support/policies.ts';

export const facts: Facts = {
  operation: createPolicyVersion,
  examples: [
    {
      input: async ({ newPolicy }) => ({ policyName: await newPolicy(), policyDocument: DOCUMENT }),
    },
  ],
  parameters: ['PolicyName', 'PolicyDocument', 'SetAsDefault', 'RotateStrategy'],
  response: ['PolicyVersion'],
  document: graphql(/* GraphQL */ `
    mutation TestCreatePolicyVersion($input: CreatePolicyVersionInput!) {
      answer: createPolicyVersion(input: $input) {
        policyVersion {
          versionId
          isDefaultVersion
        }
        policy {
          policyName
        }
      }
    }
  `),
  audited: ['policyName', 'policyDocument', 'setAsDefault', 'rotateStrategy'],
};

testOperation(import.meta, facts, () => {
  describe.each(SURFACES)('by %s', (surface) => {
    /** A policy with five versions, of which the first is the default. */
    async function full() {
      const scene = await policyScene(surface);
      const policyName = await scene.newPolicy();
      for (let more = 0; more < 4; more += 1) await scene.newPolicyVersion(policyName);
      const ids = async () => {
        const { store } = scene.kms;
        const where = { policy: { name: policyName, accountId: scene.account.accountId } };
        const versions = await store.db.policyVersion.findMany({ where });
        return versions.map(({ number }) => number).sort();
      };
      return { ...scene, policyName, ids };
    }

    it('refuses a sixth version', async () => {
      const { as, policyName } = await full();
      const input = { policyName, policyDocument: DOCUMENT, rotateStrategy: 'None' };
      const refused = as.act('CreatePolicyVersion', input);
      expect(await refusalOf(refused)).toBe('LimitExceeded.Policy.Version');
    });

    it('deletes the oldest that does not apply, where it is told to', async () => {
      const { as, policyName, ids } = await full();
      const rotateStrategy = 'DeleteOldestNonDefaultVersionWhenLimitExceeded';
      const input = { policyName, policyDocument: DOCUMENT, rotateStrategy };
      await as.act('CreatePolicyVersion', input);
      expect(await ids()).toEqual([1, 3, 4, 5, 6]);
      await as.act('SetDefaultPolicyVersion', { policyName, versionId: 'v4' });
      await as.act('CreatePolicyVersion', { ...input, setAsDefault: true });
      expect(await ids()).toEqual([3, 4, 5, 6, 7]);
    });

    it('never uses an id twice', async () => {
      const { as, policyName, ids } = await full();
      await as.act('DeletePolicyVersion', { policyName, versionId: 'v5' });
      await as.act('CreatePolicyVersion', { policyName, policyDocument: DOCUMENT });
      expect(await ids()).toEqual([1, 2, 3, 4, 6]);
    });

    it('refuses a malformed document with its place, and another version of a system policy', async () => {
      const { as, newPolicy } = await policyScene(surface);
      const policyName = await newPolicy();
      const make = (name: string, policyDocument: string) =>
        as.act('CreatePolicyVersion', { policyName: name, policyDocument });
      await expect(make(policyName, DOCUMENT.replace('Allow', 'allow'))).rejects.toMatchObject({
        code: 'MalformedPolicyDocument',
        message: expect.stringContaining('Statement[0].Effect (line 1, column 39)'),
      });
      expect(await refusalOf(make('AdministratorAccess', DOCUMENT))).toBe('EntityNotExist.Policy');
    });
  });
});
