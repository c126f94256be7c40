import { describe, expect, it } from 'vitest';
import { rawRequest } from '../support/http.ts';
import { setEnabled } from '../support/identities.ts';
import { gatherCommits } from '../support/interleave.ts';
import { type Kms, sharedKms, startKms } from '../support/kms.ts';
import { type Headers, linkFor, post, redeem, signIn } from '../support/sign-in.ts';

const CREATE = '{"query":"mutation { createKey { keyId } }"}';

const hostOf = ({ url }: Kms): string => new URL(url).host;

const keysOf = (kms: Kms) =>
  kms.store.db.key.count({ where: { accountId: kms.deployment.accountId } });

describe('A sign-in link', () => {
  it('works once, and leaves a cookie that scripts and other sites do not get', async () => {
    const kms = await sharedKms();
    const { token } = await linkFor(kms);
    const first = await redeem(kms, token);
    expect(first.status).toBe(204);
    expect([first.headers['set-cookie']].flat()).toEqual([
      expect.stringMatching(
        /^keywright-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
      ),
    ]);
    const second = await redeem(kms, token);
    expect([second.status, second.headers['set-cookie']]).toEqual([401, undefined]);
  });

  it('works for one of two who use it at once', async () => {
    const kms = await sharedKms();
    const { token } = await linkFor(kms);
    // Both have found the link before either has used it up.
    gatherCommits(kms.store, 2, (writes) => writes.some(({ verb }) => verb === 'delete'));
    const sessions = await kms.store.db.session.count();
    const replies = await Promise.all([redeem(kms, token), redeem(kms, token)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 401]);
    expect(replies.flatMap(({ headers }) => headers['set-cookie'] ?? [])).toHaveLength(1);
    expect(await kms.store.db.session.count()).toBe(sessions + 1);
  });

  it('is stored as a hash, and so is the session', async () => {
    await using kms = await startKms();
    const { token } = await linkFor(kms);
    const links = JSON.stringify(await kms.store.db.signInLink.findMany());
    expect(links).not.toContain(token);
    const { cookie } = await signIn(kms);
    expect(JSON.stringify(await kms.store.db.session.findMany())).not.toContain(
      cookie.split('=')[1],
    );
  });

  it('signs nobody in whose access key was disabled, and leaves no audit row and no session', async () => {
    await using kms = await startKms();
    const { accountId, token } = await linkFor(kms);
    const { id } = await kms.store.db.accessKey.findFirstOrThrow({ where: { accountId } });
    await setEnabled(kms, id, false);
    expect((await redeem(kms, token)).status).toBe(401);
    expect(await kms.store.db.session.count()).toBe(0);
    expect(await kms.store.db.auditEvent.count({ where: { operation: 'SignIn' } })).toBe(0);
    await setEnabled(kms, id, true);
    expect((await redeem(kms, token)).status).toBe(204);
  });

  it('is valid for as many minutes as the settings say, and so is a session', async () => {
    let now = new Date('2026-11-24T12:00:00Z');
    const settings = { KEYWRIGHT_SIGN_IN_LINK_MINUTES: '60', KEYWRIGHT_SESSION_MINUTES: '30' };
    await using kms = await startKms({ clock: () => now, settings });
    const link = await linkFor(kms);
    now = new Date('2026-11-24T12:59:59Z');
    const reply = await redeem(kms, link.token);
    expect(String(reply.headers['set-cookie'])).toContain('Max-Age=1800');
    const cookie = String(reply.headers['set-cookie']).split(';')[0] ?? '';
    const ask = async () =>
      (
        await post(kms, '/graphql', '{"query":"{ errorCodes }"}', {
          cookie,
          'sec-fetch-site': 'same-origin',
        })
      ).status;
    now = new Date('2026-11-24T13:29:58Z');
    expect(await ask()).toBe(200);
    now = new Date('2026-11-24T13:29:59Z');
    expect(await ask()).toBe(401);
  });

  it('is valid for ten minutes, and a session for twelve hours', async () => {
    let now = new Date('2026-11-24T12:00:00Z');
    await using kms = await startKms({ clock: () => now });
    const late = await linkFor(kms);
    const { cookie } = await signIn(kms);
    const ask = async () =>
      (
        await post(kms, '/graphql', '{"query":"{ errorCodes }"}', {
          cookie,
          'sec-fetch-site': 'same-origin',
        })
      ).status;
    now = new Date('2026-11-24T12:10:00Z');
    expect((await redeem(kms, late.token)).status).toBe(401);
    now = new Date('2026-11-24T23:59:59Z');
    expect(await ask()).toBe(200);
    now = new Date('2026-11-25T00:00:00Z');
    expect(await ask()).toBe(401);
  });

  it.each([
    ['nothing', undefined],
    ['a number', 7],
    ['a made-up token', 'x'.repeat(43)],
    ['an object', { a: 1 }],
  ])('is refused when it holds %s', async (_name, token) => {
    expect((await redeem(await sharedKms(), token)).status).toBe(401);
  });

  it('is refused when it is too long, or no JSON', async () => {
    const kms = await sharedKms();
    expect((await redeem(kms, 'x'.repeat(2_000))).status).toBe(413);
    expect((await post(kms, '/sign-in', '{', { 'sec-fetch-site': 'same-origin' })).status).toBe(
      401,
    );
  });

  it('is not used up by another site', async () => {
    const kms = await sharedKms();
    const { token } = await linkFor(kms);
    expect(
      (await redeem(kms, token, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }))
        .status,
    ).toBe(403);
    expect((await redeem(kms, token)).status).toBe(204);
  });

  it('sets a cookie only for TLS if the public address has TLS', async () => {
    await using kms = await startKms({
      settings: { KEYWRIGHT_PUBLIC_URL: 'https://kms.example.com' },
    });
    const { token } = await linkFor(kms);
    const proxied = { ...kms, url: `http://127.0.0.1:${kms.port}` };
    const { status, headers } = await redeem(proxied, token, {
      host: 'kms.example.com',
      origin: 'https://kms.example.com',
    });
    expect(status).toBe(204);
    expect(String(headers['set-cookie'])).toMatch(
      /^__Host-keywright-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
    // The name without the prefix could have been set by another host of the domain: it is not read.
    const [value = ''] = String(headers['set-cookie']).replace('__Host-', '').split(';');
    const ask = async (cookie: string) =>
      (
        await post(proxied, '/graphql', '{"query":"{ errorCodes }"}', {
          cookie,
          host: 'kms.example.com',
          origin: 'https://kms.example.com',
        })
      ).status;
    expect(await ask(value)).toBe(401);
    expect(await ask(`__Host-${value}`)).toBe(200);
  });
});

