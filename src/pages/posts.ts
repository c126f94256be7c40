import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isFromOwnPage } from '#http/browser-origin.ts';
import { readBody } from '#http/read-body.ts';
import type { Exchange, Reply } from '#http/send.ts';
import { type Identity, sessionToken } from '#identity/callers.ts';
import { closeSession, findSession, type OpenedSession } from '#identity/sessions.ts';
import { cookieOf, isSecure, sessionCookie } from './cookies.ts';
import { PageProblem, problemReply } from './problems.ts';
import { signInByAccessKey, signInByLink, signInByToken } from './sign-ins.ts';

const MAX_BODY_BYTES = 1_024;
const BEHIND_PROXY = 'Behind a proxy, set KEYWRIGHT_PUBLIC_URL.';

/** How a page signs in by one path. */
interface SignInForm {
  /** Why a request that no page of ours has sent is refused. */
  readonly foreign: string;
  /** Whether the content type must be that of JSON. A form of the first release did not need it. */
  readonly isJsonOnly: boolean;
  /** @param body as it was sent @throws PageProblem and what authentication throws */
  signIn(identity: Identity, body: Buffer, exchange: Exchange, now: Date): Promise<OpenedSession>;
}

const BY_SECRET = {
  foreign: `Sign in on a page of this service. ${BEHIND_PROXY}`,
  isJsonOnly: true,
} as const;

const SIGN_INS: ReadonlyMap<string, SignInForm> = new Map([
  [
    '/sign-in',
    {
      foreign: `Open the link exactly as it was printed. ${BEHIND_PROXY}`,
      isJsonOnly: false,
      signIn: signInByLink,
    },
  ],
  ['/sign-in/access-key', { ...BY_SECRET, signIn: signInByAccessKey }],
  ['/sign-in/token', { ...BY_SECRET, signIn: signInByToken }],
]);

/** Whether this path is for POST only. */
export const isForPost = (path: string): boolean => path !== '/sign-in' && SIGN_INS.has(path);

/**
 * Answers what the script of a page asks by POST: to sign in or out.
 * @returns undefined for any other path
 */
export async function postReply(
  identity: Identity,
  message: IncomingMessage,
  exchange: Exchange,
  path: string,
): Promise<Reply | undefined> {
  const form = SIGN_INS.get(path);
  if (!form && path !== '/sign-out') return undefined;
  try {
    return await (form
      ? signIn(identity, message, exchange, form)
      : signOut(identity, message, exchange));
  } catch (error) {
    return problemReply(error, randomUUID(), MAX_BODY_BYTES);
  }
}

async function signIn(
  identity: Identity,
  message: IncomingMessage,
  exchange: Exchange,
  { foreign, isJsonOnly, signIn }: SignInForm,
): Promise<Reply> {
  const { headers } = message;
  if (!isFromOwnPage(headers, identity.addresses)) throw new PageProblem(403, foreign);
  if (isJsonOnly && !/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    throw new PageProblem(415, 'Send the body as application/json.');
  const body = await readBody(message, MAX_BODY_BYTES, exchange.received);
  const now = identity.clock();
  const session = await signIn(identity, body, exchange, now);
  exchange.authenticated();
  return { status: 204, headers: { 'set-cookie': cookieOf(identity, exchange, session, now) } };
}

async function signOut(
  identity: Identity,
  message: IncomingMessage,
  exchange: Exchange,
): Promise<Reply> {
  const { store, addresses, clock } = identity;
  if (!isFromOwnPage(message.headers, addresses))
    throw new PageProblem(403, 'The request did not come from a page of this service.');
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
