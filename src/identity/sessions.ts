import type { Principal } from '#domain/principal.ts';
import type { IdentityReader } from '#integrity/identity-reader.ts';
import { isAuthentic } from '#integrity/row-mac.ts';
import { deleteRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { type AccessKeys, isUsable } from './access-keys.ts';
import { hashToken, makeToken } from './one-time-token.ts';
import { redeemSignInToken } from './sign-in-links.ts';

/** Lifetime of a session. */
export const SESSION_HOURS = 12;

/**
 * Opens a session with the token of a sign-in link.
 * @returns the session's token, for the cookie; null if the link is unknown, used or expired
 */
export async function openSession(
  store: Pick<Store, 'db' | 'commit'>,
  reader: Pick<IdentityReader, 'keyring' | 'report'>,
  linkToken: string,
  now: Date,
): Promise<string | null> {
  const token = makeToken();
  const session = {
    hash: hashToken(token),
    expiresAt: new Date(now.getTime() + SESSION_HOURS * 3_600_000),
  };
  return (await redeemSignInToken(store, reader, linkToken, session, now)) ? token : null;
}

/**
 * Principal of a session's token; null if the session is unknown or expired, was opened before the account's sessions
 * were ended, or its access key cannot be used.
 */
export async function findSession(
  { db, keyring, report }: IdentityReader,
  accessKeys: AccessKeys,
  token: string,
  now: Date,
): Promise<Principal | null> {
  const session = await db.session.findUnique({ where: { hash: hashToken(token) } });
  if (!session || session.expiresAt <= now) return null;
  if (!isAuthentic(keyring, TABLES.session, session)) {
    report('Session', session.accessKeyId);
    return null;
  }
  const openedAt = new Date(session.expiresAt.getTime() - SESSION_HOURS * 3_600_000);
  return accessKeys.use(session.accessKeyId, (accessKey) =>
    accessKey && isUsable(accessKey, now) && openedAt > accessKey.sessionsValidAfter
      ? accessKey.principal
      : null,
  );
}

/** Deletes a session. Does nothing if it no longer exists. */
export const closeSession = (commit: Store['commit'], token: string): Promise<void> =>
  commit([deleteRow(TABLES.session, { hash: hashToken(token) })]);
