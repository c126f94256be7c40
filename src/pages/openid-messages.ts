import type { Reply } from '#http/send.ts';
import { pageReply, readPage } from './assets.ts';
import { fillIn } from './fill-in.ts';
import { DEFAULT_RETURN_PATH, withReturnPath } from './return-path.ts';

/** What a person reads when a sign-in with an issuer fails. */
const SIGN_IN_PROBLEMS = {
  unknown: [404, 'There is no such way to sign in. Choose one on the sign-in page.'],
  host: [
    403,
    'The Host header does not name this service. Behind a proxy, set KEYWRIGHT_PUBLIC_URL.',
  ],
  stale: [
    400,
    'This sign-in was begun more than ten minutes ago, in another browser, or before another one. Sign in again.',
  ],
  denied: [403, '{{title}} did not sign you in. Sign in again, or ask the operator of {{title}}.'],
  code: [400, 'This sign-in was used before or has expired. Sign in again.'],
  protocol: [
    502,
    'Keywright cannot use the answer of {{title}}. Ask the operator to look at the log of Keywright.',
  ],
  unavailable: [503, '{{title}} does not answer. Try again in a minute.'],
  unmapped: [
    403,
    '{{title}} has signed you in, but no user or role of Keywright exists for you. Ask the operator for one, and name your subject: {{subject}}',
  ],
} as const;

/**
 * A page that says why a sign-in failed. The request log has the problem as `code`.
 * @param returnPath where the browser goes after another sign-in
 */
export async function problemPage(
  problem: keyof typeof SIGN_IN_PROBLEMS,
  values: Readonly<Record<string, string>> = {},
  returnPath = DEFAULT_RETURN_PATH,
): Promise<Reply> {
  const [status, text] = SIGN_IN_PROBLEMS[problem];
  const message = text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
  const signIn = withReturnPath('/sign-in', returnPath);
  const html = fillIn(await readPage('sign-in-problem.html'), { message, signIn });
  const page = pageReply(status, html);
  return { ...page, log: { code: problem } };
}
