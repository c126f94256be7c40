import { type RawReply, rawRequest } from './http.ts';
import type { Kms } from './kms.ts';

export type Headers = Readonly<Record<string, string>>;

/** A POST of JSON, as a page does it. */
export const post = (
  kms: Pick<Kms, 'url'>,
  path: string,
  body: string,
  headers: Headers,
): Promise<RawReply> =>
  rawRequest(kms.url, {
    method: 'POST',
    path,
    body,
    headers: Object.entries({ 'content-type': 'application/json', ...headers }),
  });

/** What the sign-in page does with a link's token. */
export const redeem = (
  kms: Pick<Kms, 'url'>,
  token: unknown,
  headers: Headers = { 'sec-fetch-site': 'same-origin' },
): Promise<RawReply> => post(kms, '/sign-in', JSON.stringify({ token }), headers);

/** A new link's token, for the first access key of the server's own account. */
export async function linkFor(kms: Kms): Promise<{ accountId: string; token: string }> {
  const accessKey = await kms.store.db.accessKey.findFirstOrThrow({
    where: { accountId: kms.deployment.accountId },
  });
  return {
    accountId: accessKey.accountId,
    token: new URL(await kms.signInLink(accessKey.id)).hash.slice(1),
  };
}

/** Signs in by a new link. @returns the cookie as browsers send it */
export async function signIn(kms: Kms): Promise<{ accountId: string; cookie: string }> {
  const { accountId, token } = await linkFor(kms);
  const [setCookie = ''] = [(await redeem(kms, token)).headers['set-cookie']].flat();
  return { accountId, cookie: setCookie.split(';')[0] ?? '' };
}
