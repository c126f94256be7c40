import type { Principal } from '#domain/policy.ts';
import { ConflictError, deleteRow, insertRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { hashToken, makeToken } from './one-time-token.ts';

export const LINK_MINUTES = 10;

/** Makes a link's token: good once, for ten minutes. @returns what follows the `#` of `/sign-in#` */
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

/** Uses a token up, once, and opens a session in the same commit. @returns false when it is unknown, used or late */
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
