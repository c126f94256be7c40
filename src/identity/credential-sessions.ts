import type { Principal } from '#domain/principal.ts';
import type { Client } from '#http/client.ts';
import type { IdentityReader } from '#integrity/identity-reader.ts';
import type { Store } from '#store/store.ts';
import { auditedCaller, insertEvent } from '#store/writes/audit-event.ts';
import { newSession, type OpenedSession } from './sessions.ts';
import type { SignInLifetimes } from './sign-in-links.ts';

interface SessionMakers {
  readonly store: Pick<Store, 'commit'>;
  readonly reader: Pick<IdentityReader, 'keyring'>;
  readonly lifetimes: SignInLifetimes;
}

/**
 * Opens a session of a browser for a caller that has just been authenticated by an access key or an API token, and writes
 * its audit row with it. The session ends with the credential.
 * @throws ServiceUnavailableError
 */
export async function openCredentialSession(
  { store, reader: { keyring }, lifetimes }: SessionMakers,
  principal: Principal,
  client: Client,
  now: Date,
): Promise<OpenedSession> {
  const { accountId, credential } = principal;
  const named = nameOf(principal);
  const lifetime = { minutes: lifetimes.sessionMinutes, notAfter: credential.expiresAt };
  const subject = { accountId, accessKeyId: '', ...named };
  const session = newSession(keyring, subject, client, lifetime, now);
  const caller = { ...auditedCaller(principal, client), sessionId: session.row.id };
  await store.commit([
    session.write,
    insertEvent('SignIn', 'page', { ...caller, createdAt: now }, named),
  ]);
  return { token: session.token, expiresAt: session.row.expiresAt };
}

/** The credential, as the row of a session and the details of the audit row name it. */
function nameOf({ credential: { type, id } }: Principal) {
  if (type === 'AccessKey') return { accessKeyId: id };
  if (type === 'ApiToken') return { apiTokenId: id };
  throw new Error(`no session stands for a credential of the type ${type}`); // a session of a role would outlive it
}
