import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { CANARY_BEFORE_MACS } from '#keyring/canary.ts';
import { Keyring } from '#keyring/keyring.ts';
import { canaryContext, materialContext } from '#keyring/wrap-contexts.ts';
import { createRootKey } from '#root-key/root-keys.ts';
import { migrationsOf, shippedMigrations } from '#store/migrate/migrations.ts';
import { migrate } from '#store/sqlite/migrate.ts';
import { attachSqlite } from '#store/sqlite/store.ts';
import { verifyKeyring } from '#verify/verify-keyring.ts';
import {
  backedUpSite,
  createKey,
  credential,
  endAtStep,
  makeSite,
  onDatabase,
} from '../support/backups.ts';
import { makeDataDir } from '../support/kms.ts';
import { startProcess } from '../support/process.ts';
import { startHere } from '../support/start-here.ts';

/** The keyring that a data folder's root key makes with a database's one row. */
function keyringOf(dataDir: string, file: string) {
  const id = onDatabase(
    file,
    (db) => db.prepare('SELECT "id" FROM "RootKey"').pluck().get() as string,
  );
  const key = new SecretBytes(
    Buffer.from(readFileSync(join(dataDir, 'root-key'), 'utf8'), 'base64'),
  );
  return new Keyring({ id, key });
}

interface VersionRow {
  readonly id: string;
  readonly accountId: string;
  readonly keyId: string;
  readonly wrappedMaterial: Buffer;
}
const versionsIn = (file: string): VersionRow[] =>
  onDatabase(
    file,
    (db) => db.prepare('SELECT * FROM "KeyVersion" ORDER BY id').all() as VersionRow[],
  );

