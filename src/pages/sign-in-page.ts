import type { Issuer } from '#identity/openid/issuer.ts';
import { readPage } from './assets.ts';
import { escapeHtml } from './fill-in.ts';
import { signInPath } from './openid-pages.ts';

const linkTo = ({ settings: { name, title } }: Issuer): string =>
  `<p><a class="issuer" href="${signInPath(name)}">Sign in with ${escapeHtml(title)}</a></p>`;

/** The page that redeems a sign-in link, explains how to get one, and has a link for each of these issuers. */
export const signInPage = async (issuers: readonly Issuer[]): Promise<string> =>
  (await readPage('sign-in.html')).replace('<!-- issuers -->', () =>
    issuers.map(linkTo).join('\n      '),
  );
