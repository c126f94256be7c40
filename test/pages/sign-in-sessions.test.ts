import { describe, expect, it } from 'vitest';
import { hashToken } from '#domain/hash-token.ts';
import { macOfRow } from '#integrity/row-mac.ts';
import { insertRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { createApiToken } from '../support/api-token.ts';
import { codesOf } from '../support/bearer.ts';
import { caller } from '../support/caller.ts';
import { onSqlite, writeDatabase } from '../support/database.ts';
import { addExpiringKey } from '../support/expiring-key.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { addUser, allowing, setEnabled } from '../support/identities.ts';
import { type Credential, type Kms, sharedKms, startKms } from '../support/kms.ts';
import { NO_SESSION_DETAILS } from '../support/rows.ts';
import { askAs, cookieIn, enter, linkFor, redeem } from '../support/sign-in.ts';

const WHO = '{ viewer { arn accessKeyId } }';
const CREATE_KEY = 'mutation { createKey { keyId } }';
const LIST_KEYS = '{ keys { edges { node { keyId } } } }';
const SESSIONS = `{ browserSessions { edges { node {
  sessionId isCurrent accessKeyId apiTokenId userName issuer subject expirationDate
} } } }`;

const byAccessKey = ({ id, secret }: Credential) => ({ accessKeyId: id, accessKeySecret: secret });

/** The code of what a session is answered; `ok` for none. */
const codeAs = async (kms: Pick<Kms, 'url'>, cookie: string, query = WHO): Promise<string> =>
  codesOf((await askAs(kms, cookie, query)).json as never);

const policy = (...actions: readonly string[]): string =>
  JSON.stringify({ Version: '1', Statement: allowing(...actions) });

const sessionOf = ({ store: { db } }: Kms, cookie: string) =>
  db.session.findUniqueOrThrow({ where: { hash: hashToken(cookie.split('=')[1] ?? '') } });

const signedIn = ({ store: { db } }: Kms, accountId: string) =>
  db.auditEvent.findFirstOrThrow({
    where: { accountId, operation: 'SignIn' },
    orderBy: { id: 'desc' },
  });

describe('A session by access key', () => {
  it('acts as its access key, has the cookie of every session, and is audited', async () => {
    const kms = await sharedKms();
    const { accountId } = await kms.addAccount();
    const alice = await addUser(kms, accountId, allowing('kms:ListKeys'), 'alice');
    const reply = await enter(kms, 'access-key', byAccessKey(alice));
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect([reply.headers['set-cookie']].flat()).toEqual([
      expect.stringMatching(
        /^keywright-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
      ),
    ]);
    const cookie = cookieIn(reply);
    const arn = `acs:ram::${accountId}:user/alice`;
    expect((await askAs(kms, cookie, WHO)).json).toEqual({
      data: { viewer: { arn, accessKeyId: alice.id } },
    });
    expect(await codeAs(kms, cookie, CREATE_KEY)).toBe('Forbidden.NoPermission');
    const { id } = await sessionOf(kms, cookie);
    expect(await signedIn(kms, accountId)).toMatchObject({
      surface: 'page',
      outcome: 'Done',
      credentialType: 'AccessKey',
      accessKeyId: alice.id,
      principal: arn,
      sessionId: id,
      address: '127.0.0.1',
      details: JSON.stringify({ accessKeyId: alice.id }),
    });
  });

  it('ends when its access key is disabled', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const cookie = cookieIn(await enter(kms, 'access-key', byAccessKey(account)));
    expect(await codeAs(kms, cookie)).toBe('ok');
    await setEnabled(kms, account.id, false);
    const { status, json } = await askAs(kms, cookie, WHO);
    expect([status, codesOf(json as never)]).toEqual([401, 'Unauthenticated']);
  });
});