describe('A session', () => {
  it('calls as the access key of its link', async () => {
    const kms = await sharedKms();
    const { cookie, accountId } = await signIn(kms);
    const { json } = await post(kms, '/graphql', '{"query":"mutation { createKey { creator } }"}', {
      cookie,
      'sec-fetch-site': 'same-origin',
    });
    expect(json).toEqual({ data: { createKey: { creator: accountId } } });
  });

  it('may say by Origin that its page is ours, where the browser has no Sec-Fetch-Site', async () => {
    const kms = await sharedKms();
    const { cookie } = await signIn(kms);
    expect(
      (await post(kms, '/graphql', '{"query":"{ errorCodes }"}', { cookie, origin: kms.url }))
        .status,
    ).toBe(200);
  });

  it('ends at once when it is signed out', async () => {
    const kms = await sharedKms();
    const { cookie } = await signIn(kms);
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    expect(
      (await post(kms, '/sign-out', '', { ...headers, 'sec-fetch-site': 'cross-site' })).status,
    ).toBe(403);
    const signedOut = await post(kms, '/sign-out', '', headers);
    expect([signedOut.status, String(signedOut.headers['set-cookie'])]).toEqual([
      204,
      expect.stringContaining('keywright-session=; Max-Age=0'),
    ]);
    expect((await post(kms, '/graphql', '{"query":"{ errorCodes }"}', headers)).status).toBe(401);
    expect((await post(kms, '/sign-out', '', headers)).status).toBe(204);
  });

  it('ends when its access key is disabled', async () => {
    await using kms = await startKms();
    const { cookie } = await signIn(kms);
    const { id } = await kms.store.db.accessKey.findFirstOrThrow();
    await setEnabled(kms, id, false);
    expect(
      (
        await post(kms, '/graphql', '{"query":"{ errorCodes }"}', {
          cookie,
          'sec-fetch-site': 'same-origin',
        })
      ).status,
    ).toBe(401);
  });

  it.each([
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    [
      'from a sibling of our site',
      { 'sec-fetch-site': 'same-site', origin: 'http://localhost:1' },
      403,
    ],
    ['from nowhere', { 'sec-fetch-site': 'none' }, 403],
    ['with only a foreign Origin', { origin: 'https://evil.example' }, 403],
    ['with the Origin null', { origin: 'null' }, 403],
    ['with an Origin that begins like ours', { origin: 'http://127.0.0.1:4000.evil.example' }, 403],
    ['with neither', {}, 403],
    ['by a rebound name', { host: 'evil.example', origin: 'http://evil.example' }, 403],
    [
      'by a rebound name that says same-origin',
      { host: 'evil.example', 'sec-fetch-site': 'same-origin' },
      403,
    ],
    [
      'as a form',
      { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      415,
    ],
    ['as text', { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' }, 415],
    [
      'as multipart',
      { 'sec-fetch-site': 'cross-site', 'content-type': 'multipart/form-data; boundary=x' },
      415,
    ],
  ] as [string, Headers, number][])('is refused %s', async (_name, headers, status) => {
    await using kms = await startKms();
    const { cookie } = await signIn(kms);
    const reply = await post(kms, '/graphql', CREATE, { cookie, ...headers });
    expect(reply.status).toBe(status);
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    expect(await keysOf(kms)).toBe(0);
  });

  it('is of no use by GET, by a preflight, or on the query-string API', async () => {
    await using kms = await startKms();
    const { cookie } = await signIn(kms);
    const headers: [string, string][] = [
      ['cookie', cookie],
      ['sec-fetch-site', 'cross-site'],
      ['origin', 'https://evil.example'],
    ];
    const query = encodeURIComponent('mutation { createKey { keyId } }');
    expect((await rawRequest(kms.url, { path: `/graphql?query=${query}`, headers })).status).toBe(
      405,
    );
    const asPage = await rawRequest(kms.url, {
      path: `/graphql?query=${query}`,
      headers: [...headers, ['accept', 'text/html']],
    });
    expect(asPage.status).toBe(403);
    const preflight = await rawRequest(kms.url, {
      method: 'OPTIONS',
      path: '/graphql',
      headers: [...headers, ['access-control-request-method', 'POST']],
    });
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([
      403,
      undefined,
    ]);
    expect((await rawRequest(kms.url, { path: '/?Action=CreateKey', headers })).json.Code).toBe(
      'MissingParameter',
    );
    expect(await keysOf(kms)).toBe(0);
  });
});

describe('A page on another port of this host', () => {
  const FOREIGN: readonly (readonly [name: string, headers: Headers])[] = [
    ['as browsers say it', { 'sec-fetch-site': 'same-site' }],
    ['by its Origin', { origin: 'http://127.0.0.1:1' }],
    ['by its Referer', { referer: 'http://127.0.0.1:1/page' }],
    ['by a Referer that is not a web address', { referer: 'about:client' }],
  ];

  it.each(FOREIGN)(
    'gets 403 for whatever it asks for with the session, %s',
    async (_name, headers) => {
      const kms = await sharedKms();
      const { cookie } = await signIn(kms);
      const get = async (path: string) =>
        rawRequest(kms.url, {
          path,
          headers: Object.entries({ cookie, accept: 'text/html', ...headers }),
        });
      for (const path of ['/graphql', '/graphiql/start.js', '/graphiql/nothing.js'])
        expect([path, (await get(path)).status]).toEqual([path, 403]);
      expect((await get('/graphql')).text).toContain('<a href="/graphql">');
      for (const path of ['/graphql', '/sign-out'])
        expect([path, (await post(kms, path, CREATE, { cookie, ...headers })).status]).toEqual([
          path,
          403,
        ]);
    },
  );

  it('does not come back signed in, and the person who follows its link to us does', async () => {
    const kms = await sharedKms();
    const { cookie } = await signIn(kms);
    const open = async (site: string) =>
      (
        await rawRequest(kms.url, {
          path: '/graphql',
          headers: Object.entries({ cookie, accept: 'text/html', 'sec-fetch-site': site }),
        })
      ).status;
    expect([await open('same-site'), await open('same-origin'), await open('none')]).toEqual([
      403, 200, 200,
    ]);
  });
});

describe('The pages', () => {
  it('show GraphiQL to a signed-in user, under a policy that loads nothing from other hosts', async () => {
    const kms = await sharedKms();
    const { cookie } = await signIn(kms);
    const page = await rawRequest(kms.url, {
      path: '/graphql',
      headers: [
        ['cookie', cookie],
        ['accept', 'text/html'],
      ],
    });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html;charset=utf-8']);
    expect(page.headers['content-security-policy']).toMatch(
      /default-src 'none'.*script-src 'self';/,
    );
    expect(page.text).not.toMatch(/https?:\/\//);
    for (const asset of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const { status } = await rawRequest(kms.url, {
        path: asset[1] ?? '',
        headers: [['cookie', cookie]],
      });
      expect([asset[1], status]).toEqual([asset[1], 200]);
    }
  });

  it('serve nothing else below their path', async () => {
    const kms = await sharedKms();
    const { cookie } = await signIn(kms);
    for (const path of [
      '/graphiql/nothing.js',
      '/graphiql/',
      '/graphiql/..%2f..%2fmain.ts',
      '/sign-out',
      '/sign-in.html',
    ])
      expect([
        path,
        (await rawRequest(kms.url, { path, headers: [['cookie', cookie]] })).status,
      ]).toEqual([path, 404]);
  });

  it('ask everybody else to sign in', async () => {
    const kms = await sharedKms();
    const page = await rawRequest(kms.url, {
      path: '/graphql',
      headers: [['accept', 'text/html']],
    });
    expect([page.status, page.text.includes('npm run sign-in-link')]).toEqual([401, true]);
    const bare = await rawRequest(kms.url, { path: '/', headers: [['accept', 'text/html,*/*']] });
    expect([bare.status, bare.headers.location]).toEqual([302, '/console']);
  });

  it('are not shown by another name than our own', async () => {
    const kms = await sharedKms();
    const { cookie } = await signIn(kms);
    expect(
      (
        await rawRequest(kms.url, {
          path: '/graphql',
          headers: [
            ['cookie', cookie],
            ['host', 'evil.example'],
            ['accept', 'text/html'],
          ],
        })
      ).status,
    ).toBe(403);
    const localhost = hostOf(kms).replace('127.0.0.1', 'localhost');
    expect(
      (
        await rawRequest(kms.url, {
          path: '/graphql',
          headers: [
            ['cookie', cookie],
            ['host', localhost],
            ['accept', 'text/html'],
          ],
        })
      ).status,
    ).toBe(200);
  });
});
