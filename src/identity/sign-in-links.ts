import type { Principal } from '#domain/policy.ts';
import { ConflictError, deleteRow, insertRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { hashToken, makeToken } from './one-time-token.ts';

/** Lifetime of a sign-in link. */
export const LINK_MINUTES = 10;

/**
 * Creates a sign-in link, which works once, within ten minutes.
 * @returns its token, the part after `/sign-in#`
 */
export async function makeSignInToken(
  commit: Store['commit'],
  { accountId, accessKeyId }: Omit<Principal, 'allowedActions'>,
  now: Date,
): Promise<string> {
  const token = makeToken();
  const row = {
    hash: hashToken(token),
    accountId,
    accessKeyId,
    expiresAt: new Date(now.getTime() + LINK_MINUTES * 60_000),
  };
  await commit([insertRow(TABLES.signInLink, row)]);
  return token;
}

/**
 * Deletes the link and opens a session in one commit, so that a link works once.
 * @returns false if it is unknown, used or expired
 */
export async function redeemSignInToken(
  store: Pick<Store, 'db' | 'commit'>,
  token: string,
  session: { hash: string; expiresAt: Date },
  now: Date,
): Promise<boolean> {
  const link = await store.db.signInLink.findUnique({ where: { hash: hashToken(token) } });
  if (!link || link.expiresAt <= now) return false;
  const { accountId, accessKeyId, hash } = link;
  try {
    await store.commit([
      deleteRow(TABLES.signInLink, { hash }, {}),
      insertRow(TABLES.session, { ...session, accountId, accessKeyId }),
    ]);
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
