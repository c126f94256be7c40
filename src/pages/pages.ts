import type { IncomingMessage } from 'node:http';
import { isOurHost, mayOpenPage } from '#http/browser-origin.ts';
import { splitTarget } from '#http/request-target.ts';
import { type Handler, jsonReply, type Reply } from '#http/send.ts';
import { type Identity, sessionToken } from '#identity/callers.ts';
import { findSession } from '#identity/sessions.ts';
import { assetReply, pageReply, readPage, signInAssetReply } from './assets.ts';
import { type Console, loadConsole } from './console.ts';
import { isSecure } from './cookies.ts';
import { type Graphiql, loadGraphiql } from './graphiql.ts';
import { openIdPage } from './openid-pages.ts';
import { isForPost, postReply } from './posts.ts';
import { GRAPHIQL_PATH, returnPathOf } from './return-path.ts';
import { signInOptions, signInPage } from './sign-in-page.ts';

/**
 * Serves the pages: sign-in by a link, an access key, an API token or with an OpenID Connect issuer, the console,
 * GraphiQL, sign-out.
 * @param asCalledHere replaces `npm run …` by the command that exists where the server runs
 */
export function webPages(identity: Identity, asCalledHere: (text: string) => string): Handler {
  // Both are loaded at first use, because compressing their files takes a moment.
  let graphiql: Graphiql | undefined;
  let built: Console | undefined;
  const { signInIssuers } = identity.openId;
  const askToSignIn = async (status: number, returnPath: string) =>
    pageReply(status, asCalledHere(await signInPage(signInIssuers, returnPath)));
  return async (message, exchange) => {
    const { path, query } = splitTarget(message.url);
    const posted =
      message.method === 'POST' ? await postReply(identity, message, exchange, path) : undefined;
    if (posted) return posted;
    if (isForPost(path)) return problem(405, 'Use POST to sign in.', { allow: 'POST' });
    if (message.method !== 'GET') return problem(405, 'Use GET to read pages.');
    if (path === '/sign-in') return askToSignIn(200, returnPathOf(query));
    if (path === '/sign-in/options') return jsonReply(200, signInOptions(signInIssuers));
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
    if (!(await isSignedIn(identity, token))) return askToSignIn(401, GRAPHIQL_PATH);
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
  return path === GRAPHIQL_PATH ? pageReply(200, graphiql.page) : problem(404, 'Page not found.');
}

const problem = (status: number, message: string, headers = {}): Reply =>
  jsonReply(status, { message }, headers);
