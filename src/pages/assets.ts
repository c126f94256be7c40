import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Reply } from '#http/send.ts';
import { chooseEncoding } from './encodings.ts';
import type { Asset } from './graphiql.ts';

const BROWSER = resolve(import.meta.dirname, 'browser');

/** Nothing inline but styles, which the editor sets on its own elements, and nothing from elsewhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Private, because an asset is sent to signed-in browsers only; for ever, because other content has another name. */
const KEEP = 'private, max-age=31536000, immutable';

export function pageReply(status: number, body: string | Uint8Array): Reply {
  const headers = {
    'content-type': 'text/html;charset=utf-8',
    'content-security-policy': POLICY,
    'referrer-policy': 'no-referrer',
  };
  return { status, headers, body };
}

/** Of all answers only these are compressed: their readers are browsers. */
export async function assetReply(
  { type, read }: Asset,
  acceptEncoding: string | undefined,
): Promise<Reply> {
  const encoding = chooseEncoding(acceptEncoding);
  const headers = {
    'content-type': type,
    'content-security-policy': POLICY, // a worker has the policy of its own script
    'cache-control': KEEP,
    vary: 'Accept-Encoding',
    ...(encoding && { 'content-encoding': encoding }),
  };
  return { status: 200, headers, body: await read(encoding) };
}

/** For a browser that another page has sent here. */
export const readOtherPage = (): Promise<string> => readFile(`${BROWSER}/other-page.html`, 'utf8');

export const readSignInPage = (): Promise<string> => readFile(`${BROWSER}/sign-in.html`, 'utf8');

const SIGN_IN_ASSETS: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/sign-in.js': ['sign-in.js', 'text/javascript;charset=utf-8'],
  '/sign-in.css': ['page.css', 'text/css;charset=utf-8'],
};

/** What the sign-in page needs, for anybody. @returns undefined for any other path */
export async function signInAssetReply(path: string): Promise<Reply | undefined> {
  const asset = SIGN_IN_ASSETS[path];
  if (!asset) return undefined;
  const [file, type] = asset;
  return {
    status: 200,
    headers: { 'content-type': type, 'content-security-policy': POLICY },
    body: await readFile(`${BROWSER}/${file}`),
  };
}
