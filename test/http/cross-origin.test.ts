import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trustedProxies } from '#http/client.ts';
import { Connections } from '#http/connections.ts';
import { createListener } from '#http/listener.ts';
import { startListening, stopListening } from '#http/listening.ts';
import { unavailable } from '#http/unavailable.ts';
import { openLog } from '#log/log.ts';
import { createApiToken } from '../support/api-token.ts';
import { type RawReply, rawRequest } from '../support/http.ts';
import { type Credential, type Kms, startKms } from '../support/kms.ts';
import { type Headers, post, signIn } from '../support/sign-in.ts';

const APP = 'https://example.com';
const settings = { KEYWRIGHT_ALLOWED_ORIGINS: `${APP}, http://localhost:5173` };
const CREATE = '{"query":"mutation { createKey { keyId } }"}';

const FOREIGN = [
  'null',
  'https://evil-example.com',
  'https://example.com.evil.example',
  'https://sub.example.com',
  'https://example.com:8443',
  'http://example.com',
  'http://localhost:5174',
  'https://example.com/',
  'https://EXAMPLE.com',
  'https://example.com, https://example.com',
  '*',
  '',
];

const PREFLIGHT = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization,content-type',
};

const preflight = (
  kms: Pick<Kms, 'url'>,
  origin: string,
  headers: Headers = PREFLIGHT,
  path = '/graphql',
): Promise<RawReply> =>
  rawRequest(kms.url, { method: 'OPTIONS', path, headers: Object.entries({ origin, ...headers }) });

const basic = ({ id, secret }: Credential): string => `Basic ${btoa(`${id}:${secret}`)}`;

const corsOf = ({ headers }: RawReply) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => /^access-control-/.test(name)));

/** What a page of an allowed origin gets beside each answer. */
const READABLE = {
  'access-control-allow-origin': APP,
  'access-control-expose-headers': 'x-request-id, retry-after',
};

const faultIn = ({ json }: RawReply) =>
  (json.errors as { message: string; extensions: { code: string } }[])[0];

let kms: Kms;
let account: Credential;
beforeAll(async () => {
  kms = await startKms({ settings });
  account = await kms.addAccount();
});
afterAll(() => kms[Symbol.asyncDispose]());

const keysOf = ({ store }: Kms) => store.db.key.count();

describe('A preflight', () => {
  it.each([APP, 'http://localhost:5173'])('from %s says what a page may send', async (origin) => {
    const reply = await preflight(kms, origin);
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(corsOf(reply)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization, content-type, accept',
      'access-control-max-age': '7200',
    });
    expect(reply.headers.vary).toBe(
      'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    );
  });

  it.each(FOREIGN)('from %j gets 403 and what to do', async (origin) => {
    const reply = await preflight(kms, origin);
    expect([reply.status, corsOf(reply), reply.headers.vary]).toEqual([403, {}, 'Origin']);
    expect(faultIn(reply)).toEqual({
      message: expect.stringContaining(
        origin === 'null' ? 'serve it from an http(s) address' : 'KEYWRIGHT_ALLOWED_ORIGINS',
      ),
      extensions: { code: 'Forbidden.NoPermission', requestId: expect.any(String) },
    });
  });

  it('from any origin gets 403 where none is allowed', async () => {
    await using closed = await startKms();
    const reply = await preflight(closed, APP);
    expect([reply.status, corsOf(reply)]).toEqual([403, {}]);
  });

  it('is answered whatever credential comes with it', async () => {
    const wrong = {
      ...PREFLIGHT,
      authorization: 'Bearer kwt_wrong',
      cookie: 'keywright-session=x',
    };
    expect((await preflight(kms, APP, wrong)).status).toBe(204);
    expect((await preflight(kms, 'https://evil-example.com', wrong)).status).toBe(403);
  });

  it('is only that of a browser: other OPTIONS requests get 405', async () => {
    for (const headers of [{}, { origin: APP }]) {
      const entries = Object.entries(headers);
      const options = { method: 'OPTIONS', path: '/graphql', headers: entries };
      expect((await rawRequest(kms.url, options)).status).toBe(405);
    }
  });

  it.each(['/', '/sign-in', '/sign-out', '/metrics', '/healthz', '/graphiql/start.js', '/nothing'])(
    'for %s allows nothing',
    async (path) => {
      const reply = await preflight(kms, APP, PREFLIGHT, path);
      expect(corsOf(reply)).toEqual({});
    },
  );
});

