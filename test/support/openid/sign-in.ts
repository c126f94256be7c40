import { type RawReply, rawRequest } from '../http.ts';
import type { Kms } from '../kms.ts';
import type { TestIssuer } from './issuer.ts';
import { MAPPING } from './kms.ts';

export const CLIENT = { clientId: 'keywright', clientSecret: 'a secret of the client' };

/** One issuer of the settings file with which browsers sign in. */
export const signingIn = (
  issuer: string,
  fields: Readonly<Record<string, unknown>> = {},
  signIn: Readonly<Record<string, unknown>> = {},
) => ({
  name: 'test',
  title: 'Test & Co',
  issuer,
  mapping: MAPPING,
  signIn: { ...CLIENT, ...signIn },
  ...fields,
});

export const get = (
  kms: Pick<Kms, 'url'>,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawReply> => rawRequest(kms.url, { path, headers: Object.entries(headers) });

/** Cookies of a reply as a browser sends them, by name. */
export const cookiesOf = ({ headers }: RawReply): Map<string, string> =>
  new Map(
    [headers['set-cookie'] ?? []].flat().map((cookie) => {
      const [pair = ''] = cookie.split(';');
      return [pair.split('=')[0] ?? '', pair];
    }),
  );

/** Begins to sign in. @returns what the issuer is asked, and the cookie */
export async function begin(kms: Pick<Kms, 'url'>, path = '/sign-in/openid/test') {
  const reply = await get(kms, path);
  const asked = new URL(String(reply.headers.location)).searchParams;
  const cookie = cookiesOf(reply).get('keywright-sign-in') ?? '';
  return { reply, asked, cookie, state: asked.get('state') ?? '', nonce: asked.get('nonce') ?? '' };
}

/** Makes the issuer answer with an ID token to any code. @param claims beside those that it must have */
export async function answerWithIdToken(
  issuer: TestIssuer,
  nonce: string,
  claims: Readonly<Record<string, unknown>> = {},
  kid?: string,
): Promise<void> {
  const idToken = await issuer.token({
    claims: { aud: CLIENT.clientId, nonce, ...claims },
    header: { typ: 'JWT' },
    ...(kid && { kid }),
  });
  answerWith(issuer, idToken);
}

/** Makes the issuer answer with this ID token to any code. */
export const answerWith = (issuer: TestIssuer, idToken: string): unknown =>
  issuer.answers.set('/token', {
    status: 200,
    body: JSON.stringify({ access_token: 'x', token_type: 'bearer', id_token: idToken }),
  });

/** Returns from the issuer with a code. */
export const comeBack = (
  kms: Pick<Kms, 'url'>,
  { cookie, state }: { readonly cookie: string; readonly state: string },
  parameters: Readonly<Record<string, string>> = {},
): Promise<RawReply> => {
  const query = new URLSearchParams({ code: 'a-code', state, ...parameters });
  return get(kms, `/sign-in/openid/test/callback?${query}`, {
    cookie,
    'sec-fetch-site': 'cross-site',
  });
};

/** Signs in. @returns the cookie of the session */
export async function signInBy(
  kms: Pick<Kms, 'url'>,
  issuer: TestIssuer,
  claims: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const begun = await begin(kms);
  await answerWithIdToken(issuer, begun.nonce, claims);
  return cookiesOf(await comeBack(kms, begun)).get('keywright-session') ?? '';
}
