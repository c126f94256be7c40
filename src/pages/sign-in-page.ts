import type { Issuer } from '#identity/openid/issuer.ts';
import { readPage } from './assets.ts';
import { escapeHtml, fillIn } from './fill-in.ts';
import { signInPath } from './openid-pages.ts';
import { withReturnPath } from './return-path.ts';

const linkTo = ({ settings: { name, title } }: Issuer, returnPath: string): string => {
  const address = escapeHtml(withReturnPath(signInPath(name), returnPath));
  return `<p><a class="issuer" href="${address}">Sign in with ${escapeHtml(title)}</a></p>`;
};

/**
 * The page that redeems a sign-in link, explains how to get one, and has a link for each of these issuers.
 * @param returnPath where the browser goes from there
 */
export const signInPage = async (issuers: readonly Issuer[], returnPath: string): Promise<string> =>
  fillIn(await readPage('sign-in.html'), { returnPath }).replace('<!-- issuers -->', () =>
    issuers.map((issuer) => linkTo(issuer, returnPath)).join('\n      '),
  );

/** How a browser can sign in, for pages that offer it. Strangers may read it: the sign-in page shows as much. */
export const signInOptions = (issuers: readonly Issuer[]) => ({
  issuers: issuers.map(({ settings: { name, title } }) => ({
    name,
    title,
    path: signInPath(name),
  })),
  link: true,
  accessKey: true,
  token: true,
});
