import { describe, expect, it } from 'vitest';
import { apiTokenOf } from '#domain/api-token.ts';
import { InvalidBearerError } from '#identity/authentication-errors.ts';
import { authenticateApiToken } from '#identity/bearer.ts';
import { createApiToken } from '../support/api-token.ts';
import { codesOf, postBearer } from '../support/bearer.ts';
import { caller } from '../support/caller.ts';
import { readDatabase, writeDatabase } from '../support/database.ts';
import { addExpiringKey } from '../support/expiring-key.ts';
import { postGraphql } from '../support/graphql-client.ts';
import {
  addRole,
  addUser,
  allowing,
  detachAll,
  setEnabled,
  trusting,
} from '../support/identities.ts';
import { beforeNextCommit } from '../support/interleave.ts';
import { type Credential, type Kms, makeDataDir, sharedKms, startKms } from '../support/kms.ts';
import { assume } from '../support/role-sessions.ts';

const WHO = '{ viewer { arn accessKeyId } }';
const CREATE_KEY = 'mutation { createKey { keyId } }';
const LIST_KEYS = '{ keys { edges { node { keyId } } } }';

const REAL = apiTokenOf('a'.repeat(30));
/** Texts that begin as tokens do. */
const ALMOST_TOKENS = [
  `${REAL.slice(0, -1)}_`,
  `${REAL.slice(0, -1)}${REAL.endsWith('0') ? '1' : '0'}`,
  `${REAL}0`,
  'kwt_',
];

const policy = (...actions: readonly string[]): string =>
  JSON.stringify({ Version: '1', Statement: allowing(...actions) });

/** A user who may do everything, and the name. */
async function admin(kms: Kms, accountId: string): Promise<Credential> {
  return addUser(kms, accountId, allowing('*'));
}

/** The user of an access key. */
async function userOf({ store: { db } }: Kms, { id }: Credential) {
  const { userId } = await db.accessKey.findUniqueOrThrow({ where: { id } });
  return db.user.findUniqueOrThrow({ where: { id: String(userId) } });
}

const ask = async (kms: Kms, token: string, query: string) =>
  codesOf(await postBearer(kms, token, query));

