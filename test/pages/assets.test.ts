import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rawRequest } from '../support/http.ts';
import { sharedKms, startKms } from '../support/kms.ts';
import { post, signIn } from '../support/sign-in.ts';

async function setUp() {
  const kms = await sharedKms();
  const { cookie } = await signIn(kms);
  const get = (path: string, headers: Record<string, string> = {}) =>
    rawRequest(kms.url, { path, headers: Object.entries({ cookie, ...headers }) });
  return { kms, cookie, get, paths: await pathsOf(get) };
}

/** Every asset that GraphiQL's page names, or one of our scripts. */
async function pathsOf(get: (path: string) => Promise<{ text: string }>): Promise<string[]> {
  const paths = new Set(['/graphql']);
  for (const path of paths) {
    if (!/^\/(graphql$|graphiql\/(start|queries|monaco)-)/.test(path)) continue;
    for (const [, base = '', name] of (await get(path)).text.matchAll(
      /["'](\/graphiql|\.)\/([\w.-]+)["']/g,
    ))
      paths.add(base === '.' ? `/graphiql/${name}` : `${base}/${name}`);
  }
  return [...paths].slice(1);
}

const introspection =
  '{"query":"{ __schema { types { name description fields { name description } } } }"}';

describe("GraphiQL's assets", () => {
  it('have the hash of their content in their names, and are cached permanently, only by the browser', async () => {
    const { get, paths } = await setUp();
    const plain = paths.map((path) =>
      path.replace(/-[0-9a-f]{16}(?=\.)/, '').slice('/graphiql/'.length),
    );
    expect(plain.sort()).toEqual([
      'examples.js',
      'favicon.ico',
      'graphiql.css',
      'graphiql.js',
      'monaco.js',
      'narrow.css',
      'queries.js',
      'start.css',
      'start.js',
      'worker-editor.js',
      'worker-graphql.js',
      'worker-json.js',
    ]);
    for (const path of paths) {
      const { status, headers, bytes } = await get(path);
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
      expect([status, path]).toEqual([200, expect.stringContaining(`-${hash}.`)]);
      expect([path, headers['cache-control'], headers.vary]).toEqual([
        path,
        'private, max-age=31536000, immutable',
        'Accept-Encoding',
      ]);
    }
  });

  it.each([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['gzip;q=0.8 , br ; q=0.8', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.000, gzip;q=0', undefined],
    ['gzip;q=0.3, identity;q=0.5', undefined],
    ['*', 'br'],
    ['br;q=0, *;q=0.1', 'gzip'],
    ['*;q=0', undefined],
    ['deflate, zstd', undefined],
    ['br;q=high, gzip;q=2, brotli', undefined],
    ['identity;q=0', undefined],
  ])('to Accept-Encoding: %s are encoded as %s', async (acceptEncoding, encoding) => {
    const { get, paths } = await setUp();
    const decode = { br: brotliDecompressSync, gzip: gunzipSync };
    for (const path of paths.filter((one) => /\/(graphiql-\w+\.css|start-\w+\.js)$/.test(one))) {
      const reply = await get(
        path,
        acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding },
      );
      expect([path, reply.headers['content-encoding'], reply.headers.vary]).toEqual([
        path,
        encoding,
        'Accept-Encoding',
      ]);
      expect(reply.headers['content-length']).toBe(String(reply.bytes.length));
      const content = encoding ? decode[encoding as keyof typeof decode](reply.bytes) : reply.bytes;
      expect(content.equals((await get(path)).bytes)).toBe(true);
    }
  });

  it('have less than 2.3 MB together when they are compressed', async () => {
    const { get, paths } = await setUp();
    const sizes = await Promise.all(
      paths.map(async (path) => (await get(path, { 'accept-encoding': 'br' })).bytes.length),
    );
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(2_300_000);
  });

  it('need a session, and are found by their whole name only', async () => {
    const { kms, get, paths } = await setUp();
    for (const path of paths) {
      const { status, headers } = await rawRequest(kms.url, {
        path,
        headers: [['accept-encoding', 'br']],
      });
      expect([path, status, headers['cache-control'], headers['content-encoding']]).toEqual([
        path,
        401,
        'no-store',
        undefined,
      ]);
      for (const other of [
        path.replace(/-[0-9a-f]{16}(?=\.)/, ''),
        path.replace(/-[0-9a-f]{16}/, `-${'0'.repeat(16)}`),
        `${path}.br`,
      ])
        expect([other, (await get(other)).status]).toEqual([other, 404]);
    }
  });

  it('are in the request log under their names', async () => {
    const lines: string[] = [];
    await using kms = await startKms({ log: (line) => lines.push(line) });
    const { cookie } = await signIn(kms);
    const get = (path: string) => rawRequest(kms.url, { path, headers: [['cookie', cookie]] });
    for (const path of await pathsOf(get)) {
      await get(path);
      expect(lines.filter((line) => line.includes(`"${path}"`))).not.toEqual([]);
    }
  });
});

describe('Everything else', () => {
  it('is neither compressed nor stored', async () => {
    const { kms, cookie, get } = await setUp();
    const headers = { 'accept-encoding': 'gzip, br' };
    const replies = await Promise.all([
      post(kms, '/graphql', introspection, { cookie, 'sec-fetch-site': 'same-origin', ...headers }),
      get('/?Action=ListKeys', headers),
      get('/graphql', headers),
      get('/sign-in', headers),
      get('/sign-in.js', headers),
      get('/metrics', headers),
      get('/nothing', headers),
    ]);
    expect(
      replies.map(({ headers }) => [headers['content-encoding'], headers['cache-control']]),
    ).toEqual(replies.map(() => [undefined, 'no-store']));
  });
});
