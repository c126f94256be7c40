import { keyArn } from '#domain/arn.ts';
import type { CompiledPolicy } from '#domain/policy/compiled-policy.ts';
import { decide } from '#domain/policy/decide.ts';
import { locksOut } from '#domain/policy/key-policy.ts';
import { includesAction } from '#domain/policy/match-statement.ts';
import { readIdentities } from '#integrity/identities-of-account.ts';
import type { Identity } from '#integrity/principals.ts';
import type { Call } from '#pipeline/call.ts';
import { conditionsOf } from '#pipeline/conditions.ts';
import { keyPolicyOf } from '#pipeline/key-access.ts';
import type { KeyRow } from '#pipeline/operation.ts';
import { lockOut } from './key-policy.ts';

const ACTION = 'kms:SetKeyPolicy';

/**
 * Checks that a new key policy does not take the right to change it from all users and roles that have it.
 * @throws InvalidParameterError
 */
export async function checkLockOut(
  call: Call,
  now: Date,
  key: KeyRow,
  next: CompiledPolicy,
): Promise<void> {
  if (locksOut(next, key.accountId)) throw lockOut();
  const denies = ({ effect }: CompiledPolicy['statements'][number]) => effect === 'Deny';
  // Without such a Deny, and without an Allow that goes, nobody loses anything.
  const before = keyPolicyOf(key);
  const matters = (policy: CompiledPolicy | null, isDeny: boolean) =>
    policy?.statements.some((one) => denies(one) === isDeny && includesAction(one, ACTION));
  if (!matters(next, true) && !matters(before, false)) return;
  const { db, keyring, reportDamage: report } = call.services;
  const tags = await db.tag.findMany({ where: { keyId: key.id } });
  const request = {
    action: ACTION,
    resource: keyArn(call.services.region, key.accountId, key.id),
    conditions: conditionsOf(call, now, { key, tags }),
  };
  const can = (identity: Identity, keyPolicy: CompiledPolicy | null) =>
    decide(identity, { accountId: key.accountId, keyPolicy }, request).allowed;
  let couldSomebody = false;
  for (const identity of await readIdentities({ db, keyring, report }, key.accountId)) {
    if (can(identity, next)) return;
    couldSomebody ||= can(identity, before);
  }
  if (couldSomebody) throw lockOut();
}
