import { LRUCache } from 'lru-cache';
import type { CompiledPolicy } from '#domain/policy/compiled-policy.ts';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import type { Principal } from '#domain/principal.ts';
import type { Assumer, SessionChain, SessionLink } from '#domain/security-token.ts';
import { NO_SESSION_IS_VALID } from '#integrity/principals.ts';
import { type AccessKeys, isUsable } from './access-keys.ts';
import type { Identities, KnownIdentity } from './identities.ts';

/**
 * How far the clocks of two replicas can be apart: twice the largest KEYWRIGHT_MAX_CLOCK_SKEW_SECONDS. A session that
 * seems to be younger than the end of its account's sessions by less may be older.
 */
const MAX_CLOCK_DIFFERENCE_MS = 600_000;

/** Session policies are compiled once, as long as they are used. They were checked when the session was made. */
const compiled = new LRUCache<string, CompiledPolicy>({ max: 1_000 });

function policyOf({ policy }: SessionLink): CompiledPolicy | undefined {
  if (policy === '') return undefined;
  const known = compiled.get(policy) ?? parsePolicy(policy, 'session');
  compiled.set(policy, known);
  return known;
}

/** What finds those that a session depends on. */
export interface SessionReader {
  readonly accessKeys: AccessKeys;
  readonly identities: Identities;
}

/**
 * Who acts by a session. It ends with anything in its chain: the expiry of a session, the deletion of a role or of the
 * user, the end of the user's access key, and the end of all sessions of one of their accounts.
 * @returns undefined if it has ended
 * @throws ServiceUnavailableError
 */
export async function principalOf(
  { accessKeys, identities }: SessionReader,
  { links, assumer }: SessionChain,
  now: Date,
): Promise<Principal | undefined> {
  const [isAssumerValid, ...found] = await Promise.all([
    isStillValid(accessKeys, assumer, links.at(-1)?.issuedAt ?? now, now),
    ...links.map(({ accountId, roleId }) =>
      identities.find(accountId, { type: 'role', id: roleId }),
    ),
  ]);
  if (!isAssumerValid) return undefined;
  let principal: Principal | undefined;
  for (let at = links.length - 1; at >= 0; at -= 1) {
    const [link, role] = [links[at], found[at]];
    if (!link || !role || hasEnded(link, role, now)) return undefined;
    principal = sessionOf(link, role, principal, {
      links: links.slice(at) as unknown as SessionChain['links'],
      assumer,
    });
  }
  return principal;
}

/** Whether the access key of the user that assumed the first role can still be used. */
const isStillValid = (
  accessKeys: AccessKeys,
  { accessKeyId, accountId, userId, accountEndedAt }: Assumer,
  issuedAt: Date,
  now: Date,
): Promise<boolean> =>
  accessKeys.use(accessKeyId, (accessKey) => {
    if (!accessKey || !isUsable(accessKey, now)) return false;
    const { principal, sessionsValidAfter } = accessKey;
    return (
      principal.type === 'user' &&
      principal.id === userId &&
      principal.accountId === accountId &&
      !wasEnded(issuedAt, accountEndedAt, sessionsValidAfter)
    );
  });

const hasEnded = (
  { issuedAt, expiresAt, accountEndedAt }: SessionLink,
  { sessionsValidAfter }: KnownIdentity,
  now: Date,
): boolean => expiresAt <= now || wasEnded(issuedAt, accountEndedAt, sessionsValidAfter);

/**
 * Whether the sessions of an account were ended after a session was made.
 * @param known when they had last been ended by then. If that is still the last time, no clock matters.
 */
function wasEnded(issuedAt: Date, known: Date, endedAt: Date): boolean {
  if (endedAt.getTime() === NO_SESSION_IS_VALID.getTime()) return true;
  if (endedAt.getTime() === known.getTime()) return false;
  return issuedAt.getTime() <= endedAt.getTime() + MAX_CLOCK_DIFFERENCE_MS;
}

/** @param parent the session that made it */
function sessionOf(
  link: SessionLink,
  { identity }: KnownIdentity,
  parent: Principal | undefined,
  chain: SessionChain,
): Principal {
  const { name, expiresAt, accessKeyId } = link;
  const sessionPolicy = policyOf(link);
  return {
    ...identity,
    credential: { type: 'RoleSession', id: accessKeyId, expiresAt },
    session: { name, expiresAt, chain },
    ...(sessionPolicy && { sessionPolicy }),
    ...(parent && { parent }),
  };
}