describe('A page of an allowed origin', () => {
  it('creates a key with a bearer token, and may read the answer', async () => {
    const { token } = await createApiToken(kms, account);
    const before = await keysOf(kms);
    const reply = await post(kms, '/graphql', CREATE, {
      origin: APP,
      'sec-fetch-site': 'cross-site',
      authorization: `Bearer ${token}`,
    });
    expect(reply.json).toMatchObject({ data: { createKey: { keyId: expect.any(String) } } });
    expect(corsOf(reply)).toEqual(READABLE);
    expect(reply.headers.vary).toBe('Origin');
    expect(await keysOf(kms)).toBe(before + 1);
  });

  it.each<[string, number, string, string, Headers]>([
    ['without a token', 401, 'POST', CREATE, {}],
    ['with a wrong token', 401, 'POST', CREATE, { authorization: 'Bearer kwt_wrong' }],
    ['with no token after "Bearer"', 401, 'POST', CREATE, { authorization: 'Bearer' }],
    ['by GET', 405, 'GET', '', { accept: 'application/json' }],
    ['of a form', 415, 'POST', CREATE, { 'content-type': 'text/plain' }],
    ['with an access key', 403, 'POST', CREATE, { authorization: 'Basic eDp5' }],
  ])('may read why a request %s fails (%d)', async (_name, status, method, body, headers) => {
    const reply = await rawRequest(kms.url, {
      method,
      path: '/graphql',
      body,
      headers: Object.entries({ 'content-type': 'application/json', origin: APP, ...headers }),
    });
    expect([reply.status, corsOf(reply)]).toEqual([status, READABLE]);
    expect(reply.headers.vary).toBe('Origin');
    expect(faultIn(reply)?.extensions.code).toEqual(expect.any(String));
  });

  it('may read that its body is too large (413)', async () => {
    const authorization = `Bearer ${(await createApiToken(kms, account)).token}`;
    const body = JSON.stringify({ query: 'x'.repeat(1_100_000) });
    const reply = await post(kms, '/graphql', body, { origin: APP, authorization });
    expect([reply.status, corsOf(reply)]).toEqual([413, READABLE]);
  });

  it('cannot use an access key, even the right one', async () => {
    const before = await keysOf(kms);
    const headers = { origin: APP, authorization: basic(account) };
    const reply = await post(kms, '/graphql', CREATE, headers);
    expect([reply.status, faultIn(reply)?.message]).toEqual([
      403,
      expect.stringContaining('must send a bearer token'),
    ]);
    expect(await keysOf(kms)).toBe(before);
  });

  it.each(['same-site', 'cross-site', undefined])(
    'cannot use the cookie of a signed-in browser (Sec-Fetch-Site: %s)',
    async (site) => {
      const { cookie } = await signIn(kms);
      const before = await keysOf(kms);
      const headers = { origin: APP, cookie, ...(site && { 'sec-fetch-site': site }) };
      const reply = await post(kms, '/graphql', CREATE, headers);
      expect([reply.status, corsOf(reply)]).toEqual([403, READABLE]);
      expect(await keysOf(kms)).toBe(before);
    },
  );

  it('may read nothing but the GraphQL API', async () => {
    for (const [path, accept] of [
      ['/', '*/*'],
      ['/graphql', 'text/html'],
      ['/sign-in', 'text/html'],
      ['/healthz', '*/*'],
      ['/metrics', '*/*'],
      ['/nothing', '*/*'],
    ] as const) {
      const headers = Object.entries({ origin: APP, accept });
      expect([path, corsOf(await rawRequest(kms.url, { path, headers }))]).toEqual([path, {}]);
    }
  });
});

describe('A page of another origin', () => {
  it.each(FOREIGN)('%j gets 403, and nothing is done', async (origin) => {
    const before = await keysOf(kms);
    const { token } = await createApiToken(kms, account);
    for (const authorization of [basic(account), `Bearer ${token}`]) {
      const reply = await post(kms, '/graphql', CREATE, { origin, authorization });
      expect([reply.status, corsOf(reply), reply.headers.vary]).toEqual([403, {}, 'Origin']);
      expect(faultIn(reply)?.extensions.code).toBe('Forbidden.NoPermission');
    }
    expect(await keysOf(kms)).toBe(before);
  });
});

describe('With allowed origins', () => {
  it('our own pages still use the cookie', async () => {
    const { cookie } = await signIn(kms);
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, {}] as Headers[]) {
      const own = { origin: kms.url, cookie, ...headers };
      const reply = await post(kms, '/graphql', CREATE, own);
      expect(reply.json).toMatchObject({ data: { createKey: { keyId: expect.any(String) } } });
      expect([corsOf(reply), reply.headers.vary]).toEqual([{}, 'Origin']);
    }
  });

  it('clients that send no Origin still use an access key', async () => {
    const reply = await post(kms, '/graphql', CREATE, { authorization: basic(account) });
    expect(reply.json).toMatchObject({ data: { createKey: { keyId: expect.any(String) } } });
    expect([corsOf(reply), reply.headers.vary]).toEqual([{}, 'Origin']);
  });
});

describe('A page of an allowed origin may read', () => {
  it.each([
    ['that the service starts or stops', 503, unavailable('Keywright is stopping.')],
    ['that the service failed', 500, () => Promise.reject(new Error('a bug'))],
  ])('%s', async (_name, status, handle) => {
    using connections = new Connections({
      maxConnections: 8,
      maxUnauthenticatedBytes: 1_000,
      unreadMilliseconds: 1_000,
    });
    const listener = createListener(handle, {
      maxHeaderBytes: 16_384,
      connections,
      proxies: trustedProxies([]),
      isSecure: false,
      allowedOrigins: new Set([APP]),
      log: openLog('silent'),
    });
    const url = `http://127.0.0.1:${await startListening(listener, '127.0.0.1', 0)}`;
    try {
      const reply = await post({ url }, '/graphql', CREATE, { origin: APP });
      expect([reply.status, corsOf(reply)]).toEqual([status, READABLE]);
    } finally {
      await stopListening(listener, 1_000);
    }
  });
});
