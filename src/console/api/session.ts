import { type Failure, failureOf } from './failure.ts';
import { createStore } from './store.ts';

/**
 * Whether this browser is signed in: `ended` is a session that ended while the page was open. The page stays then, so
 * that nothing that was typed is lost.
 */
export type SessionState = 'unknown' | 'signedIn' | 'signedOut' | 'ended';

/** The state of the sign-in, for every view. */
export const sessionState = createStore<SessionState>('unknown');

let waiting: (() => void)[] = [];

/** Resolves once somebody has signed in again. */
export function sessionEnded(): Promise<void> {
  sessionState.set(sessionState.get() === 'signedIn' ? 'ended' : 'signedOut');
  return new Promise((resolve) => waiting.push(resolve));
}

/** Requests that waited for the sign-in go on. */
export function signedIn(): void {
  sessionState.set('signedIn');
  const resumed = waiting;
  waiting = [];
  for (const resume of resumed) resume();
}

/** What is typed to sign in. It becomes a session of the server at once and is kept nowhere. */
export type TypedCredential =
  | { readonly accessKeyId: string; readonly accessKeySecret: string }
  | { readonly token: string };

/** @returns the failure; undefined if it was done: the browser has the cookie of a session */
export async function signIn(credential: TypedCredential): Promise<Failure | undefined> {
  const path = 'token' in credential ? '/sign-in/token' : '/sign-in/access-key';
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credential),
    });
    return response.ok ? undefined : await failureOf(response);
  } catch {
    return { code: 'NetworkError', message: '' };
  }
}

/**
 * Ends the session, and leaves the page, so that nothing of it stays in memory.
 * @returns why it failed: then the browser is still signed in, and the page stays
 */
export async function signOut(): Promise<Failure | undefined> {
  try {
    const response = await fetch('/sign-out', { method: 'POST' });
    if (!response.ok) return await failureOf(response);
  } catch {
    return { code: 'NetworkError', message: '' };
  }
  window.location.assign('/console');
  return undefined;
}

/** An OpenID Connect issuer that offers sign-in. */
export interface SignInIssuer {
  readonly name: string;
  readonly title: string;
  readonly path: string;
}

/** The ways to sign in that the server offers. */
export interface SignInOptions {
  readonly issuers: readonly SignInIssuer[];
  readonly link: boolean;
  readonly accessKey: boolean;
  readonly token: boolean;
}

/** Reads the ways to sign in; all but issuers if the server does not say. */
export async function readSignInOptions(): Promise<SignInOptions> {
  const others = { link: true, accessKey: true, token: true };
  try {
    const response = await fetch('/sign-in/options');
    return response.ok ? ((await response.json()) as SignInOptions) : { issuers: [], ...others };
  } catch {
    return { issuers: [], ...others };
  }
}
