import { stringifySetCookie } from 'cookie';
import type { Exchange } from '#http/send.ts';
import { type Identity, sessionCookieName } from '#identity/callers.ts';

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
