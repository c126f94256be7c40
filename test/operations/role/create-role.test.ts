import { describe, expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { createRole } from '#operations/role/create-role.ts';
import { caller, refusalOf, SURFACES } from '../../support/caller.ts';
import { addRole, allowing, trusting } from '../../support/identities.ts';
import { sharedKms } from '../../support/kms.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

const TRUST = trusting('acs:ram::1234567890123456:root');

export const facts: Facts = {
  operation: createRole,
  examples: [
    { input: ({ freeName }) => ({ roleName: freeName(), assumeRolePolicyDocument: TRUST }) },
  ],
  parameters: ['RoleName', 'AssumeRolePolicyDocument', 'MaxSessionDuration', 'Description'],
  response: ['Role'],
  document: graphql(/* GraphQL */ `
    mutation TestCreateRole($input: CreateRoleInput!) {
      answer: createRole(input: $input) {
        roleName
      }
    }
  `),
  audited: ['roleName', 'maxSessionDuration'],
};

const act = async (surface: (typeof SURFACES)[number]) => {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  return { kms, account, ...caller(surface, kms, account) };
};

testOperation(import.meta, facts, () => {
  describe.each(SURFACES)('By %s', (surface) => {
    it.each([
      ['a name with other letters', { roleName: 'a_b' }, 'InvalidParameter.RoleName.InvalidChars'],
      ['a name that is too long', { roleName: 'a'.repeat(65) }, 'InvalidParameter.RoleName.Length'],
      [
        'a policy without principal',
        { assumeRolePolicyDocument: '{"Version":"1","Statement":[]}' },
        'MalformedPolicyDocument',
      ],
      [
        'a policy that is too long',
        { assumeRolePolicyDocument: TRUST.padEnd(2_049) },
        'InvalidParameter.PolicyDocument.Length',
      ],
      ['a duration that is too long', { maxSessionDuration: 43_201 }, 'InvalidParameter'],
    ])('refuses %s', async (_name, input, code) => {
      const as = await act(surface);
      const valid = { roleName: 'valid', assumeRolePolicyDocument: TRUST };
      expect(await refusalOf(as.act('CreateRole', { ...valid, ...input }))).toBe(code);
    });

    it('names the place of a fault in the trust policy', async () => {
      const as = await act(surface);
      const document = TRUST.replace('sts:AssumeRole","Principal"', 'sts:AssumeRole","Who"');
      const refused = as.act('CreateRole', { roleName: 'a', assumeRolePolicyDocument: document });
      await expect(refused).rejects.toThrow(/Statement\[0\]/);
    });

    it('refuses a second role of the name', async () => {
      const as = await act(surface);
      const input = { roleName: 'twin', assumeRolePolicyDocument: TRUST };
      await as.act('CreateRole', input);
      expect(await refusalOf(as.act('CreateRole', input))).toBe('EntityAlreadyExists.Role');
    });

    it('is deleted only without policies', async () => {
      const as = await act(surface);
      const { name } = await addRole(as.kms, as.account.accountId, TRUST, allowing('kms:*'));
      expect(await refusalOf(as.act('DeleteRole', { roleName: name }))).toBe(
        'DeleteConflict.Role.Policy',
      );
      expect(await refusalOf(as.act('DeleteRole', { roleName: 'nobody' }))).toBe(
        'EntityNotExist.Role',
      );
    });
  });
});
