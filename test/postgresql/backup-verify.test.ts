import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { databaseSettings, writeDatabase } from '../support/database.ts';
import { makeDataDir, startKms } from '../support/kms.ts';
import { runScript } from '../support/process.ts';

/** A database with two keys, nobody on it: as a dump that was restored into a scratch database. */
async function restoredDump() {
  const dataDir = makeDataDir();
  await using kms = await startKms({ dataDir });
  const as = caller('rpc', kms, await kms.addAccount());
  const keys = [await as.createKey(), await as.createKey({ keySpec: 'Aliyun_SM4' })];
  const settings: Record<string, string> = {
    KEYWRIGHT_DATA_DIR: dataDir,
    ...(await databaseSettings(dataDir)),
  };
  const verify = (more: Readonly<Record<string, string>> = {}, args: readonly string[] = []) =>
    runScript('src/cli/backup-verify.ts', { ...settings, ...more }, args);
  return { dataDir, keys, settings, verify };
}

describe('npm run backup:verify on PostgreSQL', () => {
  it('opens every key of a database that a dump was restored into', async () => {
    const { verify } = await restoredDump();
    const { code, stdout } = await verify();
    expect([code, stdout]).toEqual([
      0,
      '2 keys, 2 versions opened, 2 canaries, 2 access keys, 0 users, 0 roles, 0 policies, 0 keys without material; no problems\n',
    ]);
  });

  it('names a key whose material is damaged, and ends with 1', async () => {
    const { dataDir, keys, verify } = await restoredDump();
    await writeDatabase(
      dataDir,
      `UPDATE "KeyVersion" SET "wrappedMaterial" = set_byte("wrappedMaterial", 40, 255 - get_byte("wrappedMaterial", 40)) WHERE "keyId" = '${keys[0]?.keyId}'`,
    );
    const { code, stdout } = await verify();
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(new RegExp(`1 problem:\nkey ${keys[0]?.keyId}: .* does not open`)),
    ]);
  });

  it('says that a root key is another one, and that backups are pg_dump’s', async () => {
    const { settings, verify } = await restoredDump();
    const another = {
      KEYWRIGHT_ROOT_KEY_FILE: '',
      KEYWRIGHT_ROOT_KEY: Buffer.alloc(32, 9).toString('base64'),
    };
    expect(await verify(another)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/is not the one of this database/),
    });
    const backup = await runScript('src/cli/backup.ts', settings, ['/tmp/not-to-be']);
    expect([backup.code, backup.stderr]).toEqual([1, expect.stringMatching(/pg_dump/)]);
  });
});
