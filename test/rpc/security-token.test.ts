import { describe, expect, it } from 'vitest';
import { caller, refusalOf } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { rawRequest } from '../support/http.ts';
import { addRole, allowing, detachAll, setEnabled } from '../support/identities.ts';
import { type Kms, startKms } from '../support/kms.ts';
import { assume, encryptBy, openAccount, WAYS, type Way } from '../support/role-sessions.ts';
import { callAcs3, commonV1, signV1 } from '../support/rpc-client.ts';
import { MINUTE, setClock } from '../support/set-clock.ts';

type Opened = Awaited<ReturnType<typeof openAccount>>;

/** What the account's root does to end a session. */
const ENDS: Readonly<Record<string, (opened: Opened) => Promise<unknown>>> = {
  async 'its role is deleted and made again'({ kms, as, accountId, role, trust }) {
    await detachAll(kms, role.id);
    await as.act('DeleteRole', { roleName: role.name });
    await addRole(kms, accountId, trust, allowing('*'), role.name);
  },
  async 'its user is deleted'({ kms, as, user }) {
    const where = { id: user.id };
    const { userId } = await kms.store.db.accessKey.findUniqueOrThrow({ where });
    await detachAll(kms, String(userId), 'user');
    await as.act('DeleteAccessKey', { userName: 'alice', userAccessKeyId: user.id });
    await as.act('DeleteUser', { userName: 'alice' });
  },
  'the access key of its user is disabled': ({ kms, user }) => setEnabled(kms, user.id, false),
  'the access key of its user is deleted': ({ as, user }) =>
    as.act('DeleteAccessKey', { userName: 'alice', userAccessKeyId: user.id }),
  'the sessions of its account are ended': ({ kms, root }) =>
    caller('graphql', kms, root).act('EndSessions'),
};

describe.each(WAYS)('A session, by %s', (way) => {
  const use = (kms: Kms, ...rest: [Parameters<typeof encryptBy>[2], string]) =>
    encryptBy(way, kms, ...rest);

  it('uses a key', async () => {
    const { kms, user, role, keyId } = await openAccount();
    expect(await use(kms, await assume(kms, user, role), keyId)).toBe('ok');
  });

  it.each(Object.entries(ENDS))('ends when %s', async (_name, end) => {
    const opened = await openAccount();
    const { kms, user, role, keyId } = opened;
    const session = await assume(kms, user, role);
    const chained = await assume(kms, session, role);
    expect(await use(kms, session, keyId)).toBe('ok');
    expect(await use(kms, chained, keyId)).toBe('ok');
    await end(opened);
    expect(await use(kms, session, keyId)).toBe('InvalidSecurityToken.Expired');
    expect(await use(kms, chained, keyId)).toBe('InvalidSecurityToken.Expired');
    // Only who knows the secret learns that it has ended.
    const wrong = { ...session, secret: `${session.secret}x` };
    expect(await use(kms, wrong, keyId)).toBe(
      way === 'GraphQL' ? 'Unauthenticated' : 'SignatureDoesNotMatch',
    );
  });

  it('loses a policy at the next call', async () => {
    const { kms, user, role, keyId } = await openAccount();
    const session = await assume(kms, user, role);
    expect(await use(kms, session, keyId)).toBe('ok');
    await detachAll(kms, role.id);
    expect(await use(kms, session, keyId)).toBe('Forbidden.NoPermission');
  });

  it('needs its own token', async () => {
    await using kms = await startKms(); // failures are counted
    const { user, role, keyId } = await openAccount(kms);
    const [one, two] = [await assume(kms, user, role), await assume(kms, user, role)];
    const { securityToken: _none, ...bare } = one;
    const code = (rpcCode: string) => (way === 'GraphQL' ? 'Unauthenticated' : rpcCode);
    const mismatch = code('InvalidSecurityToken.MismatchWithAccessKey');
    const malformed = code('InvalidSecurityToken.Malformed');
    const swapped = { ...one, securityToken: two.securityToken };
    expect(await use(kms, bare, keyId)).toBe(code('MissingSecurityToken'));
    expect(await use(kms, swapped, keyId)).toBe(mismatch);
    expect(await use(kms, { ...user, securityToken: one.securityToken }, keyId)).toBe(mismatch);
    for (const securityToken of alterations(one.securityToken))
      expect([
        securityToken.slice(0, 40),
        await use(kms, { ...one, securityToken }, keyId),
      ]).toEqual([securityToken.slice(0, 40), malformed]);
  });
});

