import { KmsError } from '#domain/errors.ts';
import { systemPolicy } from '#domain/policy/system-policies.ts';
import {
  changePolicy,
  findPolicy,
  isPolicyAuthentic,
  type StoredPolicy,
} from '#integrity/policies.ts';
import { type Checked, readIntact } from '#integrity/read-intact.ts';
import type { Call } from '#pipeline/call.ts';
import type { Context } from '#pipeline/operation.ts';
import { notExisting } from './not-found.ts';
import type { PolicyType } from './policy-fields.ts';
import {
  type AnyPolicy,
  type AnyVersion,
  ofRow,
  ofSystem,
  systemVersions,
  versionsOf,
} from './policy-view.ts';

const find = (
  { services: { db, keyring }, principal: { accountId } }: Call,
  name: string,
): Promise<Checked<StoredPolicy> | null> =>
  readIntact(
    () => findPolicy(db, accountId, name),
    (policy) => isPolicyAuthentic(keyring, policy),
  );

/**
 * A custom policy that is to be changed; null where there is none. A change gives it a new MAC, so what was altered outside
 * this service must not get one, except from the operator.
 * @throws KmsError `NoPermission`
 */
export async function findPolicyForChange(call: Call, name: string): Promise<StoredPolicy | null> {
  const checked = await find(call, name);
  if (!checked) return null;
  const { value: policy, isIntact } = checked;
  if (isIntact || call.principal.operator) return policy;
  call.services.reportDamage('Policy', policy.row.id);
  throw new KmsError(
    'NoPermission',
    'The rows of this policy were altered outside Keywright, so it cannot be changed. Ask the operator of this service.',
  );
}

/**
 * A custom policy that is to be changed. A system policy is none.
 * @throws KmsError `EntityNotExist.Policy`, `NoPermission`
 */
export async function requirePolicy(call: Call, name: string): Promise<StoredPolicy> {
  const policy = await findPolicyForChange(call, name);
  if (!policy) throw notExisting('Policy');
  return policy;
}

/** A policy of either type with its versions, to be shown. @throws KmsError `EntityNotExist.Policy` */
export async function readPolicy(
  call: Call,
  policyType: PolicyType,
  name: string,
): Promise<{ readonly policy: AnyPolicy; readonly versions: readonly AnyVersion[] }> {
  if (policyType === 'System') {
    const policy = systemPolicy(name);
    if (!policy) throw notExisting('Policy');
    return { policy: ofSystem(policy), versions: systemVersions(name) };
  }
  const checked = await find(call, name);
  if (!checked) throw notExisting('Policy');
  const { row, versions } = checked.value;
  return { policy: ofRow(row), versions: versionsOf(row, versions) };
}

/** Adds the writes that turn one custom policy into another. */
export const replacePolicy = (
  { call, write }: Context,
  before: StoredPolicy,
  after: StoredPolicy,
): void => write(...changePolicy(call.services.keyring, before, after));

/** To how many users and roles of the account a system policy is attached. */
export const countAttachments = (
  { services: { db }, principal: { accountId } }: Call,
  policyName: string,
): Promise<number> =>
  db.attachment.count({ where: { accountId, policyType: 'System', policyName } });
