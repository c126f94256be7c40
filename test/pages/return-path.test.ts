import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import type { Kms } from '../support/kms.ts';
import { TestIssuer } from '../support/openid/issuer.ts';
import { startOpenIdKms } from '../support/openid/kms.ts';
import { answerWithIdToken, begin, comeBack, get, signingIn } from '../support/openid/sign-in.ts';

const browser = useBrowser();
let issuer: TestIssuer;
let kms: Kms;

beforeAll(async () => {
  issuer = await TestIssuer.start();
  kms = await startOpenIdKms([signingIn(issuer.url)]);
});
afterAll(async () => {
  await kms[Symbol.asyncDispose]();
  await issuer.close();
});

const LONGEST = `/console/${'x'.repeat(503)}`;
const PATHS = [
  '/console',
  '/console/keys/2b0c?tab=audit&filter=tag%3Aa%2Fb%20c#versions',
  '/console?a="<script>'.replaceAll(/["<>]/g, encodeURIComponent),
  '/console/aliases/alias%2Fprod',
  LONGEST,
  '/graphql',
];

const ATTACKS = [
  '',
  '/',
  '//evil',
  '//evil/console',
  '/\\evil',
  '\\\\evil',
  '/%2fevil',
  '%2f%2fevil',
  '%252f%252fevil',
  'https://evil.example/console',
  'https:/console',
  'https:console',
  'https:',
  'javascript:alert(1)',
  'data:text/html,x',
  'console',
  './console',
  ' /console',
  '/console ',
  '/console\n',
  '/con\tsole',
  '/console\u0000',
  '/console%0d%0aset-cookie:x',
  '/console/../graphql?query={a}',
  '/console/%2e%2e/graphql?query={a}',
  '/console/.%2E/graphql',
  '/console/..%2fgraphql',
  '/console/./x',
  '/console//evil',
  '/console/%2f/evil',
  '/console\\..\\graphql',
  '/console%5c..%5cgraphql',
  '/console@evil.example',
  '/console.evil.example',
  '/consoles',
  '/Console',
  '/graphql?query={a}',
  '/graphql/',
  '/graphql#x',
  '/sign-out',
  `${LONGEST}x`,
  '/console/é',
  '/console/"><script>',
];

/** An address with the parameter, which goes through URLs unaltered. */
const withReturn = (address: string, path: string) =>
  `${address}?${new URLSearchParams({ return: path })}`;

const unescaped = (text = '') => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'");

/** Where the sign-in page goes on to, and the way by the issuer from there. */
async function fromSignInPage(address: string) {
  const { status, text } = await get(kms, address);
  expect(status).toBe(200);
  const [, onward] = /data-return-path="([^"]*)"/.exec(text) ?? [];
  const [, byIssuer] = /class="issuer" href="([^"]*)"/.exec(text) ?? [];
  return { onward: unescaped(onward), byIssuer: unescaped(byIssuer) };
}

/** Where a browser goes on to after it has signed in with the issuer. */
async function byIssuerFrom(address: string) {
  const begun = await begin(kms, address);
  await answerWithIdToken(issuer, begun.nonce);
  const { status, text } = await comeBack(kms, begun);
  expect(status).toBe(200);
  return unescaped(/id="continue" href="([^"]*)"/.exec(text)?.[1]);
}

describe('After sign-in', () => {
  it.each(PATHS)('a browser goes on to %s', async (path) => {
    const { onward, byIssuer } = await fromSignInPage(withReturn('/sign-in', path));
    expect(onward).toBe(path);
    expect(await byIssuerFrom(byIssuer)).toBe(path);
    expect(await byIssuerFrom(withReturn('/sign-in/openid/test', path))).toBe(path);
  });

  it.each(ATTACKS)('a browser does not go on to %j', async (path) => {
    const { onward, byIssuer } = await fromSignInPage(withReturn('/sign-in', path));
    expect([onward, byIssuer]).toEqual(['/console', '/sign-in/openid/test']);
    expect(await byIssuerFrom(withReturn('/sign-in/openid/test', path))).toBe('/console');
  });

  it('a browser goes on to what it first asked for, and the answer of the issuer cannot change it', async () => {
    expect((await fromSignInPage('/sign-in?return=/console&return=/console/x')).onward).toBe(
      '/console',
    );
    const begun = await begin(kms, '/sign-in/openid/test?return=/console/keys');
    await answerWithIdToken(issuer, begun.nonce);
    const { text } = await comeBack(kms, begun, { return: '/console/other' });
    expect(text).toContain('href="/console/keys"');
  });

  it('a cookie that somebody else has made leads nowhere else', async () => {
    const begun = await begin(kms, '/sign-in/openid/test?return=/console/keys');
    await answerWithIdToken(issuer, begun.nonce);
    const values = begun.cookie.split('.').slice(0, -1);
    const cookie = [...values, Buffer.from('//evil.example').toString('base64url')].join('.');
    expect((await comeBack(kms, { ...begun, cookie })).text).toContain('href="/console"');
  });

  it('a browser whose sign-in failed comes to the sign-in page that leads there', async () => {
    const begun = await begin(kms, '/sign-in/openid/test?return=/console/keys');
    const { status, text } = await comeBack(kms, begun, { error: 'access_denied' });
    expect(status).toBe(403);
    expect(text).toContain('href="/sign-in?return=%2Fconsole%2Fkeys"');
  });

  it('keeps the path when it begins at another name of the server', async () => {
    const host = new URL(kms.url).host.replace('127.0.0.1', 'localhost');
    const address = '/sign-in/openid/test?return=%2Fconsole%2Fkeys';
    const { headers } = await get(kms, address, { host });
    expect(headers.location).toBe(`${kms.url}/sign-in/openid/test?moved&return=%2Fconsole%2Fkeys`);
    const moved = String(headers.location).replace(kms.url, '');
    expect(await byIssuerFrom(moved)).toBe('/console/keys');
  });
});

describe('A sign-in link', () => {
  it('leads to the console where its address says so, and leaves no token in the history', async () => {
    const { page } = await browser.visit();
    const link = (await browser.link()).replace(/\?.*#/, '?return=/console/keys#');
    await page.goto(link);
    await page.waitForURL(`${browser.kms.url}/console/keys`);
    await page.context().close();
  });

  it('is redeemed on a page that has a link to the console', async () => {
    const { page } = await browser.visit();
    await page.goto(`${browser.kms.url}/sign-in`);
    const link = page.getByRole('link', { name: 'Open the console' });
    expect(await link.getAttribute('href')).toBe('/console');
    await page.context().close();
  });
});

describe('The options to sign in', () => {
  it('are for everybody, kept by no cache, and say nothing else', async () => {
    const { status, json, headers } = await get(kms, '/sign-in/options');
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(json).toEqual({
      issuers: [{ name: 'test', title: 'Test & Co', path: '/sign-in/openid/test' }],
      link: true,
      accessKey: true,
      token: true,
    });
    const { json: without } = await get(browser.kms, '/sign-in/options');
    expect(without).toEqual({ ...json, issuers: [] });
  });
});
