import { z } from 'zod';
import { sessionArn } from '#domain/arn.ts';
import type { Principal } from '#domain/principal.ts';
import { accountOperation } from '#pipeline/operation.ts';

/** The kinds of callers, in the API's words. */
export const IDENTITY_TYPES = ['Account', 'RAMUser', 'AssumedRoleUser'] as const;

const identityView = z.object({
  identityType: z.enum(IDENTITY_TYPES),
  accountId: z.string(),
  principalId: z.string(),
  userId: z.string().nullable(),
  roleId: z.string().nullable(),
  arn: z.string(),
});

export const getCallerIdentity = accountOperation({
  name: 'GetCallerIdentity',
  service: 'sts',
  summary:
    'Returns who calls: the root identity of the account, a user or a session of a role. Needs no permission.',
  effect: 'read',
  needsPermission: false,
  input: z.strictObject({}),
  output: identityView,
  handler: ({ call }) => identityOf(call.principal),
});

function identityOf({
  type,
  accountId,
  id,
  name,
  arn,
  session,
}: Principal): z.input<typeof identityView> {
  if (type === 'account' || !session) {
    const identityType = type === 'account' ? 'Account' : 'RAMUser';
    return { identityType, accountId, principalId: id, userId: id, roleId: null, arn };
  }
  return {
    identityType: 'AssumedRoleUser',
    accountId,
    principalId: `${id}:${session.name}`,
    userId: null,
    roleId: id,
    arn: sessionArn(accountId, name, session.name),
  };
}
