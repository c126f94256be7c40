import { v7 as uuidv7 } from 'uuid';
import { hashToken } from '#domain/hash-token.ts';
import type { Principal } from '#domain/principal.ts';
import type { Client } from '#http/client.ts';
import type { IdentityReader } from '#integrity/identity-reader.ts';
import { isAuthentic, macOfRow } from '#integrity/row-mac.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { ConflictError, deleteRow, type Insert, insertRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { auditedCaller, insertEvent } from '#store/writes/audit-event.ts';
import { type AccessKeys, isUsable } from './access-keys.ts';
import type { ApiTokens } from './api-tokens.ts';
import { makeToken } from './one-time-token.ts';
import type { OpenId } from './openid/open-id.ts';
import { principalOfSubject } from './openid/subjects.ts';

type Row = Rows['session'];

/** Lifetime of sessions in databases of older releases, which did not store when a session was opened. */
const FORMER_HOURS = 12;

/** For whom a session is opened. */
export type Subject = Pick<Row, 'accountId' | 'accessKeyId'> &
  Partial<Pick<Row, 'apiTokenId' | 'issuer' | 'subject' | 'userId' | 'roleId'>>;

/** How long a session lasts. */
export interface Lifetime {
  readonly minutes: number;
  /** The end of the credential that it stands for, which it does not outlive; null: the credential has none. */
  readonly notAfter: Date | null;
}

/** A session that is stored. */
export interface OpenedSession {
  /** For the cookie. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** A session that is not stored yet, and the token for its cookie. */
export interface NewSession {
  readonly token: string;
  readonly row: Row;
  readonly write: Insert;
}

/** Makes a session. @param client the browser */
export function newSession(
  keyring: Keyring,
  subject: Subject,
  { address, userAgent }: Pick<Client, 'address' | 'userAgent'>,
  { minutes, notAfter }: Lifetime,
  now: Date,
): NewSession {
  const token = makeToken();
  const end = new Date(now.getTime() + minutes * 60_000);
  const unsealed = {
    apiTokenId: null,
    issuer: null,
    subject: null,
    userId: null,
    roleId: null,
    ...subject,
    hash: hashToken(token),
    id: uuidv7(),
    createdAt: now,
    expiresAt: notAfter && notAfter < end ? notAfter : end,
    address,
    userAgent,
  };
  const row = { ...unsealed, ...macOfRow(keyring, TABLES.session, unsealed) };
  return { token, row, write: insertRow(TABLES.session, row) };
}

/** When a session was opened. */
export const openedAtOf = ({ createdAt, expiresAt }: Pick<Row, 'createdAt' | 'expiresAt'>): Date =>
  createdAt ?? new Date(expiresAt.getTime() - FORMER_HOURS * 3_600_000);

/** What finds those that a browser's session stands for. */
export interface SessionOwners {
  readonly reader: IdentityReader;
  readonly accessKeys: AccessKeys;
  readonly apiTokens: ApiTokens;
  readonly openId: OpenId;
}

/**
 * Principal of a session's token; null if the session is unknown or expired, was opened before the account's sessions
 * were ended, or what it stands for has ended.
 */
export async function findSession(
  { reader: { db, keyring, report }, accessKeys, apiTokens, openId }: SessionOwners,
  token: string,
  now: Date,
): Promise<Principal | null> {
  const session = await db.session.findUnique({ where: { hash: hashToken(token) } });
  if (!session || session.expiresAt <= now) return null;
  if (!isAuthentic(keyring, TABLES.session, session)) {
    report('Session', session.id ?? session.accessKeyId);
    return null;
  }
  if (session.apiTokenId !== null) return principalOfApiToken(apiTokens, session, now);
  if (session.issuer !== null) return principalOfOpenId(openId, session);
  const openedAt = openedAtOf(session);
  return accessKeys.use(session.accessKeyId, (accessKey) =>
    accessKey && isUsable(accessKey, now) && openedAt > accessKey.sessionsValidAfter
      ? withSession(accessKey.principal, session)
      : null,
  );
}

/** The principal of a session that was opened with an API token; null if the token has expired, or it or its user was deleted. */
async function principalOfApiToken(
  apiTokens: ApiTokens,
  session: Row,
  now: Date,
): Promise<Principal | null> {
  const known = await apiTokens.findById(session.apiTokenId ?? '', now);
  return known && openedAtOf(session) > known.sessionsValidAfter
    ? withSession(known.principal, session)
    : null;
}

/** The principal of a session that was opened by OpenID Connect; null if the user or role was deleted, or no rule leads to it. */
async function principalOfOpenId(openId: OpenId, session: Row): Promise<Principal | null> {
  const { issuer, subject, userId, roleId, expiresAt } = session;
  if (issuer === null || subject === null) return null;
  const reference =
    userId === null
      ? ({ type: 'role', id: roleId ?? '' } as const)
      : ({ type: 'user', id: userId } as const);
  const known = await openId.findSignedIn({ issuer, subject }, reference);
  return known && openedAtOf(session) > known.sessionsValidAfter
    ? withSession(principalOfSubject(known, { issuer, subject }, expiresAt), session)
    : null;
}

/** The principal of a call that was made with the cookie of a session. */
const withSession = (principal: Principal, { id, hash }: Row): Principal => ({
  ...principal,
  credential: { ...principal.credential, browserSessionId: id ?? hash },
});

/**
 * Deletes the session of a browser that signs out, and audits it. Does nothing if it no longer exists.
 * @param principal null for a session that was not valid any more: nobody signs out
 */
export async function closeSession(
  commit: Store['commit'],
  token: string,
  principal: Principal | null,
  client: Client,
  now: Date,
): Promise<void> {
  const where = { hash: hashToken(token) };
  if (!principal) return commit([deleteRow(TABLES.session, where)]);
  const event = { ...auditedCaller(principal, client), createdAt: now };
  try {
    await commit([deleteRow(TABLES.session, where, {}), insertEvent('SignOut', 'page', event)]);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error; // it was ended meanwhile
  }
}
