import type { IncomingMessage } from 'node:http';
import { isFromOwnPage, isOurHost, mayOpenPage } from '#http/browser-origin.ts';
import { readBody } from '#http/read-body.ts';
import { type Exchange, type Handler, jsonReply, type Reply } from '#http/send.ts';
import { type Identity, sessionToken } from '#identity/callers.ts';
import { closeSession, findSession } from '#identity/sessions.ts';
import { redeemSignInToken } from '#identity/sign-in-links.ts';
import { assetReply, pageReply, readPage, signInAssetReply } from './assets.ts';
import { type Console, loadConsole } from './console.ts';
import { isSecure, sessionCookie } from './cookies.ts';
import { type Graphiql, loadGraphiql } from './graphiql.ts';
import { openIdPage } from './openid-pages.ts';
import { signInPage } from './sign-in-page.ts';

const MAX_SIGN_IN_BODY_BYTES = 1_024;

/**
 * Serves the pages: sign-in by a link or with an OpenID Connect issuer, the console, GraphiQL, sign-out.
 * @param asCalledHere replaces `npm run …` by the command that exists where the server runs
 */
export function webPages(identity: Identity, asCalledHere: (text: string) => string): Handler {
  // Both are loaded at first use, because compressing their files takes a moment.
  let graphiql: Graphiql | undefined;
  let built: Console | undefined;
  const askToSignIn = async (status: number) =>
    pageReply(status, asCalledHere(await signInPage(identity.openId.signInIssuers)));
  return async (message, exchange) => {
    const path = (message.url ?? '/').split('?', 1)[0] ?? '/';
    const route = `${message.method} ${path}`;
    if (route === 'POST /sign-in') return signIn(identity, message, exchange);
    if (route === 'POST /sign-out') return signOut(identity, message, exchange);
    if (message.method !== 'GET') return problem(405, 'Use GET to read pages.');
    if (path === '/sign-in') return askToSignIn(200);
    if (path.startsWith('/sign-in/openid/')) return openIdPage(identity, message, exchange);
    const asset = await signInAssetReply(path);
    if (asset) return asset;
    if (!isOurHost(message.headers, identity.addresses))
      return problem(
        403,
        'The Host header does not name this service. Behind a proxy, set KEYWRIGHT_PUBLIC_URL.',
      );
    if (path === '/console' || path.startsWith('/console/')) {
      built ??= loadConsole();
      return built.asset(path, message.headers['accept-encoding']) ?? consolePage(built, path);
    }
    const token = sessionToken(message.headers, isSecure(identity, exchange));
    if (token && !mayOpenPage(message.headers, identity.addresses))
      return pageReply(403, await readPage('other-page.html'));
    if (!(await isSignedIn(identity, token))) return askToSignIn(401);
    exchange.authenticated();
    graphiql ??= loadGraphiql();
    return signedInPage(graphiql, message, path);
  };
}

/** Every view of the console is the same page. A file that is missing is not a view. */
const consolePage = ({ page }: Console, path: string): Reply =>
  path.startsWith('/console/assets/') ? problem(404, 'Page not found.') : page();

const isSignedIn = async (identity: Identity, token: string | undefined): Promise<boolean> =>
  token !== undefined && (await findSession(identity, token, identity.clock())) !== null;

async function signedInPage(
  graphiql: Graphiql,
  { headers }: IncomingMessage,
  path: string,
): Promise<Reply> {
  const asset = graphiql.assets.get(path);
  if (asset) return assetReply(asset, headers['accept-encoding']);
  return path === '/graphql' ? pageReply(200, graphiql.page) : problem(404, 'Page not found.');
}

async function signIn(
  identity: Identity,
  message: IncomingMessage,
  exchange: Exchange,
): Promise<Reply> {
  const { guesses, addresses, clock, lifetimes } = identity;
  const { client } = exchange;
  if (!isFromOwnPage(message.headers, addresses))
    return problem(
      403,
      'Open the link exactly as it was printed. Behind a proxy, set KEYWRIGHT_PUBLIC_URL.',
    );
  const attempt = { guessed: 'signInLink', address: client.address } as const;
  await guesses.check(attempt);
  const linkToken = tokenOf(await readBody(message, MAX_SIGN_IN_BODY_BYTES, exchange.received));
  const { sessionMinutes } = lifetimes;
  const session = linkToken && (await redeemSignInToken(identity, linkToken, client, clock()));
  if (!session) {
    await guesses.failed(attempt);
    return problem(401, 'This link is unknown, was used before, or has expired.');
  }
  return {
    status: 204,
    headers: {
      'set-cookie': sessionCookie(session, sessionMinutes * 60, isSecure(identity, exchange)),
    },
  };
}

async function signOut(
  identity: Identity,
  message: IncomingMessage,
  exchange: Exchange,
): Promise<Reply> {
  const { store, addresses, clock } = identity;
  if (!isFromOwnPage(message.headers, addresses))
    return problem(403, 'The request did not come from a page of this service.');
  const token = sessionToken(message.headers, isSecure(identity, exchange));
  if (token) {
    const now = clock();
    const principal = await findSession(identity, token, now);
    await closeSession(store.commit, token, principal, exchange.client, now);
  }
  return {
    status: 204,
    headers: { 'set-cookie': sessionCookie('', 0, isSecure(identity, exchange)) },
  };
}

/** @returns undefined for a body that is not JSON with a text `token` */
function tokenOf(body: Buffer): string | undefined {
  try {
    const { token } = JSON.parse(body.toString('utf8')) as { token?: unknown };
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}

const problem = (status: number, message: string): Reply => jsonReply(status, { message });
