import { v7 as uuidv7 } from 'uuid';
import { hashToken } from '#domain/hash-token.ts';
import type { Client } from '#http/client.ts';
import type { IdentityReader } from '#integrity/identity-reader.ts';
import { isAuthentic, macOfRow } from '#integrity/row-mac.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { ConflictError, deleteRow, insertRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { auditedCaller, insertCommandEvent, insertEvent } from '#store/writes/audit-event.ts';
import { type AccessKeys, isUsable } from './access-keys.ts';
import { makeToken } from './one-time-token.ts';
import { newSession, type OpenedSession } from './sessions.ts';

/** How long sign-in links and browser sessions are valid: KEYWRIGHT_SIGN_IN_LINK_MINUTES and KEYWRIGHT_SESSION_MINUTES. */
export interface SignInLifetimes {
  readonly linkMinutes: number;
  readonly sessionMinutes: number;
}

/**
 * Creates a sign-in link, which works once.
 * @param surface who makes it: a server for its terminal, or a command of the operator
 * @returns its token, the part after `/sign-in#`
 */
export async function makeSignInToken(
  { commit }: Pick<Store, 'commit'>,
  keyring: Keyring,
  { accountId, accessKeyId }: { readonly accountId: string; readonly accessKeyId: string },
  minutes: number,
  now: Date,
  surface: 'server' | 'command',
): Promise<string> {
  const token = makeToken();
  const row = {
    hash: hashToken(token),
    id: uuidv7(),
    accountId,
    accessKeyId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + minutes * 60_000),
  };
  const mac = macOfRow(keyring, TABLES.signInLink, row);
  const details = { linkId: row.id, accessKeyId };
  const event =
    surface === 'command'
      ? insertCommandEvent('CreateSignInLink', accountId, now, details)
      : insertEvent('CreateSignInLink', surface, { accountId, createdAt: now }, details);
  await commit([insertRow(TABLES.signInLink, { ...row, ...mac }), event]);
  return token;
}

/** What signing in by a link needs. */
interface SignInMakers {
  readonly store: Pick<Store, 'db' | 'commit'>;
  readonly reader: Pick<IdentityReader, 'keyring' | 'report'>;
  readonly accessKeys: AccessKeys;
  readonly lifetimes: SignInLifetimes;
}

/**
 * Deletes the link, opens a session and audits it in one commit, so that a link works once.
 * @returns null if the link is unknown, used or expired, or its access key cannot be used
 */
export async function redeemSignInToken(
  { store, reader: { keyring, report }, accessKeys, lifetimes }: SignInMakers,
  token: string,
  client: Client,
  now: Date,
): Promise<OpenedSession | null> {
  const link = await store.db.signInLink.findUnique({ where: { hash: hashToken(token) } });
  if (!link || link.expiresAt <= now) return null;
  const { accountId, accessKeyId, hash } = link;
  if (!isAuthentic(keyring, TABLES.signInLink, link)) {
    report('SignInLink', accessKeyId);
    return null;
  }
  const principal = await accessKeys.use(accessKeyId, (found) =>
    found && isUsable(found, now) ? found.principal : undefined,
  );
  if (!principal) return null; // its session would be refused
  const lifetime = {
    minutes: lifetimes.sessionMinutes,
    notAfter: principal.credential.expiresAt,
  };
  const session = newSession(keyring, { accountId, accessKeyId }, client, lifetime, now);
  const caller = { ...auditedCaller(principal, client), sessionId: session.row.id };
  const event = insertEvent('SignIn', 'page', { ...caller, createdAt: now }, { linkId: link.id });
  try {
    await store.commit([deleteRow(TABLES.signInLink, { hash }, {}), session.write, event]);
    return { token: session.token, expiresAt: session.row.expiresAt };
  } catch (error) {
    if (error instanceof ConflictError) return null;
    throw error;
  }
}
