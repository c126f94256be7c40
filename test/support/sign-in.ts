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

/** What the console does with an access key or an API token that a person enters. */
export const enter = (
  kms: Pick<Kms, 'url'>,
  way: 'access-key' | 'token',
  fields: unknown,
  headers: Headers = { 'sec-fetch-site': 'same-origin' },
): Promise<RawReply> => post(kms, `/sign-in/${way}`, JSON.stringify(fields), headers);

/** The cookie that a reply sets, as browsers send it. */
export const cookieIn = ({ headers }: RawReply): string =>
  [headers['set-cookie'] ?? ''].flat()[0]?.split(';')[0] ?? '';

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
  return { accountId, cookie: cookieIn(await redeem(kms, token)) };
}

/** A GraphQL request with a session. */
export const askAs = (
  kms: Pick<Kms, 'url'>,
  cookie: string,
  query: string,
  variables: object = {},
): Promise<RawReply> =>
  post(kms, '/graphql', JSON.stringify({ query, variables }), {
    cookie,
    'sec-fetch-site': 'same-origin',
  });
