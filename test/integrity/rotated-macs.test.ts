import { describe, expect, it } from 'vitest';
import { SEALED_TABLES } from '#integrity/sealed/sealed-tables.ts';
import { countUnder } from '#root-key/renew.ts';
import { ConflictError } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { verifyKeyring } from '#verify/verify-keyring.ts';
import { codesOf, postBearer } from '../support/bearer.ts';
import { caller, outcomeOf, refusalOf } from '../support/caller.ts';
import { writeDatabase } from '../support/database.ts';
import { setEnabled } from '../support/identities.ts';
import { beforeNextCommit } from '../support/interleave.ts';
import { type Kms, startKms } from '../support/kms.ts';
import { oncePromoted, rotate } from '../support/rotation.ts';
import { addSealedRows, type SealedRows } from '../support/sealed-rows.ts';
import { post, redeem } from '../support/sign-in.ts';

const verified = ({ store, deployment }: Kms) => verifyKeyring(store.db, deployment.keyring);

/** What is wrong, by the names of the rows. */
const problemsOf = async (kms: Kms) =>
  (await verified(kms)).problems.map(({ of, id, what }) => `${of} ${id}: ${what}`).toSorted();

const isSignedIn = async (kms: Kms, { tokens }: SealedRows): Promise<boolean> =>
  (
    await post(kms, '/graphql', '{"query":"{ accountStatus { status } }"}', {
      cookie: `keywright-session=${tokens.session}`,
      'sec-fetch-site': 'same-origin',
    })
  ).status === 200;

/** As an operation does, which loads again what a rotation has renewed meanwhile. */
async function disable(kms: Kms, id: string): Promise<void> {
  try {
    await setEnabled(kms, id, false);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    await disable(kms, id);
  }
}

async function setUp() {
  const kms = await startKms();
  const rows = await addSealedRows(kms);
  const write = (sql: string) => writeDatabase(kms.dataDir, sql);
  return { kms, rows, write };
}

/** All MACs of the database, as texts. */
async function macsOf({ store: { db } }: Kms): Promise<string[]> {
  const found = await Promise.all([
    db.accessKey.findMany(),
    db.account.findMany(),
    db.user.findMany(),
    db.role.findMany(),
    db.policy.findMany(),
    db.session.findMany(),
    db.signInLink.findMany(),
    db.apiToken.findMany(),
  ]);
  const keys = await db.key.findMany();
  return [
    ...found.flat().map(({ mac }) => mac),
    ...keys.flatMap(({ policyMac, tagsMac }) => [policyMac, tagsMac]),
  ].map((mac) => Buffer.from(mac ?? []).toString('hex'));
}

