import { stringifySetCookie } from 'cookie';
import type { Exchange } from '#http/send.ts';
import { type Identity, sessionCookieName } from '#identity/callers.ts';
import type { OpenedSession } from '#identity/sessions.ts';

/** Whether the cookies of a request are for TLS only. */
export const isSecure = (
  { addresses }: Pick<Identity, 'addresses'>,
  { client }: Pick<Exchange, 'client'>,
): boolean => addresses.secure || client.isSecure;

/** The cookie with a session's token. @param maxAge in seconds; 0 deletes it */
export const sessionCookie = (value: string, maxAge: number, secure: boolean): string =>
  stringifySetCookie({
    name: sessionCookieName(secure),
    value,
    maxAge,
    secure,
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
  });

/** The cookie of a session that was just opened. It ends with the session. */
export function cookieOf(
  identity: Pick<Identity, 'addresses'>,
  exchange: Pick<Exchange, 'client'>,
  { token, expiresAt }: OpenedSession,
  now: Date,
): string {
  const seconds = Math.ceil((expiresAt.getTime() - now.getTime()) / 1_000);
  return sessionCookie(token, seconds, isSecure(identity, exchange));
}
