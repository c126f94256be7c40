import { describe, expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { createPolicy } from '#operations/policy/create-policy.ts';
import { refusalOf, SURFACES } from '../../support/caller.ts';
import { postGraphql } from '../../support/graphql-client.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { DOCUMENT } from '../../support/operation/subject.ts';
import { testOperation } from '../../support/operation/test-operation.ts';
import { addPolicies, policyScene } from '../../support/policies.ts';

export const facts: Facts = {
  operation: createPolicy,
  examples: [{ input: ({ freeName }) => ({ policyName: freeName(), policyDocument: DOCUMENT }) }],
  parameters: ['PolicyName', 'PolicyDocument', 'Description'],
  response: ['Policy'],
  document: graphql(/* GraphQL */ `
    mutation TestCreatePolicy($input: CreatePolicyInput!) {
      answer: createPolicy(input: $input) {
        policyName
        arn
        creationDate
      }
    }
  `),
  audited: ['policyName', 'policyDocument'],
};

testOperation(import.meta, facts, () => {
  describe.each(SURFACES)('by %s', (surface) => {
    it.each([
      ['with a member twice', '{"Version":"1","Version":"1"}', 'Version (line 1, column 16)'],
      ['that is not JSON', '{"Version":"1",\n  Statement:[]}', 'Policy (line 2, column 3)'],
      ['that is nested too deep', `${'['.repeat(50)}${']'.repeat(50)}`, '(line 1, column 9)'],
      [
        'with an element that does not exist',
        DOCUMENT.replace('"Effect"', '"Principal":"*",\n"Effect"'),
        'Statement[0].Principal (line 1, column 42)',
      ],
    ])('refuses a document %s, and names the place', async (_what, policyDocument, place) => {
      const { as, freeName } = await policyScene(surface);
      const made = as.act('CreatePolicy', { policyName: freeName(), policyDocument });
      await expect(made).rejects.toMatchObject({
        code: 'MalformedPolicyDocument',
        message: expect.stringContaining(place),
      });
    });

    it('refuses an empty document and one of more than 6,144 characters', async () => {
      const { as, freeName } = await policyScene(surface);
      const make = (policyDocument: string) =>
        as.act('CreatePolicy', { policyName: freeName(), policyDocument });
      const longest = DOCUMENT.padEnd(6_144);
      expect(await make(longest)).toBeDefined();
      expect(await refusalOf(make(`${longest} `))).toBe('InvalidParameter.PolicyDocument.Length');
      // RPC takes an empty parameter for an absent one.
      expect(await refusalOf(make(''))).toBe(
        surface === 'rpc' ? 'MissingParameter' : 'InvalidParameter.PolicyDocument.Length',
      );
    });

    it.each([
      ['a b', 'InvalidParameter.PolicyName.InvalidChars'],
      ['a.b', 'InvalidParameter.PolicyName.InvalidChars'],
      ['a'.repeat(129), 'InvalidParameter.PolicyName.Length'],
      ['AdministratorAccess', 'EntityAlreadyExists.Policy'],
    ])('refuses the name %s', async (policyName, code) => {
      const { as } = await policyScene(surface);
      const made = as.act('CreatePolicy', { policyName, policyDocument: DOCUMENT });
      expect(await refusalOf(made)).toBe(code);
    });

    it('refuses a name that is taken in the account, and not one of another account', async () => {
      const { as, newPolicy } = await policyScene(surface);
      const policyName = await newPolicy();
      const input = { policyName, policyDocument: DOCUMENT };
      expect(await refusalOf(as.act('CreatePolicy', input))).toBe('EntityAlreadyExists.Policy');
      const { as: other } = await policyScene(surface);
      expect(await other.act('CreatePolicy', input)).toBeDefined();
    });

    it('refuses a policy more than 1,500', async () => {
      const { kms, account, as, freeName } = await policyScene(surface);
      await addPolicies(kms, account.accountId, 1_499);
      const make = () =>
        as.act('CreatePolicy', { policyName: freeName(), policyDocument: DOCUMENT });
      expect(await make()).toBeDefined();
      expect(await refusalOf(make())).toBe('LimitExceeded.Policy');
    });
  });

  it('gives GraphQL the place of a mistake also in parts', async () => {
    const { kms, account, freeName } = await policyScene('graphql');
    const policyDocument = DOCUMENT.replace('"Allow"', '"Permit"');
    const { errors } = await postGraphql(kms, account, {
      query: String(facts.document),
      variables: { input: { policyName: freeName(), policyDocument } },
    });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'MalformedPolicyDocument',
      field: 'policyDocument',
      policyFault: { place: 'Statement[0].Effect', line: 1, column: 39 },
    });
  });
});
