import { describe, expect, it } from 'vitest';
import { DatabaseError } from '#store/database-error.ts';
import { codeLevel, migrationsOf } from '#store/migrate/migrations.ts';
import { caller } from '../support/caller.ts';
import { onPostgresql, readDatabase, writeDatabase } from '../support/database.ts';
import { rawRequest } from '../support/http.ts';
import { type Credential, type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { migrationsWith } from '../support/migrations.ts';

const provider = onPostgresql ? 'postgresql' : 'sqlite';
const settings = {
  KEYWRIGHT_ACCESS_KEY_ID: 'upgrade',
  KEYWRIGHT_ACCESS_KEY_SECRET: 'the-secret-of-all-releases',
};
const account: Credential = {
  accountId: '',
  id: 'upgrade',
  secret: settings.KEYWRIGHT_ACCESS_KEY_SECRET,
};

// Two later releases: one that adds a column, and the one after it, which removes an older column.
const EXPAND = {
  '9000_expand': `ALTER TABLE "Key" ADD COLUMN "note" TEXT; ALTER TABLE "Key" ADD COLUMN "former" TEXT;`,
};
const CONTRACT = {
  ...EXPAND,
  '9001_contract': `ALTER TABLE "Key" DROP COLUMN "former"; UPDATE "Compatibility" SET "lowestLevel" = 9000;`,
};

const started = (dataDir: string, migrations?: string): Promise<Kms> =>
  startKms({ dataDir, settings, ...(migrations && { migrations }) });

/** On SQLite one server follows the other; on PostgreSQL the old one goes on beside the new. */
async function handOver(from: Kms, to: () => Promise<Kms>): Promise<Kms> {
  if (!onPostgresql) await from[Symbol.asyncDispose]();
  return to();
}

describe('An upgrade', () => {
  it('that only adds columns allows a return to the earlier release, with every key', async () => {
    const dataDir = makeDataDir();
    const old = await started(dataDir);
    const before = await caller('rpc', old, account).createKey();
    await using upgraded = await handOver(old, () =>
      started(dataDir, migrationsWith(provider, EXPAND)),
    );
    const during = await caller('rpc', upgraded, account).createKey();
    // An old replica that restarts in the middle; on SQLite a step back.
    await old[Symbol.asyncDispose]();
    await using back = await handOver(upgraded, () => started(dataDir));
    for (const { keyId } of [before, during])
      expect((await caller('graphql', back, account).describeKey(keyId)).keyId).toBe(keyId);
    const after = await caller('graphql', back, account).createKey();
    const { ciphertextBlob = '' } = await caller('rpc', back, account).encrypt(
      after.keyId,
      Buffer.from('x'),
    );
    if (onPostgresql)
      expect((await caller('rpc', upgraded, account).decrypt(ciphertextBlob)).toString()).toBe('x');
  });

  it('that removes columns refuses a release that is too old, with an error message, and serves the previous one', async () => {
    const dataDir = makeDataDir();
    const old = await started(dataDir);
    const { keyId } = await caller('rpc', old, account).createKey();
    const contracted = await handOver(old, () =>
      started(dataDir, migrationsWith(provider, CONTRACT)),
    );
    if (onPostgresql) {
      expect((await rawRequest(old.url, { path: '/readyz' })).status).toBe(503); // it should be stopped by now, and accepts no requests
      await old[Symbol.asyncDispose]();
    }
    await contracted[Symbol.asyncDispose]();
    await expect(started(dataDir)).rejects.toThrow(DatabaseError);
    await expect(started(dataDir)).rejects.toThrow(
      /needs Keywright of level 9000 or newer, and this version has level \d+\. Start a newer version/,
    );
    await using between = await started(dataDir, migrationsWith(provider, EXPAND));
    expect((await caller('rpc', between, account).describeKey(keyId)).keyId).toBe(keyId);
  });

  it('that fails leaves the database as it was, and the old code goes on', async () => {
    const dataDir = makeDataDir();
    const old = await started(dataDir);
    const { keyId } = await caller('rpc', old, account).createKey();
    if (!onPostgresql) await old[Symbol.asyncDispose]();
    const broken = migrationsWith(provider, {
      '9000_broken': 'CREATE TABLE "Half" ("id" TEXT); CREATE TABLE "Half" ("id" TEXT);',
    });
    await expect(started(dataDir, broken)).rejects.toThrow(DatabaseError);
    expect(
      await readDatabase(
        dataDir,
        `SELECT "migration_name" FROM "_prisma_migrations" WHERE "migration_name" LIKE '9000%'`,
      ),
    ).toEqual([]);
    if (onPostgresql) await old[Symbol.asyncDispose]();
    await using again = await started(dataDir);
    expect((await caller('rpc', again, account).describeKey(keyId)).keyId).toBe(keyId);
  });
});

/** The level of this code: the number of its newest migration. */
const LEVEL = codeLevel(migrationsOf(provider));
const numbered = (level: number, name: string): string =>
  `${String(level).padStart(4, '0')}_${name}`;

describe('A database', () => {
  /** One that has keys, and had this done to it since. */
  async function changed(sql: string): Promise<string> {
    const dataDir = makeDataDir();
    await using kms = await started(dataDir);
    await caller('rpc', kms, account).createKey();
    await kms[Symbol.asyncDispose]();
    await writeDatabase(dataDir, sql);
    return dataDir;
  }
  const lowestLevel = (level: number) => `UPDATE "Compatibility" SET "lowestLevel" = ${level}`;
  const hadMigration = (name: string) =>
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at") VALUES ('other', '', '${name}', CURRENT_TIMESTAMP)`;

  it('serves code of its lowest level, and none of the level below', async () => {
    await (await started(await changed(lowestLevel(LEVEL))))[Symbol.asyncDispose]();
    const dataDir = await changed(lowestLevel(LEVEL + 1));
    await expect(started(dataDir)).rejects.toThrow(
      `The database needs Keywright of level ${LEVEL + 1} or newer, and this version has level ${LEVEL}.`,
    );
  });

  it.runIf(onPostgresql)(
    'whose lowest level is raised by one takes the replicas of before out of service',
    async () => {
      const dataDir = makeDataDir();
      await using kms = await started(dataDir);
      const ready = async () => (await rawRequest(kms.url, { path: '/readyz' })).status;
      await writeDatabase(dataDir, lowestLevel(LEVEL));
      expect(await ready()).toBe(200);
      await writeDatabase(dataDir, lowestLevel(LEVEL + 1));
      expect(await ready()).toBe(503);
    },
  );

  it('that newer code has brought one level further serves this code still', async () => {
    await using kms = await started(
      await changed(hadMigration(numbered(LEVEL + 1, 'of_a_release_to_come'))),
    );
    expect((await caller('rpc', kms, account).listKeyIds()).totalCount).toBe(1);
  });

  it.each([LEVEL, LEVEL - 1, 1])(
    'that has a migration of level %i that this code does not know is not changed',
    async (level) => {
      const name = numbered(level, 'of_a_fork');
      const dataDir = await changed(hadMigration(name));
      await expect(started(dataDir)).rejects.toThrow(DatabaseError);
      await expect(started(dataDir)).rejects.toThrow(
        `The database has a migration that this version of Keywright does not know: ${name}.`,
      );
    },
  );
});
