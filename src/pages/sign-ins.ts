import { decodeUtf8 } from '#http/read-body.ts';
import type { Exchange } from '#http/send.ts';
import { UnauthenticatedError } from '#identity/authentication-errors.ts';
import { authenticateSecret } from '#identity/basic.ts';
import { authenticateApiToken } from '#identity/bearer.ts';
import type { Identity } from '#identity/callers.ts';
import { openCredentialSession } from '#identity/credential-sessions.ts';
import type { OpenedSession } from '#identity/sessions.ts';
import { redeemSignInToken } from '#identity/sign-in-links.ts';
import { PageProblem } from './problems.ts';

/** By the token of a sign-in link: `{"token"}`. @throws PageProblem, TooManyAttemptsError, ServiceUnavailableError */
export async function signInByLink(
  identity: Identity,
  body: Buffer,
  { client }: Exchange,
  now: Date,
): Promise<OpenedSession> {
  const { guesses } = identity;
  const attempt = { guessed: 'signInLink', address: client.address } as const;
  await guesses.check(attempt);
  const { token } = fieldsOf(body);
  const session = token ? await redeemSignInToken(identity, token, client, now) : null;
  if (session) return session;
  await guesses.failed(attempt);
  throw new PageProblem(401, 'This link is unknown, was used before, or has expired.');
}

/** By an access key: `{"accessKeyId", "accessKeySecret"}`. @throws likewise */
export async function signInByAccessKey(
  identity: Identity,
  body: Buffer,
  { client }: Exchange,
  now: Date,
): Promise<OpenedSession> {
  const { accessKeyId, accessKeySecret: secret } = fieldsOf(body);
  if (accessKeyId === undefined || secret === undefined)
    throw new PageProblem(400, 'Send {"accessKeyId": "…", "accessKeySecret": "…"}.');
  try {
    const claim = { accessKeyId, secret }; // without a security token, so that no session of a role is accepted
    const principal = await authenticateSecret(identity, claim, client.address, now);
    return await openCredentialSession(identity, principal, client, now);
  } catch (error) {
    if (!(error instanceof UnauthenticatedError)) throw error;
    throw new PageProblem(
      401,
      'The access key id is unknown, the secret is wrong, or the access key is disabled or has expired. Temporary access keys of roles cannot sign in.',
    );
  }
}

/** By an API token: `{"token"}`. @throws InvalidBearerError, and likewise */
export async function signInByToken(
  identity: Identity,
  body: Buffer,
  { client }: Exchange,
  now: Date,
): Promise<OpenedSession> {
  const { token } = fieldsOf(body);
  if (token === undefined) throw new PageProblem(400, 'Send {"token": "kwt_…"}.');
  const principal = await authenticateApiToken(identity, token, client.address, now);
  return openCredentialSession(identity, principal, client, now);
}

type Fields = Readonly<Partial<Record<string, string>>>;

/** The texts of a JSON object. A body of any other form has none. */
function fieldsOf(body: Buffer): Fields {
  try {
    const value: unknown = JSON.parse(decodeUtf8(body) ?? '');
    const texts = Object.entries(value ?? {}).filter(([, field]) => typeof field === 'string');
    return Object.fromEntries(texts) as Fields;
  } catch {
    return {};
  }
}
