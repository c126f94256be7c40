import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { compress, type Encoding } from './encodings.ts';
import { hashedName, plainName } from './hashed-name.ts';

const SRC = resolve(import.meta.dirname, '..');
const GENERATED = `${SRC}/generated/graphiql`;

/**
 * Our own files of the page. A file comes after the files that it imports, because it needs their
 * hashed names.
 */
const OWN_FILES = ['examples.js', 'queries.js', 'monaco.js', 'start.js', 'start.css', 'narrow.css'];

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript;charset=utf-8',
  '.css': 'text/css;charset=utf-8',
  '.ico': 'image/x-icon',
};

/** A file of the page. */
export interface Asset {
  /** Content type. */
  readonly type: string;
  /** @param encoding undefined: not compressed */
  read(encoding: Encoding | undefined): Promise<Uint8Array>;
}

/** GraphiQL's page and its files. */
export interface Graphiql {
  /** HTML. */
  readonly page: string;
  /** By URL path. */
  readonly assets: ReadonlyMap<string, Asset>;
}

/**
 * Loads GraphiQL's page and its assets; each asset has the hash of its content in its name.
 * `scripts/write-graphiql.ts` has hashed and compressed GraphiQL itself, which is read from disk at
 * each request because it is 9 MB. Our own files are hashed and compressed here, so that a change
 * of them needs no generation.
 */
export function loadGraphiql(): Graphiql {
  const assets = new Map<string, Asset>();
  const names = new Map<string, string>();
  const addAsset = (plain: string, hashed: string, read: Asset['read']) => {
    names.set(plain, hashed);
    assets.set(`/graphiql/${hashed}`, {
      type: TYPES[extname(plain)] ?? 'application/octet-stream',
      read,
    });
  };
  const readOwn = (file: string) =>
    withHashes(readFileSync(`${SRC}/pages/browser/${file}`, 'utf8'), names);

  for (const file of readdirSync(GENERATED).filter((name) => extname(name) in TYPES))
    addAsset(plainName(file), file, (encoding) =>
      readFile(`${GENERATED}/${file}${encoding ? `.${encoding}` : ''}`),
    );
  for (const file of OWN_FILES) {
    const content = Buffer.from(readOwn(file));
    const forms = compress(content);
    addAsset(file, hashedName(file, content), async (encoding) =>
      encoding ? forms[encoding] : content,
    );
  }
  return { page: readOwn('graphiql.html'), assets };
}

/** Replaces the names of assets in a page or script by the hashed names. */
const withHashes = (text: string, names: ReadonlyMap<string, string>): string =>
  [...names].reduce(
    (linked, [plain, hashed]) => linked.replaceAll(`/${plain}`, `/${hashed}`),
    text,
  );
