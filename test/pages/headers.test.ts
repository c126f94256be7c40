import { describe, expect, it } from 'vitest';
import { nextArrival } from '../support/exchange.ts';
import { type RawReply, rawRequest } from '../support/http.ts';
import { type Credential, type Kms, sharedKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';
import { enter, linkFor, post, redeem, signIn } from '../support/sign-in.ts';

interface Asked {
  readonly kms: Kms;
  readonly account: Credential;
  /** Of a browser that is signed in. */
  readonly cookie: string;
}

type Headers = readonly (readonly [string, string])[];
const HTML: Headers = [['accept', 'text/html']];
const QUERY = '{"query":"{ errorCodes }"}';

const get =
  (path: string, headers: Headers = []) =>
  ({ kms }: Asked) =>
    rawRequest(kms.url, { path, headers });
const getSignedIn =
  (path: string) =>
  ({ kms, cookie }: Asked) =>
    rawRequest(kms.url, { path, headers: [['cookie', cookie], ...HTML] });
const basic = ({ id, secret }: Credential) => ({
  authorization: `Basic ${btoa(`${id}:${secret}`)}`,
});

const PAGES: readonly [string, number, (asked: Asked) => Promise<RawReply>][] = [
  ['the page to sign in', 200, get('/sign-in')],
  ['GraphiQL', 200, getSignedIn('/graphql')],
  ['GraphiQL for who is not signed in', 401, get('/graphql', HTML)],
  ['the console', 200, get('/console', HTML)],
];

const ANSWERS: readonly [string, number, (asked: Asked) => Promise<RawReply>][] = [
  ...PAGES,
  ['the query-string API', 200, ({ kms, account }) => callV1(kms, account, 'ListKeys')],
  [
    'the query-string API, in XML',
    200,
    ({ kms, account }) => callV1(kms, account, 'ListKeys', {}, { params: { Format: 'XML' } }),
  ],
  [
    'the query-string API, an error',
    404,
    ({ kms, account }) => callV1(kms, account, 'NoSuchAction'),
  ],
  [
    'the query-string API, an error in XML',
    404,
    ({ kms, account }) => callV1(kms, account, 'No', {}, { params: { Format: 'XML' } }),
  ],
  ['GraphQL', 200, ({ kms, account }) => post(kms, '/graphql', QUERY, basic(account))],
  [
    'GraphQL, an error of a query',
    200,
    ({ kms, account }) => post(kms, '/graphql', '{"query":"{"}', basic(account)),
  ],
  ['GraphQL to a stranger', 401, ({ kms }) => post(kms, '/graphql', QUERY, {})],
  ['GraphQL by GET', 405, get('/graphql', [['accept', 'application/json']])],
  [
    'GraphQL by a form',
    415,
    ({ kms, account }) =>
      post(kms, '/graphql', QUERY, { ...basic(account), 'content-type': 'text/plain' }),
  ],
  ['a link that is used', 204, async ({ kms }) => redeem(kms, (await linkFor(kms)).token)],
  ['a link that nobody made', 401, ({ kms }) => redeem(kms, 'made-up')],
  [
    'signing in from another site',
    403,
    ({ kms }) => redeem(kms, 'made-up', { 'sec-fetch-site': 'cross-site' }),
  ],
  ['how to sign in', 200, get('/sign-in/options')],
  [
    'an access key that nobody made',
    401,
    ({ kms }) => enter(kms, 'access-key', { accessKeyId: 'x', accessKeySecret: 'x' }),
  ],
  ['a token that nobody made', 401, ({ kms }) => enter(kms, 'token', { token: 'kwt_x' })],
  ['signing in by GET', 405, get('/sign-in/token')],
  ['signing in with too much', 413, ({ kms }) => redeem(kms, 'x'.repeat(2_000))],
  [
    'signing out',
    204,
    ({ kms }) => post(kms, '/sign-out', '', { 'sec-fetch-site': 'same-origin' }),
  ],
  ['no page', 404, getSignedIn('/graphiql/nothing.js')],
  [
    'a page by another method',
    405,
    ({ kms }) => rawRequest(kms.url, { method: 'PUT', path: '/sign-in' }),
  ],
  ['the bare address in a browser', 302, get('/', HTML)],
  ['a path that does not exist', 404, get('/nothing')],
  ['/healthz', 200, get('/healthz')],
  ['/readyz', 200, get('/readyz')],
  ['/metrics', 200, get('/metrics')],
  [
    '/metrics by another method',
    405,
    ({ kms }) => rawRequest(kms.url, { method: 'POST', path: '/metrics' }),
  ],
  ['an expectation that is not known', 417, get('/healthz', [['expect', 'a miracle']])],
  ['headers that are too large', 431, get('/healthz', [['x-long', 'x'.repeat(400_000)]])],
  [
    'a length that is not a number',
    400,
    ({ kms }) => rawRequest(kms.url, { path: '/', headers: [['content-length', 'many']] }),
  ],
];

async function ask(): Promise<Asked> {
  const kms = await sharedKms();
  return { kms, account: await kms.addAccount(), cookie: (await signIn(kms)).cookie };
}

describe('An answer', () => {
  it.each(ANSWERS)(
    'is kept by no cache, and its type is not guessed: %s',
    async (_name, status, send) => {
      const reply = await send(await ask());
      expect(reply.status).toBe(status);
      expect(reply.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
    },
  );

  it.each(PAGES)('that is a page is shown in no frame: %s', async (_name, _status, send) => {
    const { headers } = await send(await ask());
    expect(headers['content-type']).toBe('text/html;charset=utf-8');
    expect(String(headers['content-security-policy']).split('; ')).toContain(
      "frame-ancestors 'none'",
    );
  });
});

describe('What a page loads', () => {
  it.each(PAGES)(
    'is taken for nothing but what it is given out as: %s',
    async (_name, _status, send) => {
      const asked = await ask();
      const { text } = await send(asked);
      const paths = [...text.matchAll(/<(?:script|link)[^>]+(?:src|href)="(\/[^"]+)"/g)].map(
        ([, path = '']) => path,
      );
      expect(paths.length).toBeGreaterThan(1);
      for (const path of paths) {
        const { status, headers } = await getSignedIn(path)(asked);
        expect([path, status, headers['x-content-type-options']]).toEqual([path, 200, 'nosniff']);
        expect(headers['content-type']).not.toContain('html');
      }
    },
  );
});

describe('The server', () => {
  it('waits a minute at most for the end of a request, and longer for the next one on its connection', async () => {
    const kms = await sharedKms();
    const arrival = nextArrival(kms);
    await rawRequest(kms.url, { path: '/healthz' });
    const { requestTimeout, headersTimeout, keepAliveTimeout } = (await arrival).server;
    for (const limit of [requestTimeout, headersTimeout])
      expect([limit > 0, limit <= 60_000]).toEqual([true, true]); // 0 would disable the limit
    expect(keepAliveTimeout).toBeGreaterThan(60_000);
  });
});
