import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import { isBearer } from '#domain/bearer.ts';
import { KmsError } from '#domain/errors.ts';
import type { Principal } from '#domain/principal.ts';
import { type Addresses, isFromOwnPage } from '#http/browser-origin.ts';
import type { Client } from '#http/client.ts';
import type { IdentityReader } from '#integrity/identity-reader.ts';
import type { Store } from '#store/store.ts';
import type { AccessKeys } from './access-keys.ts';
import type { ApiTokens } from './api-tokens.ts';
import { UnauthenticatedError } from './authentication-errors.ts';
import { authenticateBasic } from './basic.ts';
import { authenticateApiToken, isMeantAsApiToken, readBearer } from './bearer.ts';
import type { Credentials } from './credentials.ts';
import type { GuessLimiter } from './guess-limiter.ts';
import { authenticateJwt } from './openid/authenticate-jwt.ts';
import type { OpenId } from './openid/open-id.ts';
import { findSession } from './sessions.ts';
import type { SignInLifetimes } from './sign-in-links.ts';

const SESSION_COOKIE = 'keywright-session';
/** The security token of a session of a role: the same header as that of signed requests. */
const SECURITY_TOKEN_HEADER = 'x-acs-security-token';

/**
 * Name of the session cookie. With the prefix `__Host-` browsers accept it only over TLS and only
 * from this very host.
 */
export const sessionCookieName = (isSecure: boolean): string =>
  isSecure ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE;

/** The request has a session cookie, but comes from a page of another origin. */
export class ForeignPageError extends KmsError {
  constructor() {
    super(
      'Forbidden.NoPermission',
      'This operation is forbidden by permission system. The request did not come from a page of this service. Behind a proxy, set KEYWRIGHT_PUBLIC_URL.',
    );
  }
}

/** What authentication needs. */
export interface Identity {
  readonly store: Pick<Store, 'db' | 'commit'>;
  readonly reader: IdentityReader;
  /** For browsers' sessions. */
  readonly accessKeys: AccessKeys;
  readonly credentials: Credentials;
  readonly openId: OpenId;
  readonly apiTokens: ApiTokens;
  readonly addresses: Addresses;
  readonly guesses: GuessLimiter;
  readonly lifetimes: SignInLifetimes;
  /** @throws ServiceUnavailableError while this server's clock is wrong */
  readonly clock: () => Date;
}

/**
 * Authenticates by a bearer token (an API token, or an access token of an OpenID Connect issuer), by HTTP Basic or by a
 * browser's session.
 * @throws UnauthenticatedError, InvalidBearerError, UnmappedSubjectError, TooManyAttemptsError, SecurityTokenError, ForeignPageError, ServiceUnavailableError
 */
export async function authenticate(
  identity: Identity,
  headers: IncomingHttpHeaders,
  client: Client,
): Promise<Principal> {
  const now = identity.clock(); // for Basic too: with a wrong clock no request is served
  const { authorization, [SECURITY_TOKEN_HEADER]: securityToken } = headers;
  if (authorization && isBearer(authorization)) {
    const token = readBearer(authorization);
    return isMeantAsApiToken(token)
      ? authenticateApiToken(identity, token, client.address, now)
      : authenticateJwt(identity.openId, token, now);
  }
  if (authorization)
    return authenticateBasic(
      identity,
      { authorization, securityToken: securityToken?.toString() },
      client.address,
      now,
    );
  const token = sessionToken(headers, identity.addresses.secure || client.isSecure);
  if (!token) throw new UnauthenticatedError();
  if (!isFromOwnPage(headers, identity.addresses)) throw new ForeignPageError();
  const principal = await findSession(identity, token, now);
  if (!principal) throw new UnauthenticatedError();
  return principal;
}

/** No browser sends more. Parsing costs processor time, so strangers cannot have more parsed. */
const MAX_COOKIE_CHARACTERS = 8_192;

/** The value of a cookie. */
export const readCookie = ({ cookie }: IncomingHttpHeaders, name: string): string | undefined =>
  cookie && cookie.length <= MAX_COOKIE_CHARACTERS ? parseCookie(cookie)[name] : undefined;

/** Session token of the cookie. */
export const sessionToken = (headers: IncomingHttpHeaders, isSecure: boolean): string | undefined =>
  readCookie(headers, sessionCookieName(isSecure));
