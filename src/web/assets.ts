import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Reply } from '#http/send.ts';

const SRC = resolve(import.meta.dirname, '..');
const SCRIPT = 'text/javascript;charset=utf-8';
const STYLE = 'text/css;charset=utf-8';

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

type Asset = readonly [file: string, type: string];

/** What the sign-in page needs, for anybody. */
export const SIGN_IN_ASSETS: Readonly<Record<string, Asset>> = {
  '/sign-in.js': ['console/sign-in.js', SCRIPT],
  '/sign-in.css': ['console/page.css', STYLE],
};

/** GraphiQL's parts, for those who are signed in. Read when asked for and not kept: together they are 9 MB. */
export const GRAPHIQL_ASSETS: Readonly<Record<string, Asset>> = {
  '/graphiql/graphiql.js': ['generated/graphiql/graphiql.js', SCRIPT],
  '/graphiql/graphiql.css': ['generated/graphiql/graphiql.css', STYLE],
  '/graphiql/worker-editor.js': ['generated/graphiql/worker-editor.js', SCRIPT],
  '/graphiql/worker-graphql.js': ['generated/graphiql/worker-graphql.js', SCRIPT],
  '/graphiql/worker-json.js': ['generated/graphiql/worker-json.js', SCRIPT],
  '/graphiql/favicon.ico': ['generated/graphiql/favicon.ico', 'image/x-icon'],
  '/graphiql/start.js': ['console/graphiql.js', SCRIPT],
  '/graphiql/start.css': ['console/graphiql.css', STYLE],
  '/graphiql/examples.js': ['console/examples.js', SCRIPT],
};

export async function assetReply([file, type]: Asset): Promise<Reply> {
  return { status: 200, headers: { 'content-type': type, 'content-security-policy': POLICY }, body: await readFile(`${SRC}/${file}`) };
}

export async function pageReply(status: number, file: 'sign-in.html' | 'graphiql.html'): Promise<Reply> {
  const headers = { 'content-type': 'text/html;charset=utf-8', 'content-security-policy': POLICY, 'referrer-policy': 'no-referrer' };
  return { status, headers, body: await readFile(`${SRC}/console/${file}`) };
}
