import { LRUCache } from 'lru-cache';
import { keyArn } from '#domain/arn.ts';
import type { EncryptionContext } from '#domain/encryption-context.ts';
import { KeyNotFoundError, type KmsError, NoPermissionError } from '#domain/errors.ts';
import { isKeyReference } from '#domain/key-reference.ts';
import type { CompiledPolicy } from '#domain/policy/compiled-policy.ts';
import { decide, type Ruling } from '#domain/policy/decide.ts';
import { dependsOn } from '#domain/policy/foresee.ts';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import type { PolicyRequest } from '#domain/policy/policy-request.ts';
import { policiesOf } from '#domain/policy/subject.ts';
import type { Tag } from '#domain/tags.ts';
import { type GovernedKey, isPolicyAuthentic } from '#integrity/key-macs.ts';
import { readTags } from '#integrity/read-tags.ts';
import { type KeyName, missingBy } from './admit.ts';
import type { Call } from './call.ts';
import { conditionsOf } from './conditions.ts';
import type { KeyRule } from './operation.ts';

/** What a caller wants to do with a key. */
export interface KeyAccess {
  /** Such as `kms:Encrypt`. */
  readonly action: string;
  /** How the caller named the key. */
  readonly name: KeyName;
  /** Null for a key that does not exist. */
  readonly found: GovernedKey | null;
  readonly encryptionContext?: EncryptionContext | undefined;
  /** How to read the tags of a key, if not by a statement of its own. */
  readonly tagsOf?: ((keyId: string) => Promise<readonly Tag[]>) | undefined;
  /** Which names the operation accepts, and what it calls a missing key. Absent: `Forbidden.KeyNotFound`. */
  readonly rule?: KeyRule;
}

/** Key policies are compiled once, as long as they are used. They were checked when they were saved. */
const compiled = new LRUCache<string, CompiledPolicy>({ max: 1_000 });

/** The policy of a key; null for the default policy, which allows nothing to users and roles. */
export function keyPolicyOf({ policy }: Pick<GovernedKey, 'policy'>): CompiledPolicy | null {
  if (policy === null) return null;
  const known = compiled.get(policy) ?? parsePolicy(policy, 'key');
  compiled.set(policy, known);
  return known;
}

/**
 * Checks that the caller is allowed to do something with a key.
 * @throws NoPermissionError, for a key that exists as for one that does not; KeyNotFoundError for a key of another account
 * whose policy does not allow it
 */
export async function authorizeKey(call: Call, now: Date, access: KeyAccess): Promise<void> {
  const refusal = await refusalOf(call, now, access);
  if (refusal) throw refusal;
}

/** The error for a caller who is not allowed to do something with a key; undefined for one who is. */
export async function refusalOf(
  call: Call,
  now: Date,
  access: KeyAccess,
): Promise<KmsError | undefined> {
  const { found, action } = access;
  if (found && (await decideKey(call, now, access, found)).allowed) return undefined;
  if (found?.accountId === call.principal.accountId) return new NoPermissionError(action);
  // As if there were no such key, so that nobody learns whether another account has one.
  const { allowed, policyType } = decideBlindly(call, now, access);
  const isByIdentity = policyType !== null && policyType !== 'ResourceBasedPolicy';
  if (!allowed && (isByIdentity || ownerOf(call, access) === call.principal.accountId))
    return new NoPermissionError(action);
  if (!found && allowed) return undefined;
  return access.rule ? missingBy(access.rule, access.name) : new KeyNotFoundError();
}

/** Whether the caller is allowed to do something with a key that exists, and why. */
export async function decideKey(
  call: Call,
  now: Date,
  { action, encryptionContext, tagsOf }: Omit<KeyAccess, 'name' | 'found' | 'rule'>,
  found: GovernedKey,
): Promise<Ruling> {
  const { services, principal } = call;
  const isKnown = isPolicyAuthentic(services.keyring, found);
  if (!isKnown) services.reportDamage('Key', found.id);
  const keyPolicy = isKnown ? keyPolicyOf(found) : null;
  const policies = [...policiesOf(principal), ...(keyPolicy ? [keyPolicy] : [])];
  const needsTags = dependsOn(policies, action).tags;
  const tags = needsTags ? await intactTags(call, found, tagsOf) : [];
  const isIntact = isKnown && tags !== undefined;
  const request: PolicyRequest = {
    action,
    resource: keyArn(services.region, found.accountId, found.id),
    conditions: conditionsOf(call, now, { key: found, tags: tags ?? [], encryptionContext }),
  };
  // The operator can mend what was altered.
  const subject =
    isIntact || principal.operator ? principal : { ...principal, denied: true as const };
  return decide(subject, { accountId: found.accountId, keyPolicy }, request);
}

/** The tags of a key; undefined if they were altered outside this service. */
async function intactTags(
  { services: { db, keyring, reportDamage } }: Call,
  key: GovernedKey,
  tagsOf: KeyAccess['tagsOf'],
): Promise<readonly Tag[] | undefined> {
  const intact = await readTags(db, keyring, key, await tagsOf?.(key.id));
  if (!intact) reportDamage('Tag', key.id);
  return intact?.tags;
}

/** The decision about a key of which nothing is known but its name. */
function decideBlindly(call: Call, now: Date, access: KeyAccess): Ruling {
  const { action, name, encryptionContext } = access;
  const ownerId = ownerOf(call, access);
  const { region } = call.services;
  const isNamed = name !== null && isKeyReference(name) && name.names === 'key';
  const id = isNamed ? name.name : '*';
  return decide(
    call.principal,
    { accountId: ownerId, keyPolicy: null },
    {
      action,
      resource: keyArn((isNamed && name.owner?.region) || region, ownerId, id),
      conditions: conditionsOf(call, now, { encryptionContext }),
      unknown: { key: true, ...(!isNamed && { resource: true }) },
    },
  );
}

/** The account of the key, as far as its name tells. */
const ownerOf = ({ principal }: Call, { name }: KeyAccess): string =>
  (name !== null && isKeyReference(name) ? name.owner?.accountId : undefined) ??
  principal.accountId;