describe('An API token', () => {
  it('acts as its owner, and is stored as its hash only', async () => {
    const dataDir = makeDataDir();
    await using kms = await startKms({ dataDir });
    const { accountId } = await kms.addAccount();
    const user = await addUser(kms, accountId, allowing('*'), 'alice');
    const { token, tokenId } = await createApiToken(kms, user);
    expect((await postBearer(kms, token, WHO)).data).toEqual({
      viewer: { arn: `acs:ram::${accountId}:user/alice`, accessKeyId: null },
    });
    const [row] = await readDatabase<object>(dataDir, 'SELECT * FROM "ApiToken"');
    expect(row).toMatchObject({ id: tokenId, accountId, hint: token.slice(-4) });
    expect(JSON.stringify(row)).not.toContain(token.slice(4, -4));
  });

  it('may do what its policy and the policies of its owner both allow', async () => {
    const kms = await sharedKms();
    const root = await kms.addAccount();
    const user = await addUser(kms, root.accountId, allowing('kms:ListKeys', 'ram:CreateApiToken'));
    for (const [owner, given, query, expected] of [
      [root, policy('kms:ListKeys'), LIST_KEYS, 'ok'],
      [root, policy('kms:ListKeys'), CREATE_KEY, 'Forbidden.NoPermission'],
      [root, undefined, CREATE_KEY, 'ok'],
      [user, policy('*'), LIST_KEYS, 'ok'],
      [user, policy('*'), CREATE_KEY, 'Forbidden.NoPermission'],
      [user, policy('kms:CreateKey'), LIST_KEYS, 'Forbidden.NoPermission'],
      [user, policy('kms:CreateKey'), CREATE_KEY, 'Forbidden.NoPermission'],
    ] as const) {
      const { token } = await createApiToken(kms, owner, { policy: given });
      expect([given, query, await ask(kms, token, query)]).toEqual([given, query, expected]);
    }
  });

  it('with an empty policy is not created', async () => {
    const kms = await sharedKms();
    const root = await kms.addAccount();
    await expect(createApiToken(kms, root, { policy: '' })).rejects.toThrow(
      'InvalidParameter.PolicyGrammar',
    );
  });

  it('of the root identity with a policy shows only the keys that the policy allows', async () => {
    const kms = await sharedKms();
    const root = await kms.addAccount();
    const as = caller('graphql', kms, root);
    const { arn } = await as.createKey();
    await as.createKey();
    const statements = [
      ...allowing('kms:ListKeys'),
      { ...allowing('kms:DescribeKey')[0], Resource: arn },
    ];
    const oneKey = { Version: '1', Statement: statements };
    const { token } = await createApiToken(kms, root, { policy: JSON.stringify(oneKey) });
    const { data } = await postBearer(kms, token, '{ keys { edges { node { arn } } } }');
    expect(data).toEqual({ keys: { edges: [{ node: { arn } }] } });
  });

  it('ends at its time, when it is deleted, and with the permissions of its owner', async () => {
    let now = new Date();
    await using kms = await startKms({ clock: () => now });
    const { accountId } = await kms.addAccount();
    const user = await admin(kms, accountId);
    const expirationDate = new Date(now.getTime() + 60_000).toISOString();
    const short = await createApiToken(kms, user, { expirationDate });
    const long = await createApiToken(kms, user);
    const deletes = await createApiToken(kms, user);
    expect(await ask(kms, short.token, CREATE_KEY)).toBe('ok');
    now = new Date(now.getTime() + 59_999);
    expect(await ask(kms, short.token, CREATE_KEY)).toBe('ok');
    now = new Date(now.getTime() + 1);
    expect(await ask(kms, short.token, CREATE_KEY)).toBe('Unauthenticated');

    const remove = `mutation { deleteApiToken(input: { tokenId: "${deletes.tokenId}" }) { deletedTokenId } }`;
    expect(await ask(kms, deletes.token, remove)).toBe('ok');
    expect(await ask(kms, deletes.token, CREATE_KEY)).toBe('Unauthenticated');

    expect(await ask(kms, long.token, CREATE_KEY)).toBe('ok');
    const { userId } = await kms.store.db.accessKey.findUniqueOrThrow({ where: { id: user.id } });
    await detachAll(kms, String(userId), 'user');
    expect(await ask(kms, long.token, CREATE_KEY)).toBe('Forbidden.NoPermission');
  });

  it('ends with its user, also if there is a new user of the name', async () => {
    const kms = await sharedKms();
    const root = await kms.addAccount();
    const as = caller('graphql', kms, root);
    await as.act('CreateUser', { userName: 'carol' });
    const { token } = await createApiToken(kms, root, { userName: 'carol' });
    expect(await ask(kms, token, WHO)).toBe('ok');
    await as.act('DeleteUser', { userName: 'carol' });
    expect(await ask(kms, token, WHO)).toBe('Unauthenticated');
    await as.act('CreateUser', { userName: 'carol' });
    expect(await ask(kms, token, WHO)).toBe('Unauthenticated');
    expect(await kms.store.db.apiToken.count({ where: { accountId: root.accountId } })).toBe(0);
  });

  it('goes with its user, also if it is created while the user is deleted', async () => {
    await using kms = await startKms();
    const root = await kms.addAccount();
    const as = caller('graphql', kms, root);
    await as.act('CreateUser', { userName: 'dave' });
    beforeNextCommit(kms.services, () => createApiToken(kms, root, { userName: 'dave' }));
    await as.act('DeleteUser', { userName: 'dave' });
    expect(await kms.store.db.apiToken.count()).toBe(0);
    expect(await kms.store.db.user.count({ where: { name: 'dave' } })).toBe(0);
  });

  it('is refused if it cannot be one', async () => {
    const kms = await sharedKms();
    for (const token of [
      ...ALMOST_TOKENS,
      `kwt_${'a'.repeat(65_536)}`,
      'x',
      `${REAL} x`,
      '',
      'é',
    ]) {
      const { status, headers, errors } = await postBearer(kms, token, WHO);
      expect([token.slice(0, 50), status, codesOf({ errors: errors ?? [] })]).toEqual([
        token.slice(0, 50),
        401,
        'Unauthenticated',
      ]);
      expect(headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    }
  });

  it.each(ALMOST_TOKENS)('with a wrong checksum is not searched for (%s)', async (token) => {
    const apiTokens = { isKnown: expect.unreachable, find: expect.unreachable } as never;
    const guesses = { check: expect.unreachable, failed: expect.unreachable } as never;
    await expect(
      authenticateApiToken({ apiTokens, guesses }, token, '127.0.0.1', new Date()),
    ).rejects.toBeInstanceOf(InvalidBearerError);
  });

  it('is searched for unknown ones only so often', async () => {
    await using kms = await startKms();
    const root = await kms.addAccount();
    const { token } = await createApiToken(kms, root);
    expect(await ask(kms, token, WHO)).toBe('ok');
    const statuses = [];
    for (let at = 0; at < 1_002; at += 1) {
      const unknown = apiTokenOf(String(at).padStart(30, '0'));
      statuses.push((await postBearer(kms, unknown, WHO)).status);
    }
    expect(statuses.slice(0, 1_000)).toEqual(Array.from({ length: 1_000 }, () => 401));
    expect(statuses.slice(1_000)).toEqual([429, 429]);
    expect(await ask(kms, token, WHO)).toBe('ok'); // one that is known goes on
  });

  it('that somebody added to the database or altered there is refused', async () => {
    const dataDir = makeDataDir();
    await using kms = await startKms({ dataDir });
    const root = await kms.addAccount();
    const { token, tokenId } = await createApiToken(kms, root, { policy: policy('kms:ListKeys') });
    await writeDatabase(dataDir, `UPDATE "ApiToken" SET "policy" = NULL WHERE "id" = '${tokenId}'`);
    await addUser(kms, root.accountId, []); // any change of the account's identities makes servers read them again
    expect(await ask(kms, token, LIST_KEYS)).toBe('Unauthenticated');
  });
});

describe('A credential that is limited or expires', () => {
  it('creates no credential that may more or lives longer', async () => {
    const kms = await sharedKms();
    const root = await kms.addAccount();
    const user = await admin(kms, root.accountId);
    const role = await addRole(
      kms,
      root.accountId,
      trusting(`acs:ram::${root.accountId}:root`),
      allowing('*'),
    );
    const session = await assume(kms, user, role);
    const { token } = await createApiToken(kms, root);
    const createToken = 'mutation { createApiToken(input: { name: "x" }) { token } }';
    const createKey = 'mutation { createAccessKey(input: {}) { accessKeySecret } }';
    const assumeRole = `mutation { assumeRole(input: { roleArn: "${role.arn}", roleSessionName: "x1" }) { credentials { accessKeyId } } }`;
    expect(await ask(kms, token, createToken)).toBe('NoPermission');
    expect(await ask(kms, token, createKey)).toBe('NoPermission');
    const ofUser = await createApiToken(kms, user);
    expect(await ask(kms, ofUser.token, assumeRole)).toBe('NoPermission');
    const disabled = await admin(kms, root.accountId);
    await setEnabled(kms, disabled.id, false);
    const { name } = await userOf(kms, disabled);
    const enable = `mutation { updateAccessKey(input: { userName: "${name}", userAccessKeyId: "${disabled.id}", status: Active }) { status } }`;
    expect(await ask(kms, token, enable)).toBe('NoPermission');
    expect(codesOf(await postGraphql(kms, session, { query: enable }))).toBe('NoPermission');
    expect(codesOf(await postGraphql(kms, root, { query: enable }))).toBe('ok');
    for (const query of [createToken, createKey])
      expect(codesOf(await postGraphql(kms, session, { query }))).toBe('NoPermission');
    expect(codesOf(await postGraphql(kms, user, { query: assumeRole }))).toBe('ok');
  });

  it('that is an access key with an end creates only what ends no later', async () => {
    const now = new Date();
    await using kms = await startKms({ clock: () => now });
    const root = await kms.addAccount();
    const end = new Date(Math.ceil(now.getTime() / 1_000) * 1_000 + 3_600_000);
    const expiring = await addExpiringKey(kms, root, end);
    const later = new Date(end.getTime() + 1_000).toISOString();
    for (const expirationDate of [undefined, later]) {
      await expect(createApiToken(kms, expiring, { expirationDate })).rejects.toThrow(
        'InvalidParameter',
      );
      const query = `mutation ($input: CreateAccessKeyInput!) {
        createAccessKey(input: $input) { accessKeySecret }
      }`;
      const variables = { input: { expirationDate } };
      expect(codesOf(await postGraphql(kms, expiring, { query, variables }))).toBe(
        'InvalidParameter',
      );
    }
    const { token } = await createApiToken(kms, expiring, { expirationDate: end.toISOString() });
    expect(await ask(kms, token, WHO)).toBe('ok');
  });
});
