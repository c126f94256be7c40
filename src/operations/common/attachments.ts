import { KmsError } from '#domain/errors.ts';
import { systemPolicy } from '#domain/policy/system-policies.ts';
import type { RoleOwner, UserOwner } from '#integrity/owners.ts';
import type { StoredPolicy } from '#integrity/policies.ts';
import type { Call } from '#pipeline/call.ts';
import type { Context } from '#pipeline/operation.ts';
import { notExisting } from './not-found.ts';
import { replaceOwner } from './owners.ts';
import { findPolicyForChange, replacePolicy } from './policies.ts';
import type { PolicyType } from './policy-fields.ts';
import { type AnyPolicy, ofRow, ofSystem } from './policy-view.ts';

/** A user or a role, to which policies are attached. */
type Holder = UserOwner | RoleOwner;

/** System policies as published. Of custom ones the cloud has 10 for a user and 5 for a role, and raises that on request. */
const MAX_ATTACHED = {
  user: { Custom: 20, System: 20 },
  role: { Custom: 20, System: 20 },
} as const;
const ENTITIES = { user: 'User', role: 'Role' } as const;

/** A policy that an input names. */
export interface PolicyName {
  readonly policyType: PolicyType;
  readonly policyName: string;
}

interface Found {
  readonly policy: AnyPolicy;
  /** Absent for a system policy: its row would be counted in. */
  readonly stored?: StoredPolicy;
}

async function find(call: Call, { policyType, policyName }: PolicyName): Promise<Found | null> {
  if (policyType === 'System') {
    const policy = systemPolicy(policyName);
    return policy ? { policy: ofSystem(policy) } : null;
  }
  const stored = await findPolicyForChange(call, policyName);
  return stored && { policy: ofRow(stored.row), stored };
}

/** The policy with another number of attachments. Without that change a delete of the policy could overtake this one. */
function count(context: Context, { policy, stored }: Found, by: 1 | -1): AnyPolicy {
  if (!stored) return policy;
  const row = { ...stored.row, attachments: stored.row.attachments + by };
  replacePolicy(context, stored, { ...stored, row });
  return ofRow(row);
}

/**
 * Attaches a policy to a user or a role.
 * @returns the policy
 * @throws KmsError `EntityNotExist.Policy`, `EntityAlreadyExists.User.Policy`, `LimitExceeded.User.Policy`, and so for a role
 */
export async function attach(
  context: Context,
  holder: Holder,
  name: PolicyName,
): Promise<AnyPolicy> {
  const { type, row, attachments } = holder;
  const { policyType, policyName } = name;
  const found = await find(context.call, name);
  if (!found) throw notExisting('Policy');
  const same = attachments.filter((one) => one.policyType === policyType);
  if (same.some((one) => one.policyName === policyName))
    throw new KmsError(
      `EntityAlreadyExists.${ENTITIES[type]}.Policy`,
      `The policy is already attached to the ${type}.`,
    );
  const max = MAX_ATTACHED[type][policyType];
  if (same.length >= max)
    throw new KmsError(
      `LimitExceeded.${ENTITIES[type]}.Policy`,
      `A ${type} has at most ${max} ${policyType.toLowerCase()} policies. Detach one.`,
    );
  const attachment = {
    accountId: row.accountId,
    principalId: row.id,
    principalType: type,
    policyType,
    policyName,
    policyId: found.stored?.row.id ?? null,
    attachedAt: context.now,
  };
  replaceOwner<Holder>(context, holder, {
    ...holder,
    attachments: [...attachments, attachment],
  });
  return count(context, found, 1);
}

/**
 * Detaches a policy from a user or a role.
 * @returns the policy; null if its row was deleted outside this service
 * @throws KmsError `EntityNotExist.Policy`, `EntityNotExist.User.Policy`, and so for a role
 */
export async function detach(
  context: Context,
  holder: Holder,
  name: PolicyName,
): Promise<AnyPolicy | null> {
  const { type, attachments } = holder;
  const found = await find(context.call, name);
  const isMeant = (one: PolicyName | Holder['attachments'][number]) =>
    one.policyType === name.policyType && one.policyName === name.policyName;
  if (!attachments.some(isMeant)) throw notExisting(found ? `${ENTITIES[type]}.Policy` : 'Policy');
  replaceOwner<Holder>(context, holder, {
    ...holder,
    attachments: attachments.filter((one) => !isMeant(one)),
  });
  return found && count(context, found, -1);
}
