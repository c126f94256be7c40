import type { IncomingMessage } from 'node:http';
import { stringifySetCookie } from 'cookie';
import { isFromOwnPage, isOurHost, mayOpenPage } from '#http/browser-origin.ts';
import { readBody } from '#http/read-body.ts';
import { type Handler, jsonReply, type Reply } from '#http/send.ts';
import { type Identity, SESSION_COOKIE, sessionToken } from '#identity/callers.ts';
import { closeSession, findSession, openSession, SESSION_HOURS } from '#identity/sessions.ts';
import { assetReply, pageReply, signInAssetReply, signInPageReply } from './assets.ts';
import { type Graphiql, loadGraphiql } from './graphiql.ts';

const LARGEST_FORM = 1_024;

/** The pages for people: signing in by a link, GraphiQL, signing out. */
export function webPages(identity: Identity): Handler {
  const graphiql = loadGraphiql();
  return async (message) => {
    const path = (message.url ?? '/').split('?', 1)[0] ?? '/';
    const route = `${message.method} ${path}`;
    if (route === 'POST /sign-in') return signIn(identity, message);
    if (route === 'POST /sign-out') return signOut(identity, message);
    if (message.method !== 'GET') return problem(405, 'Pages are read by GET.');
    if (path === '/sign-in') return signInPageReply(200);
    return (await signInAssetReply(path)) ?? signedInPage(identity, graphiql, message, path);
  };
}

async function signedInPage(identity: Identity, graphiql: Graphiql, { headers }: IncomingMessage, path: string): Promise<Reply> {
  if (!isOurHost(headers, identity.addresses))
    return problem(403, 'This address is not one of this service; behind a proxy, set KEYWRIGHT_PUBLIC_URL.');
  const token = mayOpenPage(headers) ? sessionToken(headers) : undefined;
  const principal = token && (await findSession(identity.store.db, identity.accessKeys, token, identity.clock()));
  if (!principal) return signInPageReply(401);
  const asset = graphiql.assets.get(path);
  if (asset) return assetReply(asset, headers['accept-encoding']);
  return path === '/graphql' ? pageReply(200, graphiql.page) : problem(404, 'There is no such page.');
}

async function signIn({ store, addresses, clock }: Identity, message: IncomingMessage): Promise<Reply> {
  if (!isFromOwnPage(message.headers, addresses))
    return problem(403, 'Open the link as it was printed; behind a proxy, set KEYWRIGHT_PUBLIC_URL.');
  const linkToken = tokenOf(await readBody(message, LARGEST_FORM));
  const session = linkToken && (await openSession(store, linkToken, clock()));
  if (!session) return problem(401, 'This link is unknown, used or too old.');
  return { status: 204, headers: { 'set-cookie': sessionCookie(session, SESSION_HOURS * 3_600, addresses.secure) } };
}

async function signOut({ store, addresses }: Identity, message: IncomingMessage): Promise<Reply> {
  if (!isFromOwnPage(message.headers, addresses)) return problem(403, 'Only a page of this service signs out.');
  const token = sessionToken(message.headers);
  if (token) await closeSession(store.commit, token);
  return { status: 204, headers: { 'set-cookie': sessionCookie('', 0, addresses.secure) } };
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
  stringifySetCookie({ name: SESSION_COOKIE, value, maxAge, secure, httpOnly: true, sameSite: 'strict', path: '/' });

const problem = (status: number, message: string): Reply => jsonReply(status, { message });
