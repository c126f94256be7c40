import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rawRequest } from '../support/http.ts';
import { sharedKms } from '../support/kms.ts';

/** A stranger's request. */
async function get(path: string, headers: Readonly<Record<string, string>> = {}) {
  const { url } = await sharedKms();
  return rawRequest(url, { path, headers: Object.entries(headers) });
}

const policyOf = (header: unknown): Record<string, string> =>
  Object.fromEntries(
    String(header)
      .split('; ')
      .map((part) => [part.split(' ', 1)[0] ?? '', part.slice(part.indexOf(' ') + 1)]),
  );

/** The files that the page loads first. */
const filesOf = (page: string): string[] =>
  [...page.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, path = '']) => path);

describe('The page of the console', () => {
  it('is the same for every view, and asks nobody who is there', async () => {
    const { text } = await get('/console');
    expect(text).toContain('<div id="console">');
    for (const path of ['/console/', '/console/keys/x?tab=use', '/console/access/users/a%2Fb']) {
      const reply = await get(path);
      expect([reply.status, reply.headers['content-type']]).toEqual([
        200,
        'text/html;charset=utf-8',
      ]);
      expect(filesOf(reply.text)).toEqual(filesOf(text));
    }
  });

  it('may run scripts of this server only, is shown in no frame, and tells nobody where it was', async () => {
    const { headers, text } = await get('/console');
    const policy = policyOf(headers['content-security-policy']);
    expect(policy).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'connect-src': "'self'",
      'frame-ancestors': "'none'",
      'form-action': "'none'",
      'base-uri': "'none'",
    });
    expect(JSON.stringify(policy)).not.toMatch(/unsafe|https?:|\*/);
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(text).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
  });

  it('has another nonce each time', async () => {
    const nonces = new Set<string | undefined>();
    for (let times = 0; times < 3; times += 1) {
      const { headers, text } = await get('/console');
      const [, nonce] = /'nonce-([^']+)'/.exec(String(headers['content-security-policy'])) ?? [];
      expect(text).toContain(`nonce="${nonce}"`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('has files that are compressed and cached permanently', async () => {
    const files = filesOf((await get('/console')).text);
    expect(files.length).toBeGreaterThan(1);
    for (const path of files) {
      const plain = await get(path);
      const [br, gzip] = [
        await get(path, { 'accept-encoding': 'br' }),
        await get(path, { 'accept-encoding': 'gzip' }),
      ];
      expect(plain.headers).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        vary: 'Accept-Encoding',
      });
      expect(brotliDecompressSync(br.bytes).equals(plain.bytes)).toBe(true);
      expect(gunzipSync(gzip.bytes).equals(plain.bytes)).toBe(true);
    }
  });

  it.each([
    '/console/assets/no-such-file.js',
    '/console/assets/../index.html',
    '/console/assets/%2e%2e%2findex.html',
  ])('does not stand in for a file that is missing: %s', async (path) => {
    const { status, text } = await get(path);
    expect([status, text.includes('<html')]).toEqual([404, false]);
  });

  it('is not served under the name of another server', async () => {
    expect((await get('/console', { host: 'evil.example' })).status).toBe(403);
  });
});
