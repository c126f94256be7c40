import { type Claims, meets } from '#domain/openid/claims.ts';
import type { Client } from '#http/client.ts';
import type { IdentityReader } from '#integrity/identity-reader.ts';
import type { Store } from '#store/store.ts';
import { auditedCaller, insertEvent } from '#store/writes/audit-event.ts';
import { newSession, type OpenedSession } from '../sessions.ts';
import type { SignInLifetimes } from '../sign-in-links.ts';
import { UnmappedSubjectError } from './errors.ts';
import type { Issuer } from './issuer.ts';
import type { OpenId } from './open-id.ts';
import { principalOfSubject } from './subjects.ts';

interface SessionMakers {
  readonly store: Pick<Store, 'commit'>;
  readonly reader: Pick<IdentityReader, 'keyring'>;
  readonly openId: OpenId;
  readonly lifetimes: SignInLifetimes;
}

/**
 * Opens a session of a browser for the subject of a verified ID token that has the claims that the settings require, and
 * writes its audit row with it.
 * @throws UnmappedSubjectError, ServiceUnavailableError
 */
export async function openSession(
  { store, reader: { keyring }, openId, lifetimes }: SessionMakers,
  issuer: Issuer,
  claims: Claims & { readonly sub: string },
  client: Client,
  now: Date,
): Promise<OpenedSession> {
  const required = issuer.settings.signIn?.requiredClaims ?? [];
  if (!required.every((condition) => meets(claims, condition))) throw new UnmappedSubjectError();
  const subject = { issuer: issuer.settings.issuer, subject: claims.sub };
  const known = await openId.findMapped(issuer, claims, subject);
  const { type, id } = known.identity;
  const session = newSession(
    keyring,
    {
      accountId: openId.accountId,
      accessKeyId: '',
      ...subject,
      ...(type === 'role' ? { roleId: id } : { userId: id }),
    },
    client,
    { minutes: lifetimes.sessionMinutes, notAfter: null },
    now,
  );
  const principal = principalOfSubject(known, subject, session.row.expiresAt);
  const caller = { ...auditedCaller(principal, client), sessionId: session.row.id };
  const audit = insertEvent('SignIn', 'page', { ...caller, createdAt: now });
  await store.commit([session.write, audit]);
  return { token: session.token, expiresAt: session.row.expiresAt };
}
