import { rawRequest } from './http.ts';
import type { Kms } from './kms.ts';

type Headers = Readonly<Record<string, string>>;

export const post = (kms: Pick<Kms, 'url'>, path: string, body: string, headers: Headers) =>
  rawRequest(kms.url, { method: 'POST', path, body, headers: Object.entries({ 'content-type': 'application/json', ...headers }) });

/** What the sign-in page does with the token of a link. */
export const redeem = (kms: Pick<Kms, 'url'>, token: unknown, headers: Headers = { 'sec-fetch-site': 'same-origin' }) =>
  post(kms, '/sign-in', JSON.stringify({ token }), headers);

/** The token of a fresh sign-in link for an access key of the server's own account. */
export async function linkFor(kms: Kms): Promise<{ accountId: string; token: string }> {
  const accessKey = await kms.store.db.accessKey.findFirstOrThrow({ where: { accountId: kms.deployment.accountId } });
  return { accountId: accessKey.accountId, token: new URL(await kms.signInLink(accessKey.id)).hash.slice(1) };
}

/** A browser that has used a link. */
export async function signIn(kms: Kms): Promise<{ accountId: string; cookie: string }> {
  const { accountId, token } = await linkFor(kms);
  const [setCookie = ''] = [(await redeem(kms, token)).headers['set-cookie']].flat();
  return { accountId, cookie: setCookie.split(';')[0] ?? '' };
}
