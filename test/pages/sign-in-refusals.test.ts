import { describe, expect, it } from 'vitest';
import { apiTokenOf } from '#domain/api-token.ts';
import { ServiceUnavailableError } from '#domain/errors.ts';
import { createApiToken } from '../support/api-token.ts';
import { caller } from '../support/caller.ts';
import { addExpiringKey } from '../support/expiring-key.ts';
import { addRole, addUser, allowing, setEnabled, trusting } from '../support/identities.ts';
import { type Kms, sharedKms, startKms } from '../support/kms.ts';
import { assume } from '../support/role-sessions.ts';
import { enter, type Headers, post, redeem } from '../support/sign-in.ts';

const WAYS = ['access-key', 'token'] as const;
const UUID = /^[0-9a-f-]{36}$/;

/** What each way is given by somebody who may sign in. */
async function credentialsOf(kms: Kms) {
  const root = await kms.addAccount();
  const { token, tokenId } = await createApiToken(kms, root);
  const accessKey = { accessKeyId: root.id, accessKeySecret: root.secret };
  return { root, tokenId, fields: { 'access-key': accessKey, token: { token } } };
}

const audited = ({ store: { db } }: Kms, accountId: string) =>
  db.auditEvent.count({ where: { accountId, operation: 'SignIn' } });

