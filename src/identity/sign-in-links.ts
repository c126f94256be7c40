import type { IdentityReader } from '#integrity/identity-reader.ts';
import { isAuthentic, macOfRow } from '#integrity/row-mac.ts';
import type { Keyring } from '#keyring/keyring.ts';
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
  { commit }: Pick<Store, 'commit'>,
  keyring: Keyring,
  { accountId, accessKeyId }: { readonly accountId: string; readonly accessKeyId: string },
  now: Date,
): Promise<string> {
  const token = makeToken();
  const row = {
    hash: hashToken(token),
    accountId,
    accessKeyId,
    expiresAt: new Date(now.getTime() + LINK_MINUTES * 60_000),
  };
  const mac = macOfRow(keyring, TABLES.signInLink, row);
  await commit([insertRow(TABLES.signInLink, { ...row, ...mac })]);
  return token;
}

/**
 * Deletes the link and opens a session in one commit, so that a link works once.
 * @returns false if it is unknown, used or expired
 */
export async function redeemSignInToken(
  store: Pick<Store, 'db' | 'commit'>,
  { keyring, report }: Pick<IdentityReader, 'keyring' | 'report'>,
  token: string,
  session: { hash: string; expiresAt: Date },
  now: Date,
): Promise<boolean> {
  const link = await store.db.signInLink.findUnique({ where: { hash: hashToken(token) } });
  if (!link || link.expiresAt <= now) return false;
  const { accountId, accessKeyId, hash } = link;
  if (!isAuthentic(keyring, TABLES.signInLink, link)) {
    report('SignInLink', accessKeyId);
    return false;
  }
  const row = { ...session, accountId, accessKeyId };
  try {
    await store.commit([
      deleteRow(TABLES.signInLink, { hash }, {}),
      insertRow(TABLES.session, { ...row, ...macOfRow(keyring, TABLES.session, row) }),
    ]);
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
