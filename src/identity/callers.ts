import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import { KmsError } from '#domain/errors.ts';
import type { Principal } from '#domain/policy.ts';
import { type Addresses, isFromOwnPage } from '#http/browser-origin.ts';
import type { Client } from '#http/client.ts';
import type { Store } from '#store/store.ts';
import type { AccessKeys } from './access-keys.ts';
import { UnauthenticatedError } from './authentication-errors.ts';
import { authenticateBasic } from './basic.ts';
import type { GuessLimiter } from './guess-limiter.ts';
import { findSession } from './sessions.ts';

const SESSION_COOKIE = 'keywright-session';

/** With the prefix `__Host-` a browser takes the cookie by TLS only, for this host only, and lets no other host set it. */
export const sessionCookieName = (isSecure: boolean): string =>
  isSecure ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE;

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
  readonly guesses: GuessLimiter;
  /** @throws ServiceUnavailableError while the clock of this server is wrong */
  readonly clock: () => Date;
}

/** Who calls by HTTP Basic or by a browser's session. @throws UnauthenticatedError, TooManyAttemptsError, ForeignPageError, ServiceUnavailableError */
export async function authenticate(
  identity: Identity,
  headers: IncomingHttpHeaders,
  client: Client,
): Promise<Principal> {
  const now = identity.clock(); // for Basic too: without the right time nothing is answered
  if (headers.authorization)
    return authenticateBasic(
      identity.accessKeys,
      identity.guesses,
      headers.authorization,
      client.address,
    );
  const token = sessionToken(headers, identity.addresses.secure || client.isSecure);
  if (!token) throw new UnauthenticatedError();
  if (!isFromOwnPage(headers, identity.addresses)) throw new ForeignPageError();
  const principal = await findSession(identity.store.db, identity.accessKeys, token, now);
  if (!principal) throw new UnauthenticatedError();
  return principal;
}

/** More is no browser's: reading it would cost a stranger nothing and us much. */
const MAX_COOKIE_CHARACTERS = 8_192;

/** The session's token, from the cookie. */
export const sessionToken = (
  { cookie }: IncomingHttpHeaders,
  isSecure: boolean,
): string | undefined =>
  cookie && cookie.length <= MAX_COOKIE_CHARACTERS
    ? parseCookie(cookie)[sessionCookieName(isSecure)]
    : undefined;
