import type { NamedPrincipal } from '#domain/arn.ts';
import { keyArn, parsePrincipal } from '#domain/arn.ts';
import { InvalidParameterError } from '#domain/errors.ts';
import { parseKeyReference } from '#domain/key-reference.ts';
import type { ConditionValues } from '#domain/policy/condition-keys.ts';
import { decide } from '#domain/policy/decide.ts';
import type { PolicyRequest } from '#domain/policy/policy-request.ts';
import { isPolicyAuthentic } from '#integrity/key-macs.ts';
import { findAccount, findRole, findUser, type Owner } from '#integrity/owners.ts';
import { policiesOf } from '#integrity/policies-of.ts';
import { readIdentity, readOwner } from '#integrity/principals.ts';
import { readTags } from '#integrity/read-tags.ts';
import type { Call } from '#pipeline/call.ts';
import { keyPolicyOf, refusalOf } from '#pipeline/key-access.ts';
import { locateById } from '#store/read/locate.ts';
import type { FoundKey } from '#store/tables.ts';
import { notExisting } from './not-found.ts';

interface Pair {
  readonly name: string;
  readonly value: string;
}

/** Who could do what, under which circumstances. */
export interface Question {
  /** An ARN of the caller's account. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly sourceIp?: string | undefined;
  readonly secureTransport: boolean;
  readonly currentTime?: Date | undefined;
  readonly surface: ConditionValues['surface'];
  /** Instead of the spec of the key. */
  readonly keySpec?: string | undefined;
  /** Instead of the tags of the key. */
  readonly tags?: readonly Pair[] | undefined;
  readonly encryptionContext: readonly Pair[];
}

/** What policies say. */
export type Judgement = Awaited<ReturnType<typeof judge>>;

/**
 * What policies say about a question. The policy of a key is read, and shown, only for a caller with kms:GetKeyPolicy, and
 * its tags only for one with kms:ListResourceTags; a key that does not exist, or is another account's, is judged by its name.
 * @throws InvalidParameterError, KmsError `EntityNotExist.User`, `EntityNotExist.Role`
 */
export async function judge(call: Call, now: Date, question: Question) {
  const { db, keyring, reportDamage: report } = call.services;
  const reader = { db, keyring, report };
  const find = findPrincipal(call, question.principal);
  const owner = await readOwner(reader, find);
  const identity = owner && (await readIdentity(reader, find));
  if (!identity)
    throw notExisting(parsePrincipal(question.principal)?.type === 'role' ? 'Role' : 'User');
  const attached = (await policiesOf(reader, owner.value)) ?? [];
  const own = attached.map(({ policy }) => policy);
  const key = await readKey(call, now, question.resource);
  const keyPolicy =
    key && (await may(call, now, key, 'kms:GetKeyPolicy')) ? keyPolicyOf(key) : null;
  const ownerId = key?.accountId ?? accountIn(question.resource) ?? call.principal.accountId;
  const isIntact = !identity.denied && (!key || isPolicyAuthentic(keyring, key));
  const subject = isIntact
    ? { ...identity, policies: own }
    : { ...identity, denied: true as const };
  const request = await requestOf(call, now, question, key);
  const { decision, matched } = decide(subject, { accountId: ownerId, keyPolicy }, request);
  return {
    decision,
    statements: matched.map(({ policy, index, sid, effect }) => {
      const named = attached.find((one) => one.policy === policy);
      return {
        policyType: named?.policyType ?? ('KeyPolicy' as const),
        policyName: named?.policyName ?? 'default',
        statementIndex: index,
        sid: sid ?? null,
        effect,
      };
    }),
    isKeyPolicyIncluded: keyPolicy !== null,
  };
}

/** How the principal is found. @throws InvalidParameterError for one of another account, and for a text that is not an ARN */
function findPrincipal(
  call: Call,
  arn: string,
): (db: Call['services']['db']) => Promise<Owner | null> {
  const named: NamedPrincipal | undefined = parsePrincipal(arn);
  const { accountId } = call.principal;
  if (!named || named.accountId !== accountId)
    throw new InvalidParameterError(
      'principal',
      `Give acs:ram::${accountId}:user/<name>, …:role/<name> or …:root.`,
    );
  const where = { accountId_name: { accountId, name: named.name } };
  if (named.type === 'account') return (db) => findAccount(db, accountId);
  return (db) => (named.type === 'user' ? findUser(db, where) : findRole(db, where));
}

/** The key of the caller's account that a resource names. */
async function readKey(call: Call, now: Date, resource: string): Promise<FoundKey | null> {
  const { lookups, region } = call.services;
  const { accountId } = call.principal;
  const { names, name, owner } = parseKeyReference(resource);
  if (names !== 'key' || owner?.accountId !== accountId || owner.region !== region) return null;
  return locateById(lookups, { accountId, region, now }, name);
}

const accountIn = (resource: string): string | undefined =>
  parseKeyReference(resource).owner?.accountId || undefined;

const may = async (call: Call, now: Date, found: FoundKey, action: string): Promise<boolean> =>
  (await refusalOf(call, now, { action, name: null, found })) === undefined;

async function requestOf(
  call: Call,
  now: Date,
  question: Question,
  key: FoundKey | null,
): Promise<PolicyRequest> {
  const { action, sourceIp, secureTransport, currentTime, surface, encryptionContext } = question;
  const { db, keyring, region } = call.services;
  const given = question.tags?.map(({ name, value }) => [name, value] as const);
  const isShown = key && (await may(call, now, key, 'kms:ListResourceTags'));
  const stored = isShown && !given ? (await readTags(db, keyring, key))?.tags : undefined;
  const tags = given ?? stored?.map(({ tagKey, tagValue }) => [tagKey, tagValue] as const);
  const keySpec = question.keySpec ?? (isShown ? key.spec : undefined);
  const isAboutKey = parseKeyReference(question.resource).owner !== null;
  return {
    action,
    resource: key ? keyArn(region, key.accountId, key.id) : question.resource,
    conditions: {
      ...(sourceIp !== undefined && { sourceIp }),
      secureTransport,
      currentTime: currentTime ?? now,
      mfaPresent: false,
      surface,
      ...(keySpec !== undefined && { keySpec }),
      ...(tags && { tags: new Map(tags) }),
      encryptionContext: encryptionContext.map(({ name, value }) => [name, value] as const),
    },
    ...(isAboutKey && tags === undefined && { unknown: { key: true } as const }),
  };
}
