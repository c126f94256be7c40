import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { compress, type Encoding } from './encodings.ts';
import { hashedName, plainName } from './hashed-name.ts';

const SRC = resolve(import.meta.dirname, '..');
const GENERATED = `${SRC}/generated/graphiql`;

/** Our own files for GraphiQL's page. Each follows the files that it names. */
const OWN = ['examples.js', 'queries.js', 'monaco.js', 'start.js', 'start.css', 'narrow.css'];

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript;charset=utf-8',
  '.css': 'text/css;charset=utf-8',
  '.ico': 'image/x-icon',
};

export interface Asset {
  readonly type: string;
  /** @param encoding absent: as it is */
  read(encoding: Encoding | undefined): Promise<Uint8Array>;
}

export interface Graphiql {
  readonly page: string;
  /** By path. */
  readonly assets: ReadonlyMap<string, Asset>;
}

/**
 * GraphiQL's page and the assets that it names, each under a name with the hash of its content. GraphiQL itself was hashed and
 * compressed by `scripts/write-graphiql.ts`, and is read from disk for each request, because it has 9 MB; our own files are
 * hashed and compressed here, so that a change of them needs no generation.
 */
export function loadGraphiql(): Graphiql {
  const assets = new Map<string, Asset>();
  const names = new Map<string, string>();
  const add = (plain: string, hashed: string, read: Asset['read']) => {
    names.set(plain, hashed);
    assets.set(`/graphiql/${hashed}`, {
      type: TYPES[extname(plain)] ?? 'application/octet-stream',
      read,
    });
  };
  const readOwn = (file: string) =>
    withHashes(readFileSync(`${SRC}/pages/browser/${file}`, 'utf8'), names);

  for (const file of readdirSync(GENERATED).filter((name) => extname(name) in TYPES))
    add(plainName(file), file, (encoding) =>
      readFile(`${GENERATED}/${file}${encoding ? `.${encoding}` : ''}`),
    );
  for (const file of OWN) {
    const content = Buffer.from(readOwn(file));
    const forms = compress(content);
    add(file, hashedName(file, content), async (encoding) =>
      encoding ? forms[encoding] : content,
    );
  }
  return { page: readOwn('graphiql.html'), assets };
}

/** Replaces the names in a page or script by the hashed ones. */
const withHashes = (text: string, names: ReadonlyMap<string, string>): string =>
  [...names].reduce(
    (linked, [plain, hashed]) => linked.replaceAll(`/${plain}`, `/${hashed}`),
    text,
  );