describe('A session by API token', () => {
  it('may do what its token may, is used as it is, and is audited', async () => {
    const kms = await sharedKms();
    const root = await kms.addAccount();
    const { token, tokenId } = await createApiToken(kms, root, { policy: policy('kms:ListKeys') });
    const reply = await enter(kms, 'token', { token });
    expect([reply.status, String(reply.headers['set-cookie'])]).toEqual([
      204,
      expect.stringContaining('; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict'),
    ]);
    const cookie = cookieIn(reply);
    expect(await codeAs(kms, cookie, LIST_KEYS)).toBe('ok');
    expect(await codeAs(kms, cookie, CREATE_KEY)).toBe('Forbidden.NoPermission');
    const { id } = await sessionOf(kms, cookie);
    const who = { credentialType: 'ApiToken', accessKeyId: tokenId, sessionId: id };
    expect(await signedIn(kms, root.accountId)).toMatchObject({
      ...who,
      surface: 'page',
      principal: `acs:ram::${root.accountId}:root`,
      details: JSON.stringify({ apiTokenId: tokenId }),
    });
    const refused = { accountId: root.accountId, operation: 'CreateKey' };
    expect(await kms.store.db.auditEvent.findFirst({ where: refused })).toMatchObject(who);
    await expect
      .poll(() => kms.store.db.accessKeyUse.count({ where: { accessKeyId: tokenId } }))
      .toBe(1);
  });

  it('creates no credential that outlives its token', async () => {
    const kms = await sharedKms();
    const { token } = await createApiToken(kms, await kms.addAccount());
    const cookie = cookieIn(await enter(kms, 'token', { token }));
    for (const query of [
      'mutation { createApiToken(input: { name: "x" }) { token } }',
      'mutation { createAccessKey(input: {}) { accessKeySecret } }',
    ])
      expect(await codeAs(kms, cookie, query)).toBe('NoPermission');
  });

  it('ends when its token or its user is deleted, or its sessions are ended', async () => {
    const kms = await sharedKms();
    const root = await kms.addAccount();
    const as = caller('graphql', kms, root);
    await as.act('CreateUser', { userName: 'carol' });
    const enterBy = async ({ token }: { token: string }) =>
      cookieIn(await enter(kms, 'token', { token }));
    const deleted = await createApiToken(kms, root);
    const ofUser = await createApiToken(kms, root, { userName: 'carol' });
    const kept = await createApiToken(kms, root);
    const cookies = [await enterBy(deleted), await enterBy(ofUser), await enterBy(kept)];
    const codes = () => Promise.all(cookies.map((cookie) => codeAs(kms, cookie)));
    const [ok, ended] = ['ok', 'Unauthenticated'];
    expect(await codes()).toEqual([ok, ok, ok]);
    await as.act('DeleteApiToken', { tokenId: deleted.tokenId });
    expect(await codes()).toEqual([ended, ok, ok]);
    await as.act('DeleteUser', { userName: 'carol' });
    expect(await codes()).toEqual([ended, ended, ok]);
    await as.act('EndSessions', {});
    expect(await codes()).toEqual([ended, ended, ended]);
    expect(await codeAs(kms, await enterBy(kept))).toBe(ok); // the token itself goes on
  });

  it('is listed with its token and its user, and can be ended', async () => {
    const kms = await sharedKms();
    const root = await kms.addAccount();
    const as = caller('graphql', kms, root);
    await as.act('CreateUser', { userName: 'dora' });
    const { token, tokenId } = await createApiToken(kms, root, { userName: 'dora' });
    const cookie = cookieIn(await enter(kms, 'token', { token }));
    const { data } = await postGraphql(kms, root, { query: SESSIONS });
    const node = { accessKeyId: null, apiTokenId: tokenId, userName: 'dora', issuer: null };
    expect(data).toMatchObject({ browserSessions: { edges: [{ node }] } });
    expect(JSON.stringify(data)).not.toContain(token.slice(4, -4));
    await as.act('EndBrowserSession', { sessionId: (await sessionOf(kms, cookie)).id });
    expect(await codeAs(kms, cookie)).toBe('Unauthenticated');
  });

  it.skipIf(onSqlite)('ends with its token at the next call to every replica', async () => {
    await using one = await startKms();
    await using other = await startKms({ dataDir: one.dataDir });
    const root = await one.addAccount();
    const { token, tokenId } = await createApiToken(one, root);
    const cookie = cookieIn(await enter(one, 'token', { token }));
    expect(await codeAs(other, cookie)).toBe('ok');
    await caller('graphql', one, root).act('DeleteApiToken', { tokenId });
    expect(await codeAs(other, cookie)).toBe('Unauthenticated');
  });
});

