import type { IncomingHttpHeaders } from 'node:http';
import { stringifySetCookie } from 'cookie';
import { readCookie } from '#identity/callers.ts';
import type { SignInAttempt } from '#identity/openid/sign-in.ts';
import { DEFAULT_RETURN_PATH, isReturnPath } from './return-path.ts';

const COOKIE = 'keywright-sign-in';
const MAX_AGE_SECONDS = 600;

/** A sign-in that a browser has begun, and where it goes afterwards. */
export interface BrowserAttempt extends SignInAttempt {
  readonly returnPath: string;
}

const cookieName = (secure: boolean): string => (secure ? `__Host-${COOKIE}` : COOKIE);

/**
 * The cookie of a sign-in that a browser has begun with an issuer. Its values are random and mean nothing elsewhere: they
 * only bind the issuer's answer to this browser, so they need no signature; the path to return to is checked again when it is read. `Lax`, because the answer comes from the page
 * of the issuer, and a `Strict` cookie would not come with it. The prefix `__Host-` requires the path `/`.
 * @param attempt absent: deletes the cookie
 */
export const attemptCookie = (
  issuerName: string,
  attempt: BrowserAttempt | undefined,
  secure: boolean,
): string =>
  stringifySetCookie({
    name: cookieName(secure),
    value: attempt ? cookieValue(issuerName, attempt) : '',
    maxAge: attempt ? MAX_AGE_SECONDS : 0,
    secure,
    httpOnly: true,
    sameSite: 'lax',
    path: secure ? '/' : '/sign-in/openid',
  });

const cookieValue = (issuerName: string, { state, nonce, verifier, returnPath }: BrowserAttempt) =>
  [issuerName, state, nonce, verifier, Buffer.from(returnPath).toString('base64url')].join('.');

/** The sign-in that a browser has begun with this issuer; undefined if it has begun none, or another later. */
export function readAttempt(
  headers: IncomingHttpHeaders,
  issuerName: string,
  secure: boolean,
): BrowserAttempt | undefined {
  const [name, state, nonce, verifier, path = ''] =
    readCookie(headers, cookieName(secure))?.split('.') ?? [];
  if (name !== issuerName || !state || !nonce || !verifier) return undefined;
  const decoded = Buffer.from(path, 'base64url').toString('utf8');
  const returnPath = isReturnPath(decoded) ? decoded : DEFAULT_RETURN_PATH;
  return { state, nonce, verifier, returnPath };
}
