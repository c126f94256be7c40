import { exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caller } from '../../support/caller.ts';
import { addRootKey } from '../../support/identities.ts';
import type { Kms } from '../../support/kms.ts';
import { AUDIENCE, TestIssuer, type TokenOptions } from '../../support/openid/issuer.ts';
import { acceptingTokens, outcomeOf, startOpenIdKms, whoCalls } from '../../support/openid/kms.ts';
import { post } from '../../support/sign-in.ts';

let issuer: TestIssuer;
let kms: Kms;
const log: string[] = [];

beforeAll(async () => {
  issuer = await TestIssuer.start();
  await issuer.addKey('rsa', 'RS256');
  kms = await startOpenIdKms(
    [
      acceptingTokens(
        issuer.url,
        { signIn: { clientId: 'keywright' } },
        { requiredClaims: [{ claim: 'azp', equals: 'frontend' }] },
      ),
    ],
    { log: (line) => log.push(line) },
  );
});
afterAll(async () => {
  await kms[Symbol.asyncDispose]();
  await issuer.close();
});

const tokenWith = ({ claims, ...options }: TokenOptions = {}) =>
  issuer.token({ claims: { azp: 'frontend', ...claims }, ...options });
const seconds = () => Math.floor(Date.now() / 1_000);

describe('An access token', () => {
  it('calls as the user of its subject', async () => {
    const { accountId } = kms.deployment;
    const reply = await whoCalls(kms, await tokenWith());
    expect(outcomeOf(reply)).toEqual([200, `acs:ram::${accountId}:user/alice`]);
    const created = await post(kms, '/graphql', '{"query":"mutation { createKey { keyId } }"}', {
      authorization: `bearer ${await tokenWith({ kid: 'rsa' })}`,
    });
    expect(created.json).toMatchObject({ data: { createKey: { keyId: expect.any(String) } } });
    const row = await kms.store.db.auditEvent.findFirstOrThrow({
      where: { operation: 'CreateKey', credentialType: 'OpenIdConnect' },
    });
    expect(row).toMatchObject({
      accessKeyId: `${issuer.url}#alice-subject`,
      principal: `acs:ram::${accountId}:user/alice`,
      outcome: 'Done',
    });
  });

  it('calls as a session of the role of one of its groups', async () => {
    const claims = { sub: 'auth0|bob', realm_access: { roles: ['other', 'kms-reader'] } };
    const token = await tokenWith({ claims });
    const reply = await whoCalls(kms, token);
    const { accountId } = kms.deployment;
    expect(outcomeOf(reply)).toEqual([
      200,
      expect.stringMatching(
        new RegExp(`^acs:ram::${accountId}:role/reader/auth0-bob-[0-9a-f]{8}$`),
      ),
    ]);
    const refused = await post(kms, '/graphql', '{"query":"mutation { createKey { keyId } }"}', {
      authorization: `Bearer ${token}`,
    });
    expect(JSON.stringify(refused.json)).toContain('Forbidden.NoPermission');
  });

  it.each<[string, TokenOptions, RegExp]>([
    ['another audience', { claims: { aud: 'https://other.example.com' } }, /another audience/],
    ['no audience', { claims: { aud: undefined } }, /another audience/],
    ['another issuer', { claims: { iss: 'https://evil.example' } }, /issuer are not accepted/],
    ['no issuer', { claims: { iss: undefined } }, /issuer are not accepted/],
    ['the typ of an ID token', { header: { typ: 'JWT' } }, /"typ" is another/],
    ['no typ', { header: { typ: undefined } }, /"typ" is another/],
    ['an unknown key id', { header: { kid: 'unknown' } }, /does not have the key/],
    [
      'an algorithm that its key has not',
      { header: { kid: 'rsa' } },
      /does not have the key|wrong/,
    ],
    ['an end in the past', { claims: { exp: seconds() - 31 } }, /has expired/],
    ['a beginning in the future', { claims: { nbf: seconds() + 300 } }, /not valid yet/],
    ['no end', { claims: { exp: undefined } }, /no expiry/],
    ['an end that is a text', { claims: { exp: 'tomorrow' } }, /cannot be verified|no expiry/],
    ['no subject', { claims: { sub: undefined } }, /no subject/],
    ['an empty subject', { claims: { sub: '' } }, /no subject/],
    ['a subject of 256 characters', { claims: { sub: 'x'.repeat(256) } }, /no subject/],
    ['a subject with a line feed', { claims: { sub: 'alice\nroot' } }, /no subject/],
    ['a subject that is a number', { claims: { sub: 7 } }, /no subject/],
    ['another value of a required claim', { claims: { azp: 'other' } }, /a claim that/],
  ])('with %s gets 401', async (_name, options, message) => {
    const token = await tokenWith(options);
    const reply = await whoCalls(kms, token);
    expect(outcomeOf(reply)).toEqual([401, 'Unauthenticated', expect.stringMatching(message)]);
    expect(reply.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });

  it('with its issuer written in another way gets 401', async () => {
    for (const iss of [`${issuer.url}/`, issuer.url.toUpperCase(), [issuer.url]])
      expect((await whoCalls(kms, await tokenWith({ claims: { iss } }))).status).toBe(401);
  });

  it('with a critical header parameter that is unknown gets 401', async () => {
    const header = { alg: 'ES256', typ: 'at+jwt', kid: 'first', crit: ['exp'], exp: 1 };
    const [, payload, signature] = (await tokenWith()).split('.');
    const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
    expect((await whoCalls(kms, `${encoded}.${payload}.${signature}`)).status).toBe(401);
  });

  it('with the algorithm none gets 401', async () => {
    const token = new UnsecuredJWT({ azp: 'frontend' })
      .setIssuer(issuer.url)
      .setAudience(AUDIENCE)
      .setSubject('alice-subject')
      .setExpirationTime('5m')
      .encode();
    const [, payload] = token.split('.');
    const withTyp = Buffer.from('{"alg":"none","typ":"at+jwt","kid":"first"}').toString(
      'base64url',
    );
    for (const one of [token, `${withTyp}.${payload}.`, `${withTyp}.${payload}`])
      expect(outcomeOf(await whoCalls(kms, one)).slice(0, 2)).toEqual([401, 'Unauthenticated']);
  });

  it('signed by HS256 with the public key as secret gets 401', async () => {
    const { publicJwk } = issuer.keyOf('rsa');
    const pem = await exportSPKI((await importJWK(publicJwk, 'RS256')) as CryptoKey);
    for (const secret of [pem, JSON.stringify(publicJwk), String(publicJwk.n)]) {
      const token = await new SignJWT({ azp: 'frontend' })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'rsa' })
        .setIssuer(issuer.url)
        .setAudience(AUDIENCE)
        .setSubject('alice-subject')
        .setExpirationTime('5m')
        .sign(Buffer.from(secret));
      expect(outcomeOf(await whoCalls(kms, token))).toEqual([
        401,
        'Unauthenticated',
        expect.stringContaining('algorithm'),
      ]);
    }
  });

  it('that was changed gets 401', async () => {
    const [header, payload = '', signature] = (await tokenWith()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'root' })).toString('base64url');
    for (const one of [
      `${header}.${forged}.${signature}`,
      `${header}.${payload}.${'A'.repeat(86)}`,
    ])
      expect(outcomeOf(await whoCalls(kms, one))).toEqual([
        401,
        'Unauthenticated',
        expect.stringContaining('signature'),
      ]);
  });

  it('with a key in its own header gets 401, and nothing is fetched from there', async () => {
    await using evil = await TestIssuer.start();
    const token = await new SignJWT({ azp: 'frontend' })
      .setProtectedHeader({
        alg: 'ES256',
        typ: 'at+jwt',
        kid: 'evil',
        jku: `${evil.url}/keys`,
        jwk: evil.keyOf('first').publicJwk,
      })
      .setIssuer(issuer.url)
      .setAudience(AUDIENCE)
      .setSubject('alice-subject')
      .setExpirationTime('5m')
      .sign(evil.keyOf('first').privateKey);
    expect((await whoCalls(kms, token)).status).toBe(401);
    expect(evil.asked).toEqual([]);
  });

  it('of 64 KB gets 401 before it is parsed', async () => {
    const asked = issuer.asked.length;
    const token = await tokenWith({ claims: { padding: 'x'.repeat(49_000) } });
    expect(token.length).toBeGreaterThan(65_000);
    expect(outcomeOf(await whoCalls(kms, token))).toEqual([
      401,
      'Unauthenticated',
      expect.stringContaining('too long'),
    ]);
    expect(issuer.asked).toHaveLength(asked);
  });

  it.each(['x', 'a.b', 'a.b.c', 'a.b.c.d.e', '..', '.e30.', 'eyJhbGciOiJFUzI1NiJ9.W10.AA', '🔑'])(
    'that is %j gets 401',
    async (token) => {
      const sent = Buffer.from(token).toString('latin1');
      const [status, code] = outcomeOf(await whoCalls(kms, sent));
      expect([status, code]).toEqual([401, 'Unauthenticated']);
    },
  );

  it('of a subject without a rule gets 403, and so does one whose user does not exist', async () => {
    for (const sub of ['stranger', 'nobody-subject']) {
      const reply = await whoCalls(kms, await tokenWith({ claims: { sub } }));
      expect(outcomeOf(reply)).toEqual([
        403,
        'Forbidden.NoPermission',
        expect.stringContaining('No user or role'),
      ]);
    }
    expect(log.join('')).toContain('no rule maps a subject');
    expect(log.join('')).toContain('a rule names a user or role that does not exist');
  });

  it('does not appear in the log', async () => {
    const token = await tokenWith();
    const signature = token.split('.')[2] ?? '';
    await whoCalls(kms, token);
    await whoCalls(kms, `${token}x`);
    expect(log.join('')).toContain('Unauthenticated');
    expect(log.join('')).not.toContain(signature);
  });

  it('does not count as a guess of a secret', async () => {
    for (let count = 0; count < 60; count += 1)
      expect((await whoCalls(kms, await tokenWith({ claims: { aud: 'x' } }))).status).toBe(401);
    expect((await whoCalls(kms, await tokenWith())).status).toBe(200);
  });

  it('begins and ends with its user', async () => {
    await using own = await startOpenIdKms([acceptingTokens(issuer.url)]);
    const root = caller('rpc', own, await addRootKey(own, own.deployment.accountId));
    const token = await tokenWith({ claims: { sub: 'nobody-subject' } });
    const ask = async () => (await whoCalls(own, token)).status;
    expect(await ask()).toBe(403);
    await root.act('CreateUser', { userName: 'nobody' });
    expect(await ask()).toBe(200);
    await root.act('DeleteUser', { userName: 'nobody' });
    expect(await ask()).toBe(403);
  });

  it('that was issued before the sessions of the account were ended gets 401', async () => {
    await using own = await startOpenIdKms([acceptingTokens(issuer.url)]);
    const root = caller('graphql', own, await addRootKey(own, own.deployment.accountId));
    const earlier = await tokenWith({ claims: { iat: seconds() - 60 } });
    const undated = await tokenWith({ claims: { iat: undefined } });
    for (const token of [earlier, undated]) expect((await whoCalls(own, token)).status).toBe(200);
    await root.act('EndSessions', {});
    for (const token of [earlier, undated])
      expect(outcomeOf(await whoCalls(own, token))).toEqual([
        401,
        'Unauthenticated',
        expect.stringContaining('were ended'),
      ]);
    const later = await tokenWith({ claims: { iat: seconds() + 5 } });
    expect((await whoCalls(own, later)).status).toBe(200);
  });
});
