import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import { KmsError } from '#domain/errors.ts';
import type { Principal } from '#domain/policy.ts';
import { type Addresses, isFromOwnPage } from '#http/browser-origin.ts';
import type { Store } from '#store/store.ts';
import type { AccessKeys } from './access-keys.ts';
import { UnauthenticatedError } from './authentication-errors.ts';
import { authenticateBasic } from './basic.ts';
import { findSession } from './sessions.ts';

export const SESSION_COOKIE = 'keywright-session';

/** A browser with our cookie, but not from a page of ours. */
export class ForeignPageError extends KmsError {
  constructor() {
    super(
      'Forbidden.NoPermission',
      'This operation is forbidden by permission system. The request did not come from a page of this service; behind a proxy, set KEYWRIGHT_PUBLIC_URL.',
    );
  }
}

export interface Identity {
  readonly store: Pick<Store, 'db' | 'commit'>;
  readonly accessKeys: AccessKeys;
  readonly addresses: Addresses;
  /** @throws ServiceUnavailableError while the clock of this server is wrong */
  readonly clock: () => Date;
}

/** Who calls by HTTP Basic or by a browser's session. @throws UnauthenticatedError, ForeignPageError, ServiceUnavailableError */
export async function authenticate(identity: Identity, headers: IncomingHttpHeaders): Promise<Principal> {
  const now = identity.clock(); // for Basic too: without the right time nothing is answered
  if (headers.authorization) return authenticateBasic(identity.accessKeys, headers.authorization);
  const token = sessionToken(headers);
  if (!token) throw new UnauthenticatedError();
  if (!isFromOwnPage(headers, identity.addresses)) throw new ForeignPageError();
  const principal = await findSession(identity.store.db, identity.accessKeys, token, now);
  if (!principal) throw new UnauthenticatedError();
  return principal;
}

/** The session's token, from the cookie. */
export const sessionToken = ({ cookie }: IncomingHttpHeaders): string | undefined =>
  cookie ? parseCookie(cookie)[SESSION_COOKIE] : undefined;
