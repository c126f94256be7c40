import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { onSqlite } from '../support/database.ts';
import { addRootKey } from '../support/identities.ts';
import type { Kms } from '../support/kms.ts';
import { TestIssuer } from '../support/openid/issuer.ts';
import {
  acceptingTokens,
  MAPPING,
  openIdSettings,
  outcomeOf,
  startOpenIdKms,
  whoCalls,
} from '../support/openid/kms.ts';
import {
  answerWith,
  answerWithIdToken,
  begin,
  CLIENT,
  comeBack,
  cookiesOf,
  get,
  signInBy,
  signingIn,
} from '../support/openid/sign-in.ts';
import { post } from '../support/sign-in.ts';

let issuer: TestIssuer;
let kms: Kms;
const log: string[] = [];

beforeAll(async () => {
  issuer = await TestIssuer.start();
  kms = await startOpenIdKms([signingIn(issuer.url)], { log: (line) => log.push(line) });
});
beforeEach(() => issuer.answers.clear());
afterAll(async () => {
  await kms[Symbol.asyncDispose]();
  await issuer.close();
});

const whoIs = (at: Pick<Kms, 'url'>, cookie: string) =>
  post(at, '/graphql', '{"query":"{ callerIdentity { arn } }"}', {
    cookie,
    'sec-fetch-site': 'same-origin',
  });

/** How many sign-ins the issuer or the settings refused, and how many codes were wrong. */
async function failuresAt(at: Pick<Kms, 'url'>) {
  const { text } = await get(at, '/metrics');
  const countOf = (guessed: string) =>
    Number(
      new RegExp(
        `^keywright_failed_authentications_total\\{guessed="${guessed}".* (\\d+)$`,
        'm',
      ).exec(text)?.[1] ?? 0,
    );
  return { signIn: countOf('signIn'), signInCode: countOf('signInCode') };
}

