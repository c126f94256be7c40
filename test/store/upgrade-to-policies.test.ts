import { randomBytes } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { restore } from '#backup/restore.ts';
import { verifyBackup } from '#backup/verify.ts';
import { readConfig } from '#config/config.ts';
import { fillMacs } from '#deployment/fill-macs.ts';
import { hashToken } from '#domain/hash-token.ts';
import { haveMacs } from '#keyring/canary.ts';
import { rootKeyProviders } from '#root-key/providers/source.ts';
import { openKeyring } from '#root-key/root-keys.ts';
import { rotateRootKey } from '#root-key/rotate.ts';
import { openStore } from '#store/open-store.ts';
import { verifyKeyring } from '#verify/verify-keyring.ts';
import { caller, outcomeOf, refusalOf } from '../support/caller.ts';
import {
  databaseSettings,
  onPostgresql,
  onSqlite,
  readDatabase,
  writeDatabase,
} from '../support/database.ts';
import { addUser, setEnabled } from '../support/identities.ts';
import { type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { LEVEL_BEFORE_MACS, legacyDatabase } from '../support/legacy-database.ts';
import { migrationsUpTo } from '../support/migrations.ts';
import { post, redeem } from '../support/sign-in.ts';

const provider = onPostgresql ? 'postgresql' : 'sqlite';
const DENIED = 'Forbidden.NoPermission';

const problemsOf = async ({ store, deployment }: Kms) =>
  (await verifyKeyring(store.db, deployment.keyring)).problems;

/** Whether a browser with this token is signed in. */
const isSignedIn = async (kms: Kms, token: string): Promise<boolean> =>
  (
    await post(kms, '/graphql', JSON.stringify({ query: '{ accountStatus { status } }' }), {
      cookie: `keywright-session=${token}`,
      'sec-fetch-site': 'same-origin',
    })
  ).status === 200;

/** The parts of a start that fill MACs. */
async function openUpgraded(dataDir: string) {
  await using opening = new AsyncDisposableStack();
  const config = readConfig({ KEYWRIGHT_DATA_DIR: dataDir, ...(await databaseSettings(dataDir)) });
  const providers = rootKeyProviders(dataDir, config.rootKey, config.nextRootKey);
  const store = opening.use(await openStore({ ...config, report: () => {} }));
  const keyring = opening.use(await openKeyring(await store.db.rootKey.findMany(), providers));
  const { accountId } = await store.db.deployment.findFirstOrThrow();
  const resources = opening.move();
  return {
    ...{ config, providers, store, keyring, accountId },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Begins the upgrade, and ends as a killed start does: after so many commits. @returns whether it was complete */
async function upgradeUntil(dataDir: string, commits: number): Promise<boolean> {
  await using opened = await openUpgraded(dataDir);
  const { store, keyring, accountId } = opened;
  let left = commits;
  const commit: typeof store.commit = async (writes) => {
    if (left === 0) throw new Error('killed');
    left -= 1;
    await store.commit(writes);
  };
  const through = { ...store, db: store.db, commit };
  const outcome = await fillMacs(through, keyring, accountId, new Date(), () => {}).then(
    () => 'complete',
    String,
  );
  const isComplete = outcome === 'complete';
  if (!isComplete) expect(outcome).toBe('Error: killed');
  expect(haveMacs(keyring, await store.db.rootKey.findMany())).toBe(isComplete);
  return isComplete;
}

describe('A database of the last release without policies', () => {
  it('keeps its keys, aliases and tags, and tags decide who may use a key', async () => {
    const { dataDir, credentials, production, untagged } = await legacyDatabase();
    await using kms = await startKms({ dataDir });
    expect(await problemsOf(kms)).toEqual([]);
    const { root } = credentials;
    const as = caller('rpc', kms, root);
    for (const { keyId, ciphertextBlob } of [production, untagged]) {
      expect(String(await as.decrypt(ciphertextBlob))).toBe(keyId);
      expect(await as.encrypt(`alias/${keyId}`, Buffer.from('x'))).toMatchObject({ keyId });
    }
    expect(await as.tagsOf(production.keyId)).toEqual([
      ['env', 'production'],
      ['team', 'blue'],
    ]);
    const Condition = { StringEquals: { 'kms:tag/env': 'production' } };
    const statement = { Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*', Condition } as const;
    const user = caller('rpc', kms, await addUser(kms, root.accountId, [statement]));
    await user.encrypt(production.keyId, Buffer.from('x'));
    expect(await refusalOf(user.encrypt(untagged.keyId, Buffer.from('x')))).toBe(DENIED);
  });

  it('gives each access key what it was permitted, and nothing else', async () => {
    const { dataDir, credentials, production } = await legacyDatabase();
    const { keyId, ciphertextBlob } = production;
    await using kms = await startKms({ dataDir });
    const rows = await kms.store.db.accessKey.findMany();
    const owned = (isOwned: boolean) =>
      rows
        .filter(({ userId }) => (userId === null) === isOwned)
        .map(({ id }) => id)
        .toSorted();
    expect(owned(true)).toEqual([credentials.root.id, 'configured']);
    expect(owned(false)).toHaveLength(7);
    expect(rows.filter(({ configured }) => !configured).map(({ id }) => id)).toEqual([
      credentials.root.id,
    ]);

    const as = (name: keyof typeof credentials) => caller('rpc', kms, credentials[name]);
    const may = async (name: keyof typeof credentials) => ({
      describe: await outcomeOf(as(name).describeKey(keyId)),
      encrypt: await outcomeOf(as(name).encrypt(keyId, Buffer.from('x'))),
      decrypt: await outcomeOf(as(name).decrypt(ciphertextBlob)),
      create: await outcomeOf(as(name).createKey()),
    });
    const nothing = { describe: DENIED, encrypt: DENIED, decrypt: DENIED, create: DENIED };
    const yes = 'ok';
    expect(await may('configured')).toEqual({
      describe: yes,
      encrypt: yes,
      decrypt: yes,
      create: yes,
    });
    expect(await may('limited')).toEqual({ ...nothing, describe: yes, encrypt: yes });
    expect(await may('useless')).toEqual(nothing);
    expect(await may('dotted')).toEqual({ ...nothing, describe: yes });
    expect(await may('dashed')).toEqual(nothing); // older releases compared upper and lower case
    expect(await may('reEncrypting')).toEqual({ ...nothing, describe: yes });
    await as('reEncrypting').act('ReEncrypt', {
      ciphertextBlob: Buffer.from(ciphertextBlob, 'base64'),
      destinationKeyId: keyId,
    });
    expect(await refusalOf(as('disabled').decrypt(ciphertextBlob))).toBe('Forbidden.AccessKey');
    await setEnabled(kms, credentials.disabled.id, true);
    expect(await may('disabled')).toEqual({ ...nothing, decrypt: yes });
    expect(await refusalOf(as('elsewhere').describeKey(keyId))).toBe('Forbidden.KeyNotFound');
  });

  it('keeps its sessions and sign-in links', async () => {
    const { dataDir, session, link } = await legacyDatabase();
    await using kms = await startKms({ dataDir });
    expect(await isSignedIn(kms, session.token)).toBe(true);
    expect((await redeem(kms, link.token)).status).toBeLessThan(300);
    expect(await problemsOf(kms)).toEqual([]);
  });

  it('is upgraded by the next start when one was killed, wherever that was, and no older code starts on it meanwhile', async () => {
    const { dataDir, credentials, production, session } = await legacyDatabase();
    expect(await upgradeUntil(dataDir, 0)).toBe(false);
    const migrations = migrationsUpTo(provider, LEVEL_BEFORE_MACS);
    await expect(startKms({ dataDir, migrations })).rejects.toThrow(
      'The database needs Keywright of level 9 or newer, and this version has level 8.',
    );
    let kills = 0;
    while (!(await upgradeUntil(dataDir, 1))) kills += 1;
    expect(kills).toBe(4); // two accounts, sessions, keys; the last commit has the canaries
    await using kms = await startKms({ dataDir });
    expect(await problemsOf(kms)).toEqual([]);
    expect(await kms.store.db.user.count()).toBe(7);
    expect(await isSignedIn(kms, session.token)).toBe(true);
    await caller('rpc', kms, credentials.limited).describeKey(production.keyId);
  });

  it('accepts no row without a MAC once it is upgraded, also after a restart', async () => {
    const { dataDir, credentials, production, untagged, session } = await legacyDatabase();
    const token = randomBytes(32).toString('base64url');
    await (await startKms({ dataDir }))[Symbol.asyncDispose]();
    await writeDatabase(
      dataDir,
      `INSERT INTO "Session" ("hash", "accountId", "accessKeyId", "expiresAt") SELECT '${hashToken(token)}', "accountId", "accessKeyId", "expiresAt" FROM "Session" WHERE "hash" = '${hashToken(session.token)}';
       UPDATE "Key" SET "policyMac" = NULL, "tagsMac" = NULL, "macRootKeyId" = NULL WHERE "id" = '${production.keyId}';
       UPDATE "AccessKey" SET "mac" = NULL, "allowedActions" = '["kms:*"]' WHERE "id" = '${credentials.useless.id}';`,
    );
    for (let starts = 0; starts < 2; starts += 1) {
      await using kms = await startKms({ dataDir });
      expect(await isSignedIn(kms, token)).toBe(false);
      const as = caller('rpc', kms, credentials.limited);
      expect(await refusalOf(as.describeKey(production.keyId))).toBe(DENIED);
      await as.describeKey(untagged.keyId);
      const useless = caller('rpc', kms, credentials.useless);
      expect(await refusalOf(useless.describeKey(untagged.keyId))).toBe(
        'InvalidAccessKeyId.NotFound',
      );
      const problems = await problemsOf(kms);
      expect(problems.map(({ of, id, altered }) => [of, id, altered])).toEqual([
        ['access key', credentials.useless.id, true],
        ['key', production.keyId, true],
        ['session', hashToken(token), true],
      ]);
    }
  });

  it('is not rotated before it is upgraded', async () => {
    const { dataDir } = await legacyDatabase();
    await using opened = await openUpgraded(dataDir);
    const { store, keyring, providers, accountId } = opened;
    const unreachable = () => expect.unreachable();
    const progress = {
      staged: unreachable,
      waiting: unreachable,
      promoted: unreachable,
      renewed: unreachable,
      retired: unreachable,
    };
    await expect(
      rotateRootKey({
        ...{ store, keyring, providers, accountId, progress },
        ...{ clock: () => new Date(), pause: unreachable, verify: unreachable },
      }),
    ).rejects.toThrow('Start this release once, which upgrades it, and rotate then.');
  });

  it.runIf(onSqlite)('is verified as a backup, restored, and then upgraded', async () => {
    const old = await legacyDatabase();
    const dataDir = makeDataDir({ migrated: false });
    copyFileSync(join(old.dataDir, 'root-key'), join(dataDir, 'root-key'));
    const config = readConfig({ KEYWRIGHT_DATA_DIR: dataDir });
    const backup = join(old.dataDir, 'keywright.db');
    const rootKeys = rootKeyProviders(dataDir, config.rootKey, config.nextRootKey);
    const quiet = { copying: () => {}, verifying: () => {} };
    const findings = await verifyBackup(backup, { ...config, rootKeys, ...quiet });
    expect(findings).toMatchObject({ keys: 2, versions: 2, accessKeys: 9, problems: [] });
    await restore(config, backup, () => {});
    await using kms = await startKms({ dataDir });
    expect(await problemsOf(kms)).toEqual([]);
    const { keyId } = old.production;
    await caller('rpc', kms, old.credentials.limited).describeKey(keyId);
    expect(await readDatabase(dataDir, 'SELECT "lowestLevel" FROM "Compatibility"')).toEqual([
      { lowestLevel: 9 },
    ]);
  });
});