describe.each(WAYS)('Sign-in by %s', (way) => {
  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another port of this host', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:1' }],
    ['a program', {}],
    ['a rebound name', { host: 'evil.example', 'sec-fetch-site': 'same-origin' }],
  ] as [string, Headers][])('is refused to %s', async (_name, headers) => {
    const kms = await sharedKms();
    const { root, fields } = await credentialsOf(kms);
    const reply = await enter(kms, way, fields[way], headers);
    expect([reply.status, reply.json]).toEqual([
      403,
      {
        code: 'Forbidden.NoPermission',
        message: expect.stringContaining('KEYWRIGHT_PUBLIC_URL'),
        requestId: expect.stringMatching(UUID),
      },
    ]);
    expect(reply.headers['set-cookie']).toBeUndefined();
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    expect(await audited(kms, root.accountId)).toBe(0);
  });

  it.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json-seq', 415],
    ['application/json; charset=utf-8', 204],
  ] as const)('of the content type %s is answered with %d', async (type, status) => {
    const kms = await sharedKms();
    const { fields } = await credentialsOf(kms);
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': type };
    expect((await enter(kms, way, fields[way], headers)).status).toBe(status);
  });

  it.each([
    ['no JSON', '{', 400],
    ['nothing', '', 400],
    ['null', 'null', 400],
    ['a list', '["a"]', 400],
    ['other fields', '{"name":"x"}', 400],
    ['numbers', '{"accessKeyId":1,"accessKeySecret":2,"token":3}', 400],
    ['more than 1,024 bytes', JSON.stringify({ token: 'x'.repeat(1_024) }), 413],
  ])('with %s is refused', async (_name, body, status) => {
    const headers = { 'sec-fetch-site': 'same-origin' };
    const reply = await post(await sharedKms(), `/sign-in/${way}`, body, headers);
    expect([reply.status, reply.json.code]).toEqual([status, 'BAD_REQUEST']);
  });

  it('is answered with 503 where it cannot be audited, and opens no session', async () => {
    await using kms = await startKms();
    const { fields } = await credentialsOf(kms);
    const { commit } = kms.store;
    Object.assign(kms.store, {
      commit: (writes: Parameters<typeof commit>[0]) =>
        writes.some(({ table }) => table.name === 'AuditEvent')
          ? Promise.reject(new ServiceUnavailableError())
          : commit(writes),
    });
    const { status, json, headers } = await enter(kms, way, fields[way]);
    expect([status, json.code, headers['set-cookie']]).toEqual([
      503,
      'ServiceUnavailableTemporary',
      undefined,
    ]);
    expect(await kms.store.db.session.count()).toBe(0);
  });

  it('is by POST only', async () => {
    const { url } = await sharedKms();
    const { status, headers } = await fetch(`${url}/sign-in/${way}`);
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('Sign-in by access key', () => {
  it('answers alike to a wrong secret, an unknown id and a disabled or expired access key', async () => {
    let now = new Date();
    await using kms = await startKms({ clock: () => now });
    const disabled = await kms.addAccount();
    await setEnabled(kms, disabled.id, false);
    const { root, fields } = await credentialsOf(kms);
    const right = fields['access-key'];
    const expiring = await addExpiringKey(kms, root, new Date(now.getTime() + 60_000));
    now = new Date(now.getTime() + 60_000);
    const replies = [];
    for (const given of [
      { ...right, accessKeySecret: 'wrong' },
      { ...right, accessKeySecret: '' },
      { ...right, accessKeyId: 'unknown' },
      { ...right, accessKeyId: '' },
      { ...right, accessKeyId: 'a\u0000b' },
      { accessKeyId: disabled.id, accessKeySecret: disabled.secret },
      { accessKeyId: expiring.id, accessKeySecret: expiring.secret },
    ])
      replies.push(await enter(kms, 'access-key', given));
    const [first] = replies;
    for (const { status, json, headers } of replies) {
      expect([status, json]).toEqual([401, { ...first?.json, requestId: expect.any(String) }]);
      expect(headers['set-cookie']).toBeUndefined();
    }
    expect(first?.json).toEqual({
      code: 'Unauthenticated',
      message: expect.stringContaining('access key'),
      requestId: expect.stringMatching(UUID),
    });
    expect(await audited(kms, root.accountId)).toBe(0);
  });

  it('is not for the temporary access key of a role', async () => {
    const kms = await sharedKms();
    const { accountId } = await kms.addAccount();
    const user = await addUser(kms, accountId, allowing('*'));
    const role = await addRole(kms, accountId, trusting(`acs:ram::${accountId}:root`), []);
    const { id, secret, securityToken } = await assume(kms, user, role);
    const given = { accessKeyId: id, accessKeySecret: secret, securityToken };
    expect((await enter(kms, 'access-key', given)).status).toBe(401);
  });

  it('is answered with 429 and when to come back after too many guesses, as by Basic', async () => {
    await using kms = await startKms();
    const { root, fields } = await credentialsOf(kms);
    await using other = await startKms(); // where nobody has signed in by this access key before
    const account = await other.addAccount();
    const wrong = { accessKeyId: account.id, accessKeySecret: 'wrong' };
    const statuses = [];
    for (let at = 0; at < 11; at += 1)
      statuses.push((await enter(other, 'access-key', wrong)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    const right = { accessKeyId: account.id, accessKeySecret: account.secret };
    const late = await enter(other, 'access-key', right);
    expect([late.status, late.json.code]).toEqual([429, 'Throttling.User']);
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
    // The owner who was here before goes on.
    for (let at = 0; at < 12; at += 1)
      await enter(kms, 'access-key', { accessKeyId: root.id, accessKeySecret: 'wrong' });
    expect((await enter(kms, 'access-key', fields['access-key'])).status).toBe(204);
  });
});

describe('Sign-in by token', () => {
  it('is refused to a token that is unknown, not one, expired or deleted', async () => {
    let now = new Date();
    await using kms = await startKms({ clock: () => now });
    const root = await kms.addAccount();
    const expirationDate = new Date(now.getTime() + 60_000).toISOString();
    const short = await createApiToken(kms, root, { expirationDate });
    const { token } = await createApiToken(kms, root);
    const deleted = await createApiToken(kms, root);
    await caller('graphql', kms, root).act('DeleteApiToken', { tokenId: deleted.tokenId });
    expect((await enter(kms, 'token', { token: short.token })).status).toBe(204);
    now = new Date(now.getTime() + 60_000);
    for (const given of [
      short.token,
      deleted.token,
      apiTokenOf('a'.repeat(30)),
      token.slice(0, -1),
      '',
      'a.b.c',
      root.secret,
    ]) {
      const { status, json, headers } = await enter(kms, 'token', { token: given });
      expect([given, status, json]).toEqual([
        given,
        401,
        {
          code: 'Unauthenticated',
          message: expect.any(String),
          requestId: expect.stringMatching(UUID),
        },
      ]);
      expect(headers['set-cookie']).toBeUndefined();
    }
    expect((await enter(kms, 'token', { token })).status).toBe(204);
  });

  it('is answered with 429 after a thousand unknown tokens', async () => {
    await using kms = await startKms();
    const unknown = (at: number) => ({ token: apiTokenOf(String(at).padStart(30, '0')) });
    let status = 401;
    let asked = 0;
    for (; status === 401 && asked < 1_100; asked += 1)
      ({ status } = await enter(kms, 'token', unknown(asked)));
    expect([status, asked]).toEqual([429, 1_001]);
  });
});

describe('Sign-in by a link, and sign-out,', () => {
  it('answer errors in the same form', async () => {
    const kms = await sharedKms();
    const foreign = { 'sec-fetch-site': 'cross-site' };
    for (const [reply, status, code] of [
      [await redeem(kms, 'unknown'), 401, 'Unauthenticated'],
      [await redeem(kms, 'unknown', foreign), 403, 'Forbidden.NoPermission'],
      [await redeem(kms, 'x'.repeat(2_000)), 413, 'BAD_REQUEST'],
      [await post(kms, '/sign-out', '', foreign), 403, 'Forbidden.NoPermission'],
    ] as const) {
      const requestId = expect.stringMatching(UUID);
      expect([reply.status, reply.json]).toEqual([
        status,
        { code, message: expect.any(String), requestId },
      ]);
      expect(reply.headers['x-request-id']).toBe(reply.json.requestId);
    }
  });
});