describe('Sign-in with an issuer', () => {
  it('has a link on the sign-in page', async () => {
    const { text } = await get(kms, '/sign-in');
    expect(text).toContain('<a class="issuer" href="/sign-in/openid/test">');
    expect(text).toContain('Sign in with Test &amp; Co');
  });

  it('asks the issuer with PKCE, state and nonce, and binds the browser with a cookie of ten minutes', async () => {
    const { reply, asked, cookie } = await begin(kms);
    expect(reply.status).toBe(302);
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(String(reply.headers.location)).toContain(`${issuer.url}/authorize?`);
    expect(Object.fromEntries(asked)).toEqual({
      client_id: CLIENT.clientId,
      response_type: 'code',
      scope: 'openid',
      redirect_uri: `${kms.url}/sign-in/openid/test/callback`,
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(String(reply.headers['set-cookie'])).toMatch(
      /^keywright-sign-in=[\w.-]+; Max-Age=600; Path=\/sign-in\/openid; HttpOnly; SameSite=Lax$/,
    );
    expect(cookie).not.toContain(String(asked.get('code_challenge')));
  });

  it('opens a session of the user that the subject is mapped to, and records it', async () => {
    const begun = await begin(kms);
    await answerWithIdToken(issuer, begun.nonce);
    const before = await kms.store.db.auditEvent.count({ where: { operation: 'SignIn' } });
    const reply = await comeBack(kms, begun);
    expect([reply.status, reply.text.includes('/sign-in.continue.js')]).toEqual([200, true]);
    expect([reply.headers['set-cookie']].flat()).toEqual([
      expect.stringMatching(
        /^keywright-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
      ),
      'keywright-sign-in=; Max-Age=0; Path=/sign-in/openid; HttpOnly; SameSite=Lax',
    ]);
    const cookie = cookiesOf(reply).get('keywright-session') ?? '';
    const { accountId } = kms.deployment;
    expect(outcomeOf(await whoIs(kms, cookie))).toEqual([200, `acs:ram::${accountId}:user/alice`]);
    const session = await kms.store.db.session.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
    expect(session).toMatchObject({ issuer: issuer.url, subject: 'alice-subject', roleId: null });
    const rows = await kms.store.db.auditEvent.findMany({
      where: { operation: 'SignIn' },
      orderBy: { id: 'asc' },
    });
    expect(rows).toHaveLength(before + 1);
    expect(rows.at(-1)).toMatchObject({
      accountId,
      surface: 'page',
      outcome: 'Done',
      credentialType: 'OpenIdConnect',
      accessKeyId: `${issuer.url}#alice-subject`,
      principal: `acs:ram::${accountId}:user/alice`,
      sessionId: session.id,
      address: '127.0.0.1',
    });
  });

  it('proves to the issuer who asks, and that it was this browser', async () => {
    const begun = await begin(kms);
    await answerWithIdToken(issuer, begun.nonce);
    await comeBack(kms, begun);
    const request = issuer.requests.findLast(({ path }) => path === '/token');
    const credentials = `${CLIENT.clientId}:${encodeURIComponent(CLIENT.clientSecret).replaceAll('%20', '+')}`;
    expect(request?.headers.authorization).toBe(
      `Basic ${Buffer.from(credentials).toString('base64')}`,
    );
    const sent = new URLSearchParams(request?.body);
    expect(sent.get('code')).toBe('a-code');
    expect(sent.get('redirect_uri')).toBe(`${kms.url}/sign-in/openid/test/callback`);
    expect(begun.cookie).toContain(String(sent.get('code_verifier')));
  });

  it('proves itself as the issuer supports it, and a public client by PKCE only', async () => {
    const sentBy = async (signIn: Readonly<Record<string, unknown>>) => {
      await using own = await startOpenIdKms([signingIn(issuer.url, {}, signIn)]);
      expect(await signInBy(own, issuer)).toContain('keywright-session=');
      const request = issuer.requests.findLast(({ path }) => path === '/token');
      const body = Object.fromEntries(new URLSearchParams(request?.body));
      return { authorization: request?.headers.authorization, ...body };
    };
    const { clientId: client_id, clientSecret: client_secret } = CLIENT;
    expect(await sentBy({ clientSecret: undefined })).toMatchObject({
      authorization: undefined,
      client_id,
      code_verifier: expect.any(String),
    });
    issuer.metadata = { token_endpoint_auth_methods_supported: ['client_secret_post'] };
    expect(await sentBy({})).toMatchObject({ authorization: undefined, client_id, client_secret });
    issuer.metadata = {};
  });

  it('opens a session of a role for a member of a group', async () => {
    const claims = { sub: 'bob', realm_access: { roles: ['kms-reader'] } };
    const cookie = await signInBy(kms, issuer, claims);
    const { accountId } = kms.deployment;
    const name = /role\/reader\/bob$/;
    expect(outcomeOf(await whoIs(kms, cookie))).toEqual([200, expect.stringMatching(name)]);
    const { json } = await post(kms, '/graphql', '{"query":"mutation { createKey { keyId } }"}', {
      cookie,
      'sec-fetch-site': 'same-origin',
    });
    expect(JSON.stringify(json)).toContain('Forbidden.NoPermission');
    expect(accountId).toBeTruthy();
  });

  it('makes no other credentials', async () => {
    const cookie = await signInBy(kms, issuer);
    const ask = async (query: string) =>
      JSON.stringify(
        (
          await post(kms, '/graphql', JSON.stringify({ query }), {
            cookie,
            'sec-fetch-site': 'same-origin',
          })
        ).json,
      );
    const { accountId } = kms.deployment;
    const root = caller('rpc', kms, await addRootKey(kms, accountId));
    const policyName = 'everything';
    const policyDocument = JSON.stringify({
      Version: '1',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    });
    await root.act('CreatePolicy', { policyName, policyDocument });
    const names = { policyType: 'Custom', policyName, userName: 'alice' };
    await root.act('AttachPolicyToUser', names);
    const refusal = 'they would outlive the sign-in';
    expect(await ask('mutation { createAccessKey(input: {}) { accessKeySecret } }')).toContain(
      refusal,
    );
    expect(await ask('mutation { createApiToken(input: { name: "x" }) { token } }')).toContain(
      refusal,
    );
    const roleArn = `acs:ram::${accountId}:role/reader`;
    expect(
      await ask(
        `mutation { assumeRole(input: { roleArn: "${roleArn}", roleSessionName: "abc" }) { credentials { accessKeyId } } }`,
      ),
    ).toContain('Only access keys and sessions of roles can assume roles');
    await root.act('DetachPolicyFromUser', names);
  });

  it.each([
    ['no cookie', () => ({ cookie: '' })],
    ['another state', () => ({ state: 'x'.repeat(43) })],
    ['no state', () => ({ state: '' })],
    [
      'a cookie of another issuer',
      (cookie: string) => ({ cookie: cookie.replace('=test.', '=other.') }),
    ],
    ['a broken cookie', () => ({ cookie: 'keywright-sign-in=test.a' })],
  ])('with %s is refused before the issuer is asked', async (_name, change) => {
    const begun = await begin(kms);
    const asked = issuer.asked.length;
    const reply = await comeBack(kms, { ...begun, ...change(begun.cookie) });
    expect([reply.status, reply.headers['set-cookie']]).toEqual([400, undefined]);
    expect(reply.text).toContain('Sign in again.');
    expect(issuer.asked).toHaveLength(asked);
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another nonce', { nonce: 'x'.repeat(43) }],
    ['without nonce', { nonce: undefined }],
    ['for another client', { aud: 'other' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['that has expired', { exp: 1_000_000_000 }],
    ['without subject', { sub: undefined }],
    ['with a subject of 256 characters', { sub: 'x'.repeat(256) }],
  ])('with an ID token %s is refused', async (_name, claims) => {
    const begun = await begin(kms);
    await answerWithIdToken(issuer, begun.nonce, claims);
    const reply = await comeBack(kms, begun);
    expect([reply.status, cookiesOf(reply).has('keywright-session')]).toEqual([502, false]);
    expect(reply.text).toContain('the log of Keywright');
    expect(log.join('')).toContain('a sign-in failed');
  });

  it('with an ID token whose signature is wrong is refused', async () => {
    await using evil = await TestIssuer.start();
    const begun = await begin(kms);
    const claims = { iss: issuer.url, aud: CLIENT.clientId, nonce: begun.nonce };
    answerWith(issuer, await evil.token({ claims, header: { typ: 'JWT' } }));
    expect((await comeBack(kms, begun)).status).toBe(502);
  });

  it('with a code that the issuer does not accept says so', async () => {
    const begun = await begin(kms);
    issuer.answers.set('/token', { status: 400, body: '{"error":"invalid_grant"}' });
    const reply = await comeBack(kms, begun);
    expect([reply.status, reply.text.includes('was used before or has expired')]).toEqual([
      400,
      true,
    ]);
  });

  it('with a wrong client secret tells the operator', async () => {
    const begun = await begin(kms);
    issuer.answers.set('/token', { status: 401, body: '{"error":"invalid_client"}' });
    expect((await comeBack(kms, begun)).status).toBe(502);
    expect(log.join('')).toContain('invalid_client');
    expect(log.join('')).not.toContain(CLIENT.clientSecret);
  });

  it('that the person denies says what to do', async () => {
    const begun = await begin(kms);
    const parameters = { error: 'access_denied', error_description: '<script>' };
    const reply = await comeBack(kms, begun, parameters);
    expect([reply.status, reply.text.includes('did not sign you in')]).toEqual([403, true]);
    expect(reply.text).not.toContain('<script>');
  });

  it('of a subject without a rule gets 403 with the subject', async () => {
    const begun = await begin(kms);
    await answerWithIdToken(issuer, begun.nonce, { sub: '<b>stranger</b>' });
    const reply = await comeBack(kms, begun);
    expect([reply.status, cookiesOf(reply).has('keywright-session')]).toEqual([403, false]);
    expect(reply.text).toContain('name your subject: &lt;b&gt;stranger&lt;/b&gt;');
  });

  it('without a claim that the settings require gets 403', async () => {
    const requiredClaims = [{ claim: 'email_verified', equals: true }];
    await using strict = await startOpenIdKms([signingIn(issuer.url, {}, { requiredClaims })]);
    expect(await signInBy(strict, issuer)).toBe('');
    expect(await signInBy(strict, issuer, { email_verified: 'true' })).toBe('');
    expect(await signInBy(strict, issuer, { email_verified: true })).toContain(
      'keywright-session=',
    );
  });

  it('while the issuer does not answer gets 503', async () => {
    await using own = await TestIssuer.start();
    await using away = await startOpenIdKms([signingIn(own.url)]);
    const begun = await begin(away);
    await own.close();
    const returned = await comeBack(away, begun);
    expect([returned.status, returned.text.includes('does not answer')]).toEqual([503, true]);
    await using late = await startOpenIdKms([signingIn(own.url)]);
    expect((await get(late, '/sign-in/openid/test')).status).toBe(503);
  });

  it.each([
    ['denied', { error: 'access_denied' }, {}],
    ['unmapped', {}, { sub: 'stranger' }],
    ['unmapped', {}, { email_verified: false }],
  ])(
    'that is %s is counted and logged, and never locks out',
    async (reason, parameters, claims) => {
      const lines: string[] = [];
      const requiredClaims = [{ claim: 'email_verified', equals: true }];
      await using own = await startOpenIdKms([signingIn(issuer.url, {}, { requiredClaims })], {
        log: (line) => lines.push(line),
      });
      for (let count = 0; count < 25; count += 1) {
        const begun = await begin(own);
        await answerWithIdToken(issuer, begun.nonce, { email_verified: true, ...claims });
        expect((await comeBack(own, begun, parameters)).status).toBe(403);
      }
      expect(await failuresAt(own)).toEqual({ signIn: 25, signInCode: 0 });
      const logged = lines.filter((line) => line.includes(`"code":"${reason}"`));
      expect(logged).toHaveLength(25);
      expect(await signInBy(own, issuer, { email_verified: true })).toContain('keywright-session=');
    },
  );

  it('with a code that the issuer does not accept is counted and logged', async () => {
    const lines: string[] = [];
    await using own = await startOpenIdKms([signingIn(issuer.url)], {
      log: (line) => lines.push(line),
    });
    issuer.answers.set('/token', { status: 400, body: '{"error":"invalid_grant"}' });
    await comeBack(own, await begin(own));
    expect(await failuresAt(own)).toEqual({ signIn: 0, signInCode: 1 });
    expect(lines.join('')).toContain('"code":"code"');
  });

  it('limits how many codes a stranger can try', async () => {
    await using own = await startOpenIdKms([signingIn(issuer.url)]);
    issuer.answers.set('/token', { status: 400, body: '{"error":"invalid_grant"}' });
    const statuses: number[] = [];
    for (let count = 0; count < 25; count += 1)
      statuses.push((await comeBack(own, await begin(own))).status);
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(400));
    expect(statuses.at(-1)).toBe(429);
  });

  it('begins at the address to which the issuer returns', async () => {
    const host = new URL(kms.url).host.replace('127.0.0.1', 'localhost');
    const reply = await get(kms, '/sign-in/openid/test', { host });
    expect([reply.status, reply.headers.location, reply.headers['set-cookie']]).toEqual([
      302,
      `${kms.url}/sign-in/openid/test?moved`,
      undefined,
    ]);
    // Behind a proxy that replaces the Host header the browser is there, although it does not look so.
    const moved = await get(kms, '/sign-in/openid/test?moved', { host });
    expect(String(moved.headers.location)).toContain(`${issuer.url}/authorize?`);
  });

  it('is not served under other names, methods and paths', async () => {
    expect((await get(kms, '/sign-in/openid/test', { host: 'evil.example' })).status).toBe(403);
    for (const path of ['other', '', 'test/callback/x', '..%2ftest', 'TEST'])
      expect([path, (await get(kms, `/sign-in/openid/${path}`)).status]).toEqual([path, 404]);
    expect((await post(kms, '/sign-in/openid/test', '{}', {})).status).toBe(405);
  });

  it('uses cookies for TLS only where the public address has TLS', async () => {
    const settings = { KEYWRIGHT_PUBLIC_URL: 'https://kms.example.com' };
    await using own = await startOpenIdKms([signingIn(issuer.url)], { settings });
    const proxied = { url: `http://127.0.0.1:${own.port}` };
    const host = { host: 'kms.example.com' };
    const reply = await get(proxied, '/sign-in/openid/test', host);
    expect(String(reply.headers['set-cookie'])).toMatch(
      /^__Host-keywright-sign-in=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const asked = new URL(String(reply.headers.location)).searchParams;
    expect(asked.get('redirect_uri')).toBe('https://kms.example.com/sign-in/openid/test/callback');
    await answerWithIdToken(issuer, String(asked.get('nonce')));
    const query = `code=a&state=${asked.get('state')}`;
    const cookie = [...cookiesOf(reply).values()].join('; ');
    const done = await get(proxied, `/sign-in/openid/test/callback?${query}`, { ...host, cookie });
    expect(String(done.headers['set-cookie'])).toMatch(/^__Host-keywright-session=/);
  });
});

describe('A session by OpenID Connect', () => {
  const asking = (at: Kms, cookie: string) => async () => (await whoIs(at, cookie)).status;

  it('ends with its user', async () => {
    await using own = await startOpenIdKms([signingIn(issuer.url)]);
    const root = caller('rpc', own, await addRootKey(own, own.deployment.accountId));
    await root.act('CreateUser', { userName: 'nobody' });
    const ask = asking(own, await signInBy(own, issuer, { sub: 'nobody-subject' }));
    expect(await ask()).toBe(200);
    await root.act('DeleteUser', { userName: 'nobody' });
    expect(await ask()).toBe(401);
    await root.act('CreateUser', { userName: 'nobody' });
    expect(await ask()).toBe(401);
  });

  it.skipIf(onSqlite)(
    'ends with its user on every replica, and so does an access token',
    async () => {
      const entry = {
        ...signingIn(issuer.url),
        ...{ accessTokens: acceptingTokens(issuer.url).accessTokens },
      };
      await using one = await startOpenIdKms([entry]);
      await using other = await startOpenIdKms([entry], { dataDir: one.dataDir });
      const root = caller('rpc', one, await addRootKey(one, one.deployment.accountId));
      await root.act('CreateUser', { userName: 'nobody' });
      const claims = { sub: 'nobody-subject' };
      const cookie = await signInBy(one, issuer, claims);
      const token = await issuer.token({ claims });
      const ask = async () => [
        (await whoIs(other, cookie)).status,
        (await whoCalls(other, token)).status,
      ];
      expect(await ask()).toEqual([200, 200]);
      await root.act('DeleteUser', { userName: 'nobody' });
      expect(await ask()).toEqual([401, 403]);
    },
  );

  it('ends when the sessions of the account are ended', async () => {
    await using own = await startOpenIdKms([signingIn(issuer.url)]);
    const root = caller('graphql', own, await addRootKey(own, own.deployment.accountId));
    const ask = asking(own, await signInBy(own, issuer));
    expect(await ask()).toBe(200);
    await root.act('EndSessions', {});
    expect(await ask()).toBe(401);
  });

  it.each([
    ['the issuer', []],
    ['sign-in with it', ['accessTokens']],
    ['its rule', ['mapping']],
  ])('ends when %s is removed from the settings', async (_name, [change]) => {
    const first = await startOpenIdKms([signingIn(issuer.url)]);
    const { dataDir } = first;
    const cookie = await signInBy(first, issuer);
    await first[Symbol.asyncDispose]();
    const changed = {
      accessTokens: [
        { ...signingIn(issuer.url), signIn: undefined, accessTokens: { audience: 'x' } },
      ],
      mapping: [signingIn(issuer.url, { mapping: MAPPING.slice(1) })],
    };
    const issuers = change ? changed[change as keyof typeof changed] : [];
    const settings = openIdSettings(dataDir, ...issuers);
    await using later = await startOpenIdKms(issuers, { dataDir, settings });
    expect(await asking(later, cookie)()).toBe(401);
  });

  it('goes on after a restart, and ends with its time', async () => {
    let now = new Date();
    const clock = () => now;
    const first = await startOpenIdKms([signingIn(issuer.url)], { clock });
    const { dataDir } = first;
    const cookie = await signInBy(first, issuer);
    await first[Symbol.asyncDispose]();
    await using later = await startOpenIdKms([signingIn(issuer.url)], { clock, dataDir });
    const ask = asking(later, cookie);
    expect(await ask()).toBe(200);
    now = new Date(now.getTime() + 720 * 60_000);
    expect(await ask()).toBe(401);
  });
});