// Each test runs several processes, one after the other; the ceiling is for a hang.
describe('A verification', { timeout: 180_000 }, () => {
  it('says which root key is wrong or missing', async () => {
    const { run, runHere, file } = await backedUpSite();
    const other = await run('backup-verify', [file], {
      KEYWRIGHT_ROOT_KEY: randomBytes(32).toString('base64'),
    });
    expect([other.code, other.stdout, other.stderr]).toEqual([
      1,
      '',
      expect.stringMatching(
        /^The backup was not verified\. This root key is not the one of this database\..*\n$/,
      ),
    ]);
    const none = await runHere('backup-verify', file, {
      KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
    });
    expect([none.code, none.stderr]).toEqual([
      1,
      expect.stringMatching(/root key file .* is missing/),
    ]);
  });

  it('names the keys that do not open, lack what they need, or do not fit their spec', async () => {
    const { runHere, dataDir, file } = await backedUpSite();
    const [first, second] = versionsIn(file) as [VersionRow, VersionRow];
    const damaged = Buffer.from(first.wrappedMaterial);
    damaged.writeUInt8(damaged.readUInt8(40) ^ 1, 40);
    const short = keyringOf(dataDir, file).wrap(
      materialContext(first.accountId, first.id),
      randomBytes(16),
    ).bytes;
    const cases: [(db: Database.Database) => unknown, string][] = [
      [
        (db) =>
          db
            .prepare('UPDATE "KeyVersion" SET "wrappedMaterial" = ? WHERE "id" = ?')
            .run(damaged, first.id),
        `2 keys, 1 versions opened, 1 canaries, 1 access keys, 0 users, 0 roles, 0 policies, 0 keys without material; 1 problem:\nkey ${first.keyId}: the material of version ${first.id} does not open under its root key\n`,
      ],
      [
        (db) =>
          db
            .prepare('UPDATE "KeyVersion" SET "wrappedMaterial" = ? WHERE "id" = ?')
            .run(short, first.id),
        `2 keys, 2 versions opened, 1 canaries, 1 access keys, 0 users, 0 roles, 0 policies, 0 keys without material; 1 problem:\nkey ${first.keyId}: the material of version ${first.id} does not fit its spec\n`,
      ],
      [
        (db) => db.prepare('DELETE FROM "KeyVersion" WHERE "id" = ?').run(second.id),
        `2 keys, 1 versions opened, 1 canaries, 1 access keys, 0 users, 0 roles, 0 policies, 1 keys without material; 1 problem:\nkey ${second.keyId}: its version ${second.id} is missing\n`,
      ],
      [
        (db) =>
          db
            .prepare(`UPDATE "KeyVersion" SET "wrappedMaterial" = x'' WHERE "id" = ?`)
            .run(second.id),
        `2 keys, 1 versions opened, 1 canaries, 1 access keys, 0 users, 0 roles, 0 policies, 1 keys without material; 1 problem:\nkey ${second.keyId}: its state is Enabled, and it has no material\n`,
      ],
      [
        (db) => db.prepare(`UPDATE "AccessKey" SET "sealedSecret" = ?`).run(damaged),
        `2 keys, 2 versions opened, 2 canaries, 0 access keys, 0 users, 0 roles, 0 policies, 0 keys without material; 1 problem:\naccess key ${credential.id}: its secret does not open under its root key\n`,
      ],
    ];
    for (const [index, [damage, report]] of cases.entries()) {
      const path = `${file}.${index}`;
      copyFileSync(file, path);
      onDatabase(path, damage);
      const { code, stdout } = await runHere('backup-verify', path);
      expect([code, stdout]).toEqual([1, report]);
    }
  });

  it('opens key pairs, and names those that are damaged, of another spec, or gone', async () => {
    const site = makeSite();
    const server = await startHere(site.settings);
    const [ec, rsa] = [
      await createKey(server, { KeySpec: 'EC_P256' }),
      await createKey(server, { KeySpec: 'RSA_2048' }),
    ];
    const other = await createKey(server, { KeySpec: 'RSA_3072' });
    const file = join(makeDataDir({ migrated: false }), 'backup.db');
    expect((await site.runHere('backup', file)).code).toBe(0);
    await server[Symbol.asyncDispose]();
    const whole = await site.runHere('backup-verify', file);
    expect([whole.code, whole.stdout]).toEqual([
      0,
      expect.stringMatching(/^3 keys, 3 versions opened, 3 canaries, 1 access keys/),
    ]);

    const keyring = keyringOf(site.dataDir, file);
    const versions = versionsIn(file);
    const versionOf = (keyId: string) =>
      versions.find((version) => version.keyId === keyId) as VersionRow;
    const place = (keyId: string) =>
      materialContext(versionOf(keyId).accountId, versionOf(keyId).id);
    const damaged = Buffer.from(versionOf(rsa).wrappedMaterial);
    damaged.writeUInt8(damaged.readUInt8(200) ^ 1, 200);
    const longer = keyring.unwrap(place(other), versionOf(other).wrappedMaterial);
    const put = (keyId: string, bytes: Uint8Array) => (db: Database.Database) =>
      db
        .prepare('UPDATE "KeyVersion" SET "wrappedMaterial" = ? WHERE "id" = ?')
        .run(bytes, versionOf(keyId).id);
    const wrapped = (keyId: string, material: Buffer) =>
      put(keyId, keyring.wrap(place(keyId), material).bytes);
    const cases: [(db: Database.Database) => unknown, string, string][] = [
      [
        put(rsa, damaged),
        rsa,
        `the material of version ${versionOf(rsa).id} does not open under its root key`,
      ],
      [
        wrapped(rsa, longer),
        rsa,
        `the material of version ${versionOf(rsa).id} does not fit its spec`,
      ],
      [
        wrapped(rsa, randomBytes(32)),
        rsa,
        `the material of version ${versionOf(rsa).id} does not fit its spec`,
      ],
      [
        wrapped(ec, Buffer.alloc(32)),
        ec,
        `the material of version ${versionOf(ec).id} does not fit its spec`,
      ],
      [
        wrapped(ec, Buffer.alloc(32, 0xff)),
        ec,
        `the material of version ${versionOf(ec).id} does not fit its spec`,
      ],
      [
        wrapped(ec, randomBytes(31)),
        ec,
        `the material of version ${versionOf(ec).id} does not fit its spec`,
      ],
      [
        (db) => db.prepare('DELETE FROM "KeyVersion" WHERE "keyId" = ?').run(ec),
        ec,
        'its state is Enabled, and it has no material',
      ],
    ];
    for (const [index, [damage, keyId, what]] of cases.entries()) {
      const path = `${file}.${index}`;
      copyFileSync(file, path);
      onDatabase(path, damage);
      await using store = await attachSqlite(path, { report: () => {} });
      const { problems } = await verifyKeyring(store.db, keyring);
      expect([index, problems]).toEqual([index, [{ of: 'key', id: keyId, what }]]);
    }
  });

  it('prints no secret, leaves the file as it is, and nothing behind', async () => {
    const { run, settings, dataDir, file } = await backedUpSite();
    const damaged = `${file}.damaged`;
    copyFileSync(file, damaged);
    onDatabase(damaged, (db) => db.exec(`UPDATE "KeyVersion" SET "wrappedMaterial" = x'01'`));
    const bytes = readFileSync(file);
    const runs = await Promise.all([
      run('backup-verify', [file]),
      run('backup-verify', [damaged]),
      run('backup-verify'),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([0, 1, 0]);
    const keyring = keyringOf(dataDir, file);
    const secrets = versionsIn(file).map(({ accountId, id, wrappedMaterial }) =>
      keyring.unwrap(materialContext(accountId, id), wrappedMaterial),
    );
    secrets.push(
      Buffer.from(credential.secret),
      Buffer.from(readFileSync(join(dataDir, 'root-key'), 'utf8'), 'base64'),
    );
    const printed = runs.map(({ stdout, stderr }) => stdout + stderr).join('');
    for (const secret of secrets)
      for (const form of ['hex', 'base64', 'base64url', 'utf8'] as const)
        expect(printed).not.toContain(secret.toString(form));
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readdirSync(settings.TMPDIR)).toEqual([]);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const { run, settings, file } = await backedUpSite();
    const { code, stderr } = await run('backup-verify', [file], endAtStep('INTERRUPT_AFTER', 1));
    expect([code, readdirSync(settings.TMPDIR)], stderr).toEqual([null, []]);
  });

  it('takes in the log beside a copy that was made by hand', async () => {
    const site = makeSite();
    await using server = await startProcess(site.settings);
    await createKey(server);
    await server.kill('SIGKILL');
    const file = join(makeDataDir({ migrated: false }), 'by-hand.db');
    for (const suffix of ['', '-wal']) copyFileSync(site.database + suffix, file + suffix);
    expect(await site.run('backup-verify', [file])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^1 keys, 1 versions opened/),
    });
  });

  it('takes a copy of an older level to the present one', async () => {
    const { runHere, dataDir } = makeSite();
    const folder = makeDataDir({ migrated: false });
    const migrations = join(folder, 'migrations');
    for (const name of shippedMigrations(migrationsOf('sqlite')).slice(0, 2)) {
      mkdirSync(join(migrations, name), { recursive: true });
      copyFileSync(
        join(migrationsOf('sqlite'), name, 'migration.sql'),
        join(migrations, name, 'migration.sql'),
      );
    }
    const file = join(folder, 'old.db');
    migrate(file, migrations);
    const bytes = randomBytes(32);
    writeFileSync(join(dataDir, 'root-key'), bytes.toString('base64'));
    const key = new SecretBytes(bytes);
    const provider = {
      kind: 'key',
      location: '',
      create: async () => ({ key, parameters: new Uint8Array() }),
      open: async () => key,
    } as const;
    const { loaded } = await createRootKey(provider, {
      accountId: '42',
      state: 'current',
      now: new Date(),
    });
    const keyring = new Keyring(loaded);
    const canary = keyring.wrap(canaryContext('42'), CANARY_BEFORE_MACS).bytes;
    const versionId = randomUUID();
    const { bytes: material } = keyring.wrap(materialContext('42', versionId), randomBytes(32));
    onDatabase(file, (db) => {
      db.prepare(
        `INSERT INTO "Deployment" VALUES (1, '42', 'cn-hangzhou', ?, '2026-11-24T00:00:00.000+00:00')`,
      ).run(canary);
      db.prepare(
        `INSERT INTO "Key" ("id", "accountId", "creator", "description", "state", "usage", "spec", "origin", "protectionLevel", "primaryVersionId", "createdAt", "revision")
         VALUES ('k', '42', '42', '', 'Enabled', 'ENCRYPT/DECRYPT', 'Aliyun_AES_256', 'Aliyun_KMS', 'SOFTWARE', ?, '2026-11-24T00:00:00.000+00:00', 1)`,
      ).run(versionId);
      db.prepare(
        `INSERT INTO "KeyVersion" VALUES (?, '42', 'k', ?, '2026-11-24T00:00:00.000+00:00')`,
      ).run(versionId, material);
    });
    const { code, stdout } = await runHere('backup-verify', file);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^1 keys, 1 versions opened, 1 canaries, 0 access keys/),
    ]);
  });

  it('can ask of one root key that it opens everything', async () => {
    const { dataDir, file, keyIds } = await backedUpSite();
    await using store = await attachSqlite(file, { report: () => {} });
    using keyring = keyringOf(dataDir, file);
    keyring.add({ id: 'next', key: new SecretBytes(randomBytes(32)) });
    const fractions: number[] = [];
    let turns = 0;
    let ticking = setImmediate(function tick() {
      turns += 1;
      ticking = setImmediate(tick);
    });
    const own = await verifyKeyring(store.db, keyring, {
      progress: (done, total) => fractions.push(done / total),
    });
    expect(own).toMatchObject({
      keys: 2,
      versions: 2,
      canaries: 2,
      accessKeys: 1,
      problemCount: 0,
    });
    clearImmediate(ticking);
    expect([fractions.at(-1), turns >= fractions.length]).toEqual([1, true]); // between two pages others get their turn
    const next = await verifyKeyring(store.db, keyring, { under: 'next' });
    expect([next.versions, next.accessKeys, next.problemCount]).toEqual([0, 0, 3]);
    expect(next.problems.map(({ id }) => id)).toEqual([...keyIds, credential.id]);
  });

  it('goes through every page, and tells of the first of many problems', async () => {
    const { runHere, file } = await backedUpSite();
    onDatabase(file, (db) => {
      const insert =
        db.prepare(`INSERT INTO "AccessKey" ("id", "accountId", "sealedSecret", "rootKeyId", "enabled", "allowedActions", "createdAt", "mac")
        SELECT ?, "accountId", "sealedSecret", "rootKeyId", "enabled", "allowedActions", "createdAt", "mac" FROM "AccessKey" WHERE "id" = '${credential.id}'`);
      for (let index = 0; index < 500; index += 1) insert.run(`copied-${index}`); // a secret can be decrypted only in its own row
    });
    const { code, stdout } = await runHere('backup-verify', file);
    const lines = stdout.trimEnd().split('\n');
    expect([code, lines.length, lines.at(-1)]).toEqual([1, 22, 'and 481 more']);
    expect(lines[0]).toBe(
      '2 keys, 2 versions opened, 2 canaries, 1 access keys, 0 users, 0 roles, 0 policies, 0 keys without material; 501 problems:', // the account too, which has them all,
    );
  });
});
