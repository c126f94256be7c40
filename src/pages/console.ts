import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { Reply } from '#http/send.ts';
import { chooseEncoding, compress, type Encoding } from './encodings.ts';
import { fillIn } from './fill-in.ts';

const BUILT = resolve(import.meta.dirname, '../generated/console');

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript;charset=utf-8',
  '.css': 'text/css;charset=utf-8',
};

const NONCE_BYTES = 16;

/**
 * Allows only files of this origin. The nonce is for style elements that the component library adds while it runs, such
 * as the one that stops the page behind a dialog from scrolling.
 */
const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

interface File {
  readonly type: string;
  readonly forms: Readonly<Record<Encoding | 'identity', Uint8Array>>;
}

/** The built console. */
export interface Console {
  /** @returns undefined for a path that no file of the console has */
  readonly asset: (path: string, acceptEncoding: string | undefined) => Reply | undefined;
  /** The page, for every path of a view. */
  readonly page: () => Reply;
}

/** Loads the console. Everything in it is public: the page itself asks for the sign-in. */
export function loadConsole(): Console {
  const html = readFileSync(`${BUILT}/index.html`, 'utf8');
  const assets = new Map(
    readdirSync(`${BUILT}/assets`).map((name): [string, File] => {
      const content = readFileSync(`${BUILT}/assets/${name}`);
      return [
        `/console/assets/${name}`,
        {
          type: TYPES[extname(name)] ?? 'application/octet-stream',
          forms: { identity: content, ...compress(content) },
        },
      ];
    }),
  );
  return {
    asset: (path, acceptEncoding) => {
      const file = assets.get(path);
      return file && assetReply(file, chooseEncoding(acceptEncoding));
    },
    page: () => pageReply(html, randomBytes(NONCE_BYTES).toString('base64')),
  };
}

const pageReply = (html: string, nonce: string): Reply => ({
  status: 200,
  headers: {
    'content-type': 'text/html;charset=utf-8',
    'content-security-policy': policyOf(nonce),
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  },
  body: fillIn(html, { nonce }),
});

const assetReply = ({ type, forms }: File, encoding: Encoding | undefined): Reply => ({
  status: 200,
  headers: {
    'content-type': type,
    'cache-control': 'public, max-age=31536000, immutable', // changed content has another name
    'referrer-policy': 'no-referrer',
    vary: 'Accept-Encoding',
    ...(encoding && { 'content-encoding': encoding }),
  },
  body: forms[encoding ?? 'identity'],
});
