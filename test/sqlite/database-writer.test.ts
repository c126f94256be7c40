import { describe, expect, it } from 'vitest';
import { caller, refusalOf } from '../support/caller.ts';
import { readDatabase, writeDatabase } from '../support/database.ts';
import { makeDataDir, startKms } from '../support/kms.ts';

/** What docs/security.md says of somebody who can write to the database and does not have the root key. */
async function setUp() {
  const dataDir = makeDataDir();
  const kms = await startKms({ dataDir });
  const account = await kms.addAccount();
  const as = caller('rpc', kms, account);
  const [{ keyId }, { keyId: other }] = [await as.createKey(), await as.createKey()];
  const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('a secret'));
  const [version] = await readDatabase<{ id: string; material: string }>(
    dataDir,
    `SELECT "id", hex("wrappedMaterial") AS "material" FROM "KeyVersion" WHERE "keyId" = '${keyId}'`,
  );
  const write = async (sql: string) => {
    await writeDatabase(dataDir, sql);
    kms.services.materials.clear(); // as a restart does, or time
    kms.deployment.accessKeys.clear();
  };
  return { kms, account, as, keyId, other, ciphertextBlob, version, write };
}

describe('Who can write to the database without the root key', () => {
  it('cannot open a value elsewhere than where it was written', async () => {
    const { kms, account, as, other, keyId, ciphertextBlob, version, write } = await setUp();
    await using _kms = kms;
    await write(
      `UPDATE "KeyVersion" SET "wrappedMaterial" = (SELECT "wrappedMaterial" FROM "KeyVersion" WHERE "keyId" = '${other}') WHERE "id" = '${version?.id}'`,
    );
    expect(await refusalOf(as.decrypt(ciphertextBlob))).toBe('InternalFailure');
    const { id } = await kms.addAccount({ accountId: account.accountId });
    await write(
      `UPDATE "AccessKey" SET "sealedSecret" = (SELECT "sealedSecret" FROM "AccessKey" WHERE "id" = '${id}') WHERE "id" = '${account.id}'`,
    );
    expect(await refusalOf(as.describeKey(keyId))).toBe('InvalidAccessKeyId.NotFound');
  });

  it('can enable what is disabled, and move an alias to another key', async () => {
    const { kms, keyId, other, as, ciphertextBlob, write } = await setUp();
    await using _kms = kms;
    await as.act('DisableKey', { keyId });
    expect(await refusalOf(as.decrypt(ciphertextBlob))).toBe('Rejected.Disabled');
    await write(`UPDATE "Key" SET "state" = 'Enabled' WHERE "id" = '${keyId}'`);
    expect(String(await as.decrypt(ciphertextBlob))).toBe('a secret');

    await as.act('CreateAlias', { keyId, aliasName: 'alias/payroll' });
    await write(`UPDATE "Alias" SET "keyId" = '${other}' WHERE "keyId" = '${keyId}'`);
    expect((await as.describeKey('alias/payroll')).keyId).toBe(other);
  });

  it('can give the material of a key to another one', async () => {
    const { kms, as, keyId, other, ciphertextBlob, version, write } = await setUp();
    await using _kms = kms;
    await as.act('DisableKey', { keyId });
    await write(`UPDATE "KeyVersion" SET "keyId" = '${other}' WHERE "id" = '${version?.id}'`);
    expect(String(await as.decrypt(ciphertextBlob))).toBe('a secret');
  });

  it('can bring back what was deleted, from a copy of its row', async () => {
    const { kms, as, ciphertextBlob, version, write } = await setUp();
    await using _kms = kms;
    await write(`UPDATE "KeyVersion" SET "wrappedMaterial" = x'' WHERE "id" = '${version?.id}'`);
    await expect(as.decrypt(ciphertextBlob)).rejects.toThrow();
    await write(
      `UPDATE "KeyVersion" SET "wrappedMaterial" = x'${version?.material}' WHERE "id" = '${version?.id}'`,
    );
    expect(String(await as.decrypt(ciphertextBlob))).toBe('a secret');
  });
});
