import { expect, it } from 'vitest';
import { accountArn } from '#domain/arn.ts';
import { graphql } from '#generated/documents/gql.ts';
import { getCallerIdentity } from '#operations/session/get-caller-identity.ts';
import { caller, SURFACES } from '../../support/caller.ts';
import { addRole, addUser, trusting } from '../../support/identities.ts';
import { sharedKms } from '../../support/kms.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';
import { assume, mayAssumeAny } from '../../support/role-sessions.ts';

export const facts: Facts = {
  operation: getCallerIdentity,
  examples: [{}],
  parameters: [],
  response: ['IdentityType', 'AccountId', 'PrincipalId', 'UserId', 'RoleId', 'Arn'],
  document: graphql(/* GraphQL */ `
    query TestGetCallerIdentity {
      answer: callerIdentity {
        identityType
        accountId
        principalId
        userId
        roleId
        arn
      }
    }
  `),
  graphqlField: 'callerIdentity',
};

testOperation(import.meta, facts, () => {
  it.each(SURFACES)('names the root identity, a user and a session by %s', async (surface) => {
    const kms = await sharedKms();
    const root = await kms.addAccount();
    const { accountId } = root;
    const none = surface === 'graphql' ? null : '';
    const whoIs = (credential: typeof root) =>
      caller(surface, kms, credential).act('GetCallerIdentity');
    expect(await whoIs(root)).toEqual({
      identityType: 'Account',
      accountId,
      principalId: accountId,
      userId: accountId,
      roleId: none,
      arn: accountArn(accountId),
    });
    const user = await addUser(kms, accountId, mayAssumeAny, 'alice');
    const { userId } = await kms.store.db.accessKey.findUniqueOrThrow({ where: { id: user.id } });
    expect(await whoIs(user)).toEqual({
      identityType: 'RAMUser',
      accountId,
      principalId: userId,
      userId,
      roleId: none,
      arn: `acs:ram::${accountId}:user/alice`,
    });
    const role = await addRole(kms, accountId, trusting(accountArn(accountId)), [], 'builder');
    expect(await whoIs(await assume(kms, user, role))).toEqual({
      identityType: 'AssumedRoleUser',
      accountId,
      principalId: `${role.id}:test`,
      userId: none,
      roleId: role.id,
      arn: `acs:ram::${accountId}:role/builder/test`,
    });
  });
});
