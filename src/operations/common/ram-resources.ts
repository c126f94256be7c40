import { accountArn, policyArn, roleArn, userArn } from '#domain/arn.ts';
import type { Place } from '#pipeline/operation.ts';

// The resources that permissions of RAM are checked on (RAM documentation, "Resource" of a policy). They belong to an
// account and to no region.

/** The user that the input names; without a name the caller. */
export const namedUser = (
  { accountId, principal }: Place,
  { userName }: { readonly userName?: string | undefined },
): string[] => [userName === undefined ? principal.arn : userArn(accountId, userName)];

/** All users. */
export const anyUser = ({ accountId }: Place): string[] => [userArn(accountId, '*')];

/** The role that the input names. */
export const namedRole = (
  { accountId }: Place,
  { roleName }: { readonly roleName: string },
): string[] => [roleArn(accountId, roleName)];

/** All roles. */
export const anyRole = ({ accountId }: Place): string[] => [roleArn(accountId, '*')];

/** The policy that the input names. */
export const namedPolicy = (
  { accountId }: Place,
  {
    policyType = 'Custom',
    policyName,
  }: { readonly policyType?: string; readonly policyName: string },
): string[] => [policyArn(policyType === 'System' ? 'system' : accountId, policyName)];

interface NamedPolicy {
  readonly policyType: string;
  readonly policyName: string;
}

/**
 * The user and the policy of an attachment. The cloud's pages do not say which of the two is checked. Here both are: who may
 * attach one policy to anybody, or any policy to one user, can be limited either way.
 */
export const userAndPolicy = (
  place: Place,
  input: NamedPolicy & { readonly userName: string },
): string[] => [...namedUser(place, input), ...namedPolicy(place, input)];

/** The role and the policy of an attachment, likewise. */
export const roleAndPolicy = (
  place: Place,
  input: NamedPolicy & { readonly roleName: string },
): string[] => [...namedRole(place, input), ...namedPolicy(place, input)];

/** All policies. */
export const anyPolicy = ({ accountId }: Place): string[] => [policyArn(accountId, '*')];

/** The whole account. */
export const ownAccount = ({ accountId }: Place): string[] => [accountArn(accountId)];