describe('A session', () => {
  it('does not outlive the access key or the token that it was opened with, and neither does its cookie', async () => {
    let now = new Date('2026-11-24T12:00:00Z');
    await using kms = await startKms({ clock: () => now });
    const end = new Date('2026-11-24T12:30:00Z');
    const root = await kms.addAccount();
    const expirationDate = end.toISOString();
    const { token } = await createApiToken(kms, root, { expirationDate });
    const expiring = await addExpiringKey(kms, root, end);
    const link = new URL(await kms.signInLink(expiring.id)).hash.slice(1);
    const replies = [
      await enter(kms, 'access-key', byAccessKey(expiring)),
      await enter(kms, 'token', { token }),
      await redeem(kms, link),
    ];
    for (const reply of replies) {
      expect(String(reply.headers['set-cookie'])).toContain('; Max-Age=1800;');
      expect((await sessionOf(kms, cookieIn(reply))).expiresAt).toEqual(end);
    }
    const codes = () => Promise.all(replies.map((reply) => codeAs(kms, cookieIn(reply))));
    now = new Date(end.getTime() - 1);
    expect(await codes()).toEqual(['ok', 'ok', 'ok']);
    now = end;
    expect(await codes()).toEqual(['Unauthenticated', 'Unauthenticated', 'Unauthenticated']);
  });

  it.each([
    ['made one of another token', (id: string) => `"apiTokenId" = '${id}'`],
    ['made one of an access key', () => `"apiTokenId" = NULL, "accessKeyId" = 'root'`],
    ['made one of no token', () => `"apiTokenId" = ''`],
  ])('that was %s in the database is refused', async (_name, change) => {
    await using kms = await startKms();
    const root = await kms.addAccount();
    const limited = await createApiToken(kms, root, { policy: policy('kms:ListKeys') });
    const { tokenId } = await createApiToken(kms, root);
    const cookie = cookieIn(await enter(kms, 'token', { token: limited.token }));
    const { hash } = await sessionOf(kms, cookie);
    const set = change(tokenId).replace("'root'", `'${root.id}'`);
    await writeDatabase(kms.dataDir, `UPDATE "Session" SET ${set} WHERE "hash" = '${hash}'`);
    expect(await codeAs(kms, cookie, CREATE_KEY)).toBe('Unauthenticated');
  });

  it('that a release without the column of the token stored goes on', async () => {
    await using kms = await startKms();
    const { keyring } = kms.deployment;
    const { accountId } = await linkFor(kms);
    const { id: accessKeyId } = await kms.store.db.accessKey.findFirstOrThrow({
      where: { accountId },
    });
    const now = kms.services.clock();
    const row = {
      ...NO_SESSION_DETAILS,
      ...{ hash: hashToken('of-the-older-release'), accountId, accessKeyId, createdAt: now },
      expiresAt: new Date(now.getTime() + 60_000),
    };
    const { apiTokenId: _added, ...columns } = TABLES.session.columns;
    const mac = macOfRow(keyring, { name: 'Session', columns }, row);
    await kms.store.commit([insertRow(TABLES.session, { ...row, ...mac })]);
    expect(await codeAs(kms, 'keywright-session=of-the-older-release')).toBe('ok');
  });
});
