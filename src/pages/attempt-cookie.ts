import type { IncomingHttpHeaders } from 'node:http';
import { stringifySetCookie } from 'cookie';
import { readCookie } from '#identity/callers.ts';
import type { SignInAttempt } from '#identity/openid/sign-in.ts';

const COOKIE = 'keywright-sign-in';
const MAX_AGE_SECONDS = 600;

const cookieName = (secure: boolean): string => (secure ? `__Host-${COOKIE}` : COOKIE);

/**
 * The cookie of a sign-in that a browser has begun with an issuer. Its values are random and mean nothing elsewhere: they
 * only bind the issuer's answer to this browser, so they need no signature. `Lax`, because the answer comes from the page
 * of the issuer, and a `Strict` cookie would not come with it. The prefix `__Host-` requires the path `/`.
 * @param attempt absent: deletes the cookie
 */
export const attemptCookie = (
  issuerName: string,
  attempt: SignInAttempt | undefined,
  secure: boolean,
): string =>
  stringifySetCookie({
    name: cookieName(secure),
    value: attempt ? [issuerName, attempt.state, attempt.nonce, attempt.verifier].join('.') : '',
    maxAge: attempt ? MAX_AGE_SECONDS : 0,
    secure,
    httpOnly: true,
    sameSite: 'lax',
    path: secure ? '/' : '/sign-in/openid',
  });

/** The sign-in that a browser has begun with this issuer; undefined if it has begun none, or another later. */
export function readAttempt(
  headers: IncomingHttpHeaders,
  issuerName: string,
  secure: boolean,
): SignInAttempt | undefined {
  const [name, state, nonce, verifier] = readCookie(headers, cookieName(secure))?.split('.') ?? [];
  return name === issuerName && state && nonce && verifier ? { state, nonce, verifier } : undefined;
}
