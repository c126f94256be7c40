import { expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { detachPolicyFromUser } from '#operations/attachment/detach-policy-from-user.ts';
import { refusalOf, SURFACES } from '../../support/caller.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';
import { policyScene } from '../../support/policies.ts';

export const facts: Facts = {
  operation: detachPolicyFromUser,
  examples: [{ input: ({ attachedToUser }) => attachedToUser() }],
  parameters: ['PolicyType', 'PolicyName', 'UserName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestDetachPolicyFromUser($input: UserPolicyInput!) {
      answer: detachPolicyFromUser(input: $input) {
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
  it.each(SURFACES)('refuses what is not attached, by %s', async (surface) => {
    const { as, attachedToUser, newPolicy } = await policyScene(surface);
    const input = await attachedToUser();
    const detach = (name: object = {}) => as.act('DetachPolicyFromUser', { ...input, ...name });
    expect(await refusalOf(detach({ policyName: await newPolicy() }))).toBe(
      'EntityNotExist.User.Policy',
    );
    expect(await refusalOf(detach({ policyName: 'none' }))).toBe('EntityNotExist.Policy');
    expect(await refusalOf(detach({ userName: 'nobody' }))).toBe('EntityNotExist.User');
    expect(await detach()).toBeDefined();
    expect(await refusalOf(detach())).toBe('EntityNotExist.User.Policy');
    expect(await as.act('DeletePolicy', { policyName: input.policyName })).toBeDefined();
  });
});
