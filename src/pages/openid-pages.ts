import type { IncomingMessage } from 'node:http';
import type { SignInClient } from '#domain/openid/issuer-settings.ts';
import { isOurHost } from '#http/browser-origin.ts';
import { splitTarget } from '#http/request-target.ts';
import type { Exchange, Reply } from '#http/send.ts';
import type { Identity } from '#identity/callers.ts';
import { IssuerUnavailableError, UnmappedSubjectError } from '#identity/openid/errors.ts';
import type { Issuer } from '#identity/openid/issuer.ts';
import { openSession } from '#identity/openid/open-session.ts';
import {
  beginSignIn,
  finishSignIn,
  type SignInAttempt,
  SignInError,
} from '#identity/openid/sign-in.ts';
import { pageReply, readPage } from './assets.ts';
import { attemptCookie, type BrowserAttempt, readAttempt } from './attempt-cookie.ts';
import { cookieOf, isSecure } from './cookies.ts';
import { fillIn } from './fill-in.ts';
import { problemPage } from './openid-messages.ts';
import { returnPathOf, withReturnPath } from './return-path.ts';

/** Where a browser begins to sign in with an issuer. */
export const signInPath = (issuerName: string): string => `/sign-in/openid/${issuerName}`;

/** Marks a browser that was sent to our own address, so that a proxy that replaces the Host header makes no endless loop. */
const MOVED = 'moved';
const PATH = /^\/sign-in\/openid\/([a-z0-9-]{1,32})(\/callback)?$/;
/** Codes and states have some hundred characters. */
const MAX_ADDRESS_CHARACTERS = 8_192;

interface Visit {
  readonly identity: Identity;
  readonly issuer: Issuer;
  readonly message: IncomingMessage;
  readonly exchange: Exchange;
  readonly redirectUri: string;
  /** What the issuer has to answer; undefined for a browser that begins, or has not begun. */
  readonly attempt: BrowserAttempt | undefined;
  /** Where the browser goes after the sign-in. */
  readonly returnPath: string;
}

/** Serves sign-in with the issuers of OpenID Connect: the page that begins it, and the one to which the issuer returns. */
export async function openIdPage(
  identity: Identity,
  message: IncomingMessage,
  exchange: Exchange,
): Promise<Reply> {
  const { addresses, openId } = identity;
  if (!isOurHost(message.headers, addresses)) return problemPage('host');
  const { path, query } = splitTarget(message.url);
  const [, name = '', callback] = PATH.exec(path) ?? [];
  const issuer = openId.signInIssuers.find(({ settings }) => settings.name === name);
  if (!issuer || query.length > MAX_ADDRESS_CHARACTERS) return problemPage('unknown');
  const redirectUri = `${addresses.url}${signInPath(name)}/callback`;
  const secure = isSecure(identity, exchange);
  const attempt = callback ? readAttempt(message.headers, name, secure) : undefined;
  const returnPath = attempt?.returnPath ?? returnPathOf(callback ? '' : query);
  const visit = { identity, issuer, message, exchange, redirectUri, attempt, returnPath };
  try {
    return await (callback ? finish(visit, query) : begin(visit, query));
  } catch (error) {
    const { title } = issuer.settings;
    if (error instanceof IssuerUnavailableError)
      return problemPage('unavailable', { title }, returnPath);
    if (!(error instanceof SignInError)) throw error;
    if (error.fault === 'protocol')
      openId.report('a sign-in failed', { issuer: name, reason: reasonOf(error) });
    return problemPage(error.fault, { title }, returnPath);
  }
}

async function begin(
  { identity, issuer, message, exchange, redirectUri, returnPath }: Visit,
  query: string,
): Promise<Reply> {
  const { addresses, clock } = identity;
  const { name, signIn } = issuer.settings;
  // The issuer returns to this address only, and the cookie is for one host.
  const isMoved = new URLSearchParams(query).has(MOVED);
  if (message.headers.host !== new URL(addresses.url).host && !isMoved) {
    const own = `${addresses.url}${signInPath(name)}?${MOVED}`;
    return { status: 302, headers: { location: withReturnPath(own, returnPath) } };
  }
  if (!signIn) return problemPage('unknown');
  const { location, attempt } = await beginSignIn(issuer, signIn, redirectUri, clock());
  const cookie = attemptCookie(name, { ...attempt, returnPath }, isSecure(identity, exchange));
  return { status: 302, headers: { location, 'set-cookie': cookie } };
}

async function finish(visit: Visit, query: string): Promise<Reply> {
  const { identity, issuer, exchange, attempt, returnPath } = visit;
  const { name, title, signIn } = issuer.settings;
  const secure = isSecure(identity, exchange);
  if (!signIn || !attempt || new URLSearchParams(query).get('state') !== attempt.state)
    return problemPage('stale', {}, returnPath);
  const now = identity.clock();
  const claims = await exchangeCode(visit, signIn, query, attempt, now);
  try {
    const session = await openSession(identity, issuer, claims, exchange.client, now);
    exchange.authenticated();
    const page = pageReply(200, fillIn(await readPage('signed-in.html'), { returnPath }));
    const cookies = [
      cookieOf(identity, exchange, session, now),
      attemptCookie(name, undefined, secure),
    ];
    return { ...page, headers: { ...page.headers, 'set-cookie': cookies } };
  } catch (error) {
    if (!(error instanceof UnmappedSubjectError)) throw error;
    identity.guesses.signInRefused(exchange.client.address);
    return problemPage('unmapped', { title, subject: claims.sub }, returnPath);
  }
}

/** A stranger can make up codes, each of which makes a request to the issuer: their number is limited. */
async function exchangeCode(
  { identity: { guesses }, issuer, exchange, redirectUri }: Visit,
  signIn: SignInClient,
  query: string,
  attempt: SignInAttempt,
  now: Date,
) {
  const guess = { guessed: 'signInCode', address: exchange.client.address } as const;
  await guesses.check(guess);
  try {
    return await finishSignIn(issuer, signIn, new URL(`${redirectUri}?${query}`), attempt, now);
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    // A person who cancels guesses nothing, and must not be locked out.
    if (error.fault === 'denied') guesses.signInRefused(guess.address);
    else await guesses.failed(guess);
    throw error;
  }
}

/** What the operator reads in the log. It has no token: the messages of the library are fixed texts. */
const reasonOf = ({ cause }: SignInError): string =>
  cause instanceof Error
    ? [cause.message, 'code' in cause && cause.code, 'error' in cause && cause.error]
        .filter(Boolean)
        .join(' ')
    : 'the ID token has no usable subject';
