import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Reply } from '#http/send.ts';
import { chooseEncoding } from './encodings.ts';
import type { Asset } from './graphiql.ts';

const BROWSER = resolve(import.meta.dirname, 'browser');

/**
 * Allows only our own files. Styles may be inline, because the editor sets them on its elements.
 */
const CONTENT_SECURITY_POLICY = [
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

/**
 * Private: only signed-in browsers get assets. For a year, the usual maximum: changed content has
 * another name.
 */
const CACHE_CONTROL = 'private, max-age=31536000, immutable';

/** Reply with an HTML page. */
export function pageReply(status: number, body: string | Uint8Array): Reply {
  const headers = {
    'content-type': 'text/html;charset=utf-8',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'referrer-policy': 'no-referrer',
  };
  return { status, headers, body };
}

/**
 * Reply with an asset, compressed if the browser accepts it. Other answers are never compressed:
 * not all SDKs can read them.
 */
export async function assetReply(
  { type, read }: Asset,
  acceptEncoding: string | undefined,
): Promise<Reply> {
  const encoding = chooseEncoding(acceptEncoding);
  const headers = {
    'content-type': type,
    'content-security-policy': CONTENT_SECURITY_POLICY, // a worker takes the policy of its script
    'cache-control': CACHE_CONTROL,
    vary: 'Accept-Encoding',
    ...(encoding && { 'content-encoding': encoding }),
  };
  return { status: 200, headers, body: await read(encoding) };
}

/** A page of ours: `other-page.html` is for a browser that a page of another origin sent here. */
export const readPage = (
  file: 'other-page.html' | 'sign-in.html' | 'sign-in-problem.html' | 'signed-in.html',
): Promise<string> => readFile(`${BROWSER}/${file}`, 'utf8');

const SIGN_IN_ASSETS: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/sign-in.js': ['sign-in.js', 'text/javascript;charset=utf-8'],
  '/sign-in.continue.js': ['signed-in.js', 'text/javascript;charset=utf-8'],
  '/sign-in.css': ['page.css', 'text/css;charset=utf-8'],
};

/**
 * Scripts and style of the sign-in pages, for which no session is needed.
 * @returns undefined for any other path
 */
export async function signInAssetReply(path: string): Promise<Reply | undefined> {
  const asset = SIGN_IN_ASSETS[path];
  if (!asset) return undefined;
  const [file, type] = asset;
  return {
    status: 200,
    headers: { 'content-type': type, 'content-security-policy': CONTENT_SECURITY_POLICY },
    body: await readFile(`${BROWSER}/${file}`),
  };
}
