import { decideAssumeRole } from '#domain/policy/assume-role.ts';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import { findRole, type RoleOwner } from '#integrity/owners.ts';
import { readOwner } from '#integrity/principals.ts';
import { noPermission } from '#pipeline/authorize.ts';
import { conditionsOf } from '#pipeline/conditions.ts';
import type { Context } from '#pipeline/operation.ts';
import { notExisting } from './not-found.ts';
import { parseRoleArn } from './session-view.ts';

/** The permission to assume a role. */
const ACTION = 'sts:AssumeRole';

/**
 * The role that the caller wants to assume, if its trust policy allows it. The own policies of the caller have allowed it
 * before. Whether another account has a role of this name is not told to those who cannot assume it.
 * @throws NoPermissionError; KmsError `EntityNotExist.Role` for the caller's account
 */
export async function requireAssumable(
  { call, now }: Pick<Context, 'call' | 'now'>,
  roleArn: string,
): Promise<RoleOwner> {
  const { principal, services } = call;
  const { db, keyring, reportDamage } = services;
  const { accountId, name } = parseRoleArn(roleArn);
  const isOwn = accountId === principal.accountId;
  const where = { accountId_name: { accountId, name } };
  const checked = await readOwner({ db, keyring }, (reader) => findRole(reader, where));
  if (!checked && isOwn) throw notExisting('Role');
  if (checked && !checked.isIntact) reportDamage('Role', checked.value.row.id);
  const role = checked?.isIntact ? checked.value : undefined;
  const request = { action: ACTION, resource: roleArn, conditions: conditionsOf(call, now) };
  const ruling =
    role && decideAssumeRole(principal, parsePolicy(role.row.trustPolicy, 'trust'), request);
  if (role && ruling?.allowed) return role;
  const decision = isOwn && ruling ? ruling.decision : 'ImplicitDeny';
  throw noPermission(principal, ACTION, roleArn, { decision, policyType: 'AssumeRolePolicy' });
}