describe('A rotation of the root key', () => {
  it('renews every MAC, and leaves nothing under the old root key', async () => {
    const { kms, rows } = await setUp();
    await using _kms = kms;
    const old = kms.deployment.keyring.currentId;
    const { db } = kms.store;
    const before = await macsOf(kms);
    const counts = await Promise.all(SEALED_TABLES.map(({ count }) => count(db, old)));
    expect(counts.every((count) => count > 0)).toBe(true);
    const progress: [number, number][] = [];
    await rotate(kms, kms.store, { renewed: (...numbers) => void progress.push(numbers) });
    const versions = await db.keyVersion.count();
    const total = counts.reduce((sum, count) => sum + count, versions);
    expect(progress.at(-1)).toEqual([total, total]);
    expect(await countUnder(db, old)).toBe(0);
    expect(await db.rootKey.count()).toBe(1);
    expect(await verified(kms)).toMatchObject({ users: 2, roles: 1, policies: 2, problemCount: 0 });
    const after = await macsOf(kms);
    expect(after.filter((mac) => before.includes(mac))).toEqual([]);
    const as = caller('rpc', kms, rows.alice);
    expect(await as.tagsOf(rows.keyId)).toEqual([['env', 'production']]);
    expect(await outcomeOf(caller('rpc', kms, rows.bob).describeKey(rows.keyId))).toBe('ok');
    expect(await isSignedIn(kms, rows)).toBe(true);
    const { token } = rows.apiToken;
    expect(codesOf(await postBearer(kms, token, 'mutation { createKey { keyId } }'))).toBe('ok');
    expect((await redeem(kms, rows.tokens.link)).status).toBeLessThan(300);
  });

  // Each alters one row, and what is wrong afterwards.
  const ALTERATIONS: Record<string, [(rows: SealedRows) => string, (rows: SealedRows) => string]> =
    {
      'a user of another name': [
        ({ users }) => `UPDATE "User" SET "name" = 'admin' WHERE "id" = '${users.bob.id}'`,
        ({ users }) => `user ${users.bob.id}`,
      ],
      'a user with the MAC of another one': [
        ({ users }) =>
          `UPDATE "User" SET "mac" = (SELECT "mac" FROM "User" WHERE "id" = '${users.alice.id}') WHERE "id" = '${users.bob.id}'`,
        ({ users }) => `user ${users.bob.id}`,
      ],
      'a policy that was attached': [
        ({ users, accountId }) =>
          `INSERT INTO "Attachment" SELECT '${accountId}', '${users.bob.id}', "principalType", "policyType", "policyName", "policyId", "attachedAt" FROM "Attachment" WHERE "principalId" = '${users.alice.id}'`,
        ({ users }) => `user ${users.bob.id}`,
      ],
      'a policy that was detached': [
        ({ users }) => `DELETE FROM "Attachment" WHERE "principalId" = '${users.bob.id}'`,
        ({ users }) => `user ${users.bob.id}`,
      ],
      'a role that anybody may assume': [
        ({ role }) => `UPDATE "Role" SET "trustPolicy" = '{"x":1}' WHERE "id" = '${role.id}'`,
        ({ role }) => `role ${role.id}`,
      ],
      'a document of a policy': [
        ({ users }) =>
          `UPDATE "PolicyVersion" SET "document" = (SELECT "document" FROM "PolicyVersion" WHERE "policyId" = '${users.alice.policyId}') WHERE "policyId" = '${users.bob.policyId}'`,
        ({ users }) => `policy ${users.bob.policyId}`,
      ],
      'a default version of a policy': [
        ({ users }) =>
          `UPDATE "Policy" SET "defaultVersion" = 2 WHERE "id" = '${users.bob.policyId}'`,
        ({ users }) => `policy ${users.bob.policyId}`,
      ],
      'a key policy': [
        ({ keyId }) => `UPDATE "Key" SET "policy" = '{}' WHERE "id" = '${keyId}'`,
        ({ keyId }) => `key ${keyId}: its row or key policy`,
      ],
      'a tag': [
        ({ keyId }) => `UPDATE "Tag" SET "tagValue" = 'test' WHERE "keyId" = '${keyId}'`,
        ({ keyId }) => `key ${keyId}: its tags`,
      ],
      'a key without a MAC': [
        ({ keyId }) => `UPDATE "Key" SET "policyMac" = NULL WHERE "id" = '${keyId}'`,
        ({ keyId }) => `key ${keyId}: its row or key policy`,
      ],
      'both MACs of a key, swapped': [
        ({ keyId }) =>
          `UPDATE "Key" SET "policyMac" = "tagsMac", "tagsMac" = "policyMac" WHERE "id" = '${keyId}'`,
        ({ keyId }) => `key ${keyId}: its row, or its key policy and tags`,
      ],
      'a session of another access key': [
        ({ alice, tokens }) =>
          `UPDATE "Session" SET "accessKeyId" = '${alice.id}' WHERE "hash" = '${tokens.sessionHash}'`,
        ({ tokens }) => `session ${tokens.sessionHash}`,
      ],
      'a sign-in link without end': [
        ({ tokens }) =>
          `UPDATE "SignInLink" SET "expiresAt" = '2099-01-01T00:00:00.000+00:00' WHERE "hash" = '${tokens.linkHash}'`,
        ({ tokens }) => `sign-in link ${tokens.linkHash}`,
      ],
      'an API token of another name': [
        ({ apiToken }) =>
          `UPDATE "ApiToken" SET "name" = 'other' WHERE "id" = '${apiToken.tokenId}'`,
        ({ apiToken }) => `API token ${apiToken.tokenId}`,
      ],
      'an account whose sessions begin again': [
        ({ accountId }) =>
          `UPDATE "Account" SET "sessionsValidAfter" = '2020-01-01T00:00:00.000+00:00' WHERE "id" = '${accountId}'`,
        ({ accountId }) => `account ${accountId}`,
      ],
      'an access key without a MAC, whose secret does not open': [
        ({ bob }) =>
          `UPDATE "AccessKey" SET "mac" = NULL, "sealedSecret" = "mac" WHERE "id" = '${bob.id}'`,
        ({ bob }) => `access key ${bob.id}: its secret does not open`,
      ],
    };

  it.each(Object.entries(ALTERATIONS))('does not make valid %s', async (_what, [sql, problem]) => {
    const { kms, rows, write } = await setUp();
    await using _kms = kms;
    await write(sql(rows));
    const before = await problemsOf(kms);
    expect(before).toEqual([expect.stringContaining(problem(rows))]);
    await rotate(kms);
    expect(await kms.store.db.rootKey.count()).toBe(1);
    expect(await problemsOf(kms)).toEqual(before);
    const { problemCount, alteredCount } = await verified(kms);
    expect([problemCount, alteredCount]).toEqual([1, 1]);
  });

  it('denies as before what was altered, and serves everything else', async () => {
    const { kms, rows, write } = await setUp();
    await using _kms = kms;
    await write(ALTERATIONS['a policy that was attached']?.[0](rows) ?? '');
    await write(ALTERATIONS['a tag']?.[0](rows) ?? '');
    await rotate(kms);
    kms.deployment.accessKeys.clear();
    const [alice, bob] = [caller('rpc', kms, rows.alice), caller('rpc', kms, rows.bob)];
    expect(await refusalOf(bob.describeKey(rows.keyId))).toBe('Forbidden.NoPermission');
    expect(await outcomeOf(alice.describeKey(rows.otherKeyId))).toBe('ok');
    expect(await isSignedIn(kms, rows)).toBe(true);
    // Undone too late: the MAC that would fit is gone.
    await write(
      `DELETE FROM "Attachment" WHERE "principalId" = '${rows.users.bob.id}' AND "policyName" = 'alice'`,
    );
    kms.deployment.accessKeys.clear();
    expect(await refusalOf(bob.describeKey(rows.keyId))).toBe('Forbidden.NoPermission');
  });

  it('does not make valid what is put under the next root key meanwhile, or loses its MAC', async () => {
    const { kms, rows } = await setUp();
    await using _kms = kms;
    const { users, role, tokens, keyId, bob } = rows;
    const attack = async () => {
      const next = kms.deployment.keyring.ids.find((id) => id !== kms.deployment.keyring.currentId);
      const under = `"rootKeyId" = '${next}'`;
      await writeDatabase(
        kms.dataDir,
        `UPDATE "User" SET ${under} WHERE "id" = '${users.bob.id}';
         UPDATE "Role" SET ${under}, "trustPolicy" = '{"x":1}' WHERE "id" = '${role.id}';
         UPDATE "Policy" SET ${under} WHERE "id" = '${users.alice.policyId}';
         UPDATE "Session" SET "mac" = NULL, "rootKeyId" = NULL WHERE "hash" = '${tokens.sessionHash}';
         UPDATE "SignInLink" SET "mac" = NULL WHERE "hash" = '${tokens.linkHash}';
         UPDATE "AccessKey" SET "mac" = NULL WHERE "id" = '${bob.id}';
         UPDATE "Key" SET "policyMac" = NULL, "macRootKeyId" = NULL WHERE "id" = '${keyId}';`,
      );
    };
    await rotate(kms, oncePromoted(kms, attack));
    const problems = (await verified(kms)).problems.map(({ of, id }) => `${of} ${id}`);
    expect(problems).toEqual([
      `access key ${bob.id}`,
      `user ${users.bob.id}`,
      `role ${role.id}`,
      `policy ${users.alice.policyId}`,
      `key ${keyId}`,
      `session ${tokens.sessionHash}`,
      `sign-in link ${tokens.linkHash}`,
    ]);
  });

  it('makes copies of rows worthless that somebody has kept from before', async () => {
    const { kms, rows, write } = await setUp();
    await using _kms = kms;
    const { users, bob, tokens } = rows;
    const { db } = kms.store;
    const kept = await db.user.findUniqueOrThrow({ where: { id: users.bob.id } });
    const session = await db.session.findUniqueOrThrow({ where: { hash: tokens.sessionHash } });
    await rotate(kms);
    const hex = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString('hex');
    const bytes = (value: Uint8Array | null) =>
      process.env.KEYWRIGHT_TEST_DATABASE === 'postgresql'
        ? `'\\x${hex(value)}'`
        : `x'${hex(value)}'`;
    await write(`UPDATE "User" SET "mac" = ${bytes(kept.mac)} WHERE "id" = '${kept.id}'`);
    await write(
      `UPDATE "Session" SET "mac" = ${bytes(session.mac)} WHERE "hash" = '${session.hash}'`,
    );
    await expect(
      write(`UPDATE "User" SET "rootKeyId" = '${kept.rootKeyId}' WHERE "id" = '${kept.id}'`),
    ).rejects.toThrow(/foreign key/i);
    kms.deployment.accessKeys.clear();
    expect(await refusalOf(caller('rpc', kms, bob).describeKey(rows.keyId))).toBe(
      'Forbidden.NoPermission',
    );
    expect(await isSignedIn(kms, rows)).toBe(false);
  });

  it('keeps what a server changes between its read and its commit', async () => {
    const { kms, rows } = await setUp();
    await using _kms = kms;
    const as = caller('rpc', kms, rows.root);
    for (const [table, change] of [
      [TABLES.user, () => disable(kms, rows.bob.id)],
      [TABLES.accessKey, () => disable(kms, rows.alice.id)],
      [TABLES.key, () => as.tagKeys([rows.keyId], [['env', 'test']])],
    ] as const) {
      const through = { commit: kms.store.commit };
      const store = {
        commit: (writes: Parameters<typeof through.commit>[0]) => through.commit(writes),
      };
      beforeNextCommit(through, change, (writes) =>
        writes.some((write) => write.verb === 'update' && write.table === table),
      );
      await rotate(kms, store);
      expect(await problemsOf(kms)).toEqual([]);
    }
    expect(await as.tagsOf(rows.keyId)).toEqual([['env', 'test']]);
    const { db } = kms.store;
    for (const { id } of [rows.alice, rows.bob])
      expect(await db.accessKey.findUnique({ where: { id } })).toMatchObject({ enabled: false });
  });
});