/** Tokens that are none, made of one that is. */
function alterations(token: string): string[] {
  const bytes = Buffer.from(token, 'base64');
  const changed = (at: number) => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy.toString('base64');
  };
  return [
    changed(0),
    changed(1),
    changed(5),
    changed(20),
    changed(bytes.length >> 1),
    changed(bytes.length - 1),
    bytes.subarray(0, 100).toString('base64'),
    Buffer.concat([bytes, Buffer.of(0)]).toString('base64'),
    `${token}A`,
    'x'.repeat(12_289),
    'AQ==',
    '*',
  ];
}

describe('The security token', () => {
  it.each(WAYS)('of another account under an own one is refused, by %s', async (way) => {
    await using kms = await startKms();
    const [a, b] = [await openAccount(kms), await openAccount(kms)];
    const session = await assume(kms, a.user, a.role);
    // The clear part names the account. With another one, no key opens the rest.
    const text = Buffer.from(session.securityToken, 'base64').toString('latin1');
    const moved = Buffer.from(text.replace(a.accountId, b.accountId), 'latin1');
    const stolen = { ...session, securityToken: moved.toString('base64') };
    expect(await encryptBy(way, kms, stolen, b.keyId)).toBe(
      way === 'GraphQL' ? 'Unauthenticated' : 'InvalidSecurityToken.Malformed',
    );
  });

  it('must be signed, and so must the id, which is that of the credential', async () => {
    const { kms, user, role } = await openAccount();
    const session = await assume(kms, user, role);
    for (const name of ['x-acs-security-token', 'x-acs-accesskey-id']) {
      const { json } = await callAcs3(kms, session, 'DescribeRegions', { unsigned: [name] });
      expect(json.Code).toBe('IncompleteSignature');
    }
    const headers = { 'x-acs-accesskey-id': user.id };
    const { json } = await callAcs3(kms, session, 'DescribeRegions', { headers });
    expect(json.Code).toBe('IncompleteSignature');
  });

  it('is found where it is in the form and everything else in the query', async () => {
    await using kms = await startKms();
    const { user, role } = await openAccount(kms);
    const session = await assume(kms, user, role);
    const send = (credential: typeof user, SecurityToken: string) => {
      const params = { ...commonV1(credential, 'DescribeRegions'), SecurityToken };
      const { SecurityToken: _inForm, ...query } = signV1('POST', params, credential.secret);
      return rawRequest(kms.url, {
        method: 'POST',
        path: `/?${new URLSearchParams(query)}`,
        headers: [['content-type', 'application/x-www-form-urlencoded']],
        body: `${new URLSearchParams({ SecurityToken })}`,
      });
    };
    expect((await send(session, session.securityToken)).status).toBe(200);
    expect((await send(user, session.securityToken)).json.Code).toBe(
      'InvalidSecurityToken.MismatchWithAccessKey',
    );
    expect((await send(user, '')).status).toBe(200); // clients send unset parameters so
  });

  it('is guessed by nobody: unknown ones are counted by address', async () => {
    await using kms = await startKms();
    const { user, role, keyId } = await openAccount(kms);
    const session = await assume(kms, user, role);
    const codes = new Map<string, number>();
    for (let guess = 0; guess < 60; guess += 1) {
      const forged = { ...session, id: `STS.GUESS${guess}` };
      const code = await encryptBy(WAYS[guess % 3] ?? 'ACS3', kms, forged, keyId);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(Object.fromEntries(codes)).toEqual({
      'InvalidSecurityToken.MismatchWithAccessKey': 50,
      'Throttling.User': 10,
    });
    expect(await encryptBy('V1 query', kms, session, keyId)).toBe('ok'); // the owner is not locked out
  });

  it('does not let a request be sent twice', async () => {
    const { kms, user, role } = await openAccount();
    const session = await assume(kms, user, role);
    const params = {
      ...commonV1(session, 'DescribeRegions'),
      SecurityToken: session.securityToken,
    };
    const path = `/?${new URLSearchParams(signV1('GET', params, session.secret))}`;
    const codes = [await rawRequest(kms.url, { path }), await rawRequest(kms.url, { path })];
    expect(codes.map(({ json }) => json.Code)).toEqual([undefined, 'SignatureNonceUsed']);
  });

  it('puts the session into the audit log, and no last use', async () => {
    const { kms, user, role, keyId, accountId } = await openAccount();
    const session = await assume(kms, user, role, { roleSessionName: 'ci@build-1' });
    await encryptBy('V1 query', kms, session, keyId);
    const { auditEvent, accessKeyUse } = kms.store.db;
    expect(
      await auditEvent.findFirst({ where: { accountId, operation: 'Encrypt' } }),
    ).toMatchObject({
      accessKeyId: session.id,
      principal: `${role.arn}/ci@build-1`,
      outcome: 'Done',
    });
    const made = await auditEvent.findFirst({ where: { accountId, operation: 'AssumeRole' } });
    expect(made).toMatchObject({ accessKeyId: user.id, outcome: 'Done' });
    expect(JSON.stringify(made)).not.toContain(session.secret);
    expect(await accessKeyUse.count({ where: { accessKeyId: session.id } })).toBe(0);
  });

  it('is nowhere in the database, nor is the secret', async () => {
    const { kms, user, role, accountId } = await openAccount();
    const session = await assume(kms, user, role);
    const bytes = Buffer.from(session.securityToken, 'base64');
    expect(bytes.includes(session.secret)).toBe(false);
    const { sealedTokenKey } = await kms.store.db.account.findUniqueOrThrow({
      where: { id: accountId },
    });
    expect(Buffer.from(sealedTokenKey).length).toBe(1 + 32 + 32 + 16);
  });
});

describe('By the clock', () => {
  const open = async (way: Way) => {
    const clock = setClock(new Date('2026-12-01T00:00:00.500Z'));
    const kms = await startKms({ clock: clock.now });
    const opened = await openAccount(kms);
    const use = (credential: Parameters<typeof encryptBy>[2]) =>
      encryptBy(way, kms, credential, opened.keyId);
    return { ...opened, clock, use, [Symbol.asyncDispose]: () => kms[Symbol.asyncDispose]() };
  };

  it.each(WAYS)('a session and those that it made end, by %s', async (way) => {
    await using opened = await open(way);
    const { kms, user, role, clock, use } = opened;
    const session = await assume(kms, user, role, { durationSeconds: 900 });
    expect(session.expiration).toBe('2026-12-01T00:15:00Z');
    clock.pass(5 * MINUTE);
    const chained = await assume(kms, session, role, { durationSeconds: 3_600 });
    expect(chained.expiration).toBe('2026-12-01T00:15:00Z');
    clock.pass(10 * MINUTE - 501);
    expect([await use(session), await use(chained)]).toEqual(['ok', 'ok']);
    clock.pass(1);
    expect([await use(session), await use(chained)]).toEqual([
      'InvalidSecurityToken.Expired',
      'InvalidSecurityToken.Expired',
    ]);
  });

  it('a session ends when the access key of its user expires', async () => {
    await using opened = await open('V1 query');
    const { kms, root, accountId, role, clock, use } = opened;
    const { data } = await postGraphql(kms, root, {
      query:
        'mutation { made: createAccessKey(input: { userName: "alice", expirationDate: "2026-12-01T00:10:00Z" }) { accessKey { accessKeyId } accessKeySecret } }',
    });
    const made = data?.made as
      | { accessKey: { accessKeyId: string }; accessKeySecret: string }
      | undefined;
    const id = made?.accessKey.accessKeyId ?? '';
    const session = await assume(kms, { accountId, id, secret: made?.accessKeySecret ?? '' }, role);
    clock.pass(9 * MINUTE);
    expect(await use(session)).toBe('ok');
    clock.pass(MINUTE);
    expect(await use(session)).toBe('InvalidSecurityToken.Expired');
  });

  it('sessions that were begun before a time end, and those of after live', async () => {
    await using opened = await open('V1 query');
    const { kms, root, user, role, clock, use } = opened;
    const old = await assume(kms, user, role);
    clock.pass(30 * MINUTE);
    const young = await assume(kms, user, role);
    const end = (input: object) => caller('graphql', kms, root).act('EndSessions', { ...input });
    await end({ begunBefore: '2026-12-01T00:01:00Z' });
    expect([await use(old), await use(young)]).toEqual(['InvalidSecurityToken.Expired', 'ok']);
    await end({ begunBefore: '2026-11-01T00:00:00Z' }); // never goes back
    expect(await use(old)).toBe('InvalidSecurityToken.Expired');
    await end({});
    expect(await use(young)).toBe('InvalidSecurityToken.Expired');
    // Made in the same millisecond: it knows of the end.
    expect(await use(await assume(kms, user, role))).toBe('ok');
    expect(await refusalOf(end({ begunBefore: '2026-12-01T00:31:00Z' }))).toBe('InvalidParameter');
  });

  it('the clock of a server that is ahead does not let a session outlive its end', async () => {
    await using opened = await open('V1 query');
    const { kms, root, user, role, clock, use } = opened;
    clock.set(2 * MINUTE); // as another replica's
    const ahead = await assume(kms, user, role);
    clock.set(-2 * MINUTE);
    await caller('graphql', kms, root).act('EndSessions');
    expect(await use(ahead)).toBe('InvalidSecurityToken.Expired');
  });
});
