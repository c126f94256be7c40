import type { IncomingMessage } from 'node:http';
import { stringifySetCookie } from 'cookie';
import { isFromOwnPage, isOurHost, mayOpenPage } from '#http/browser-origin.ts';
import { readBody } from '#http/read-body.ts';
import { type Exchange, type Handler, jsonReply, type Reply } from '#http/send.ts';
import { type Identity, sessionCookieName, sessionToken } from '#identity/callers.ts';
import { closeSession, findSession, openSession, SESSION_HOURS } from '#identity/sessions.ts';
import {
  assetReply,
  pageReply,
  readOtherPage,
  readSignInPage,
  signInAssetReply,
} from './assets.ts';
import { type Graphiql, loadGraphiql } from './graphiql.ts';

const LARGEST_FORM = 1_024;

/** The pages for people: signing in by a link, GraphiQL, signing out. */
export function webPages(identity: Identity, asCalledHere: (text: string) => string): Handler {
  let graphiql: Graphiql | undefined; // of use to those who are signed in, and its files take a moment
  const signInPage = async (status: number) =>
    pageReply(status, asCalledHere(await readSignInPage()));
  return async (message, exchange) => {
    const path = (message.url ?? '/').split('?', 1)[0] ?? '/';
    const route = `${message.method} ${path}`;
    if (route === 'POST /sign-in') return signIn(identity, message, exchange);
    if (route === 'POST /sign-out') return signOut(identity, message, exchange);
    if (message.method !== 'GET') return problem(405, 'Read pages by GET.');
    if (path === '/sign-in') return signInPage(200);
    const asset = await signInAssetReply(path);
    if (asset) return asset;
    if (!isOurHost(message.headers, identity.addresses))
      return problem(
        403,
        'This address is not one of this service; behind a proxy, set KEYWRIGHT_PUBLIC_URL.',
      );
    const token = sessionToken(message.headers, isSecure(identity, exchange));
    if (token && !mayOpenPage(message.headers, identity.addresses))
      return pageReply(403, await readOtherPage());
    if (!(await isSignedIn(identity, token))) return signInPage(401);
    exchange.authenticated();
    graphiql ??= loadGraphiql();
    return signedInPage(graphiql, message, path);
  };
}

const isSecure = ({ addresses }: Identity, { client }: Exchange): boolean =>
  addresses.secure || client.isSecure;

const isSignedIn = async (
  { store, accessKeys, clock }: Identity,
  token: string | undefined,
): Promise<boolean> =>
  token !== undefined && (await findSession(store.db, accessKeys, token, clock())) !== null;

async function signedInPage(
  graphiql: Graphiql,
  { headers }: IncomingMessage,
  path: string,
): Promise<Reply> {
  const asset = graphiql.assets.get(path);
  if (asset) return assetReply(asset, headers['accept-encoding']);
  return path === '/graphql'
    ? pageReply(200, graphiql.page)
    : problem(404, 'There is no such page.');
}

async function signIn(
  identity: Identity,
  message: IncomingMessage,
  exchange: Exchange,
): Promise<Reply> {
  const { store, guesses, addresses, clock } = identity;
  if (!isFromOwnPage(message.headers, addresses))
    return problem(
      403,
      'Open the link as it was printed; behind a proxy, set KEYWRIGHT_PUBLIC_URL.',
    );
  const attempt = { guessed: 'signInLink', address: exchange.client.address } as const;
  await guesses.check(attempt);
  const linkToken = tokenOf(await readBody(message, LARGEST_FORM, exchange.received));
  const session = linkToken && (await openSession(store, linkToken, clock()));
  if (!session) {
    await guesses.failed(attempt);
    return problem(401, 'This link is unknown, used or too old.');
  }
  return {
    status: 204,
    headers: {
      'set-cookie': sessionCookie(session, SESSION_HOURS * 3_600, isSecure(identity, exchange)),
    },
  };
}

async function signOut(
  identity: Identity,
  message: IncomingMessage,
  exchange: Exchange,
): Promise<Reply> {
  const { store, addresses } = identity;
  if (!isFromOwnPage(message.headers, addresses))
    return problem(403, 'Only a page of this service signs out.');
  const token = sessionToken(message.headers, isSecure(identity, exchange));
  if (token) await closeSession(store.commit, token);
  return {
    status: 204,
    headers: { 'set-cookie': sessionCookie('', 0, isSecure(identity, exchange)) },
  };
}

function tokenOf(body: Buffer): string | undefined {
  try {
    const { token } = JSON.parse(body.toString('utf8')) as { token?: unknown };
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}

const sessionCookie = (value: string, maxAge: number, secure: boolean): string =>
  stringifySetCookie({
    name: sessionCookieName(secure),
    value,
    maxAge,
    secure,
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
  });

const problem = (status: number, message: string): Reply => jsonReply(status, { message });
