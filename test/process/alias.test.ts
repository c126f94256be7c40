import { describe, expect, it } from 'vitest';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import { databaseSettings, readDatabase } from '../support/database.ts';
import { makeDataDir, startKms } from '../support/kms.ts';
import { runScript } from '../support/process.ts';

const MSE = 'alias/acs/mse';

async function setUp() {
  const secret = 'a-secret-of-its-own';
  const dataDir = makeDataDir();
  const settings = { KEYWRIGHT_ACCESS_KEY_ID: 'operator', KEYWRIGHT_ACCESS_KEY_SECRET: secret };
  const kms = await startKms({ dataDir, settings });
  const account = { accountId: kms.deployment.accountId, id: 'operator', secret };
  const alias = async (...args: string[]) =>
    runScript(
      'src/cli/alias.ts',
      { KEYWRIGHT_DATA_DIR: dataDir, ...(await databaseSettings(dataDir)) },
      args,
    );
  return { kms, account, dataDir, alias };
}

describe('npm run alias', () => {
  it('makes, moves and deletes an alias that callers may only use', async () => {
    const { kms, account, dataDir, alias } = await setUp();
    await using _kms = kms;
    const as = caller('rpc', kms, account);
    const [{ keyId }, { keyId: other }] = [await as.createKey(), await as.createKey()];

    expect(await alias('create', MSE, '--key', keyId)).toMatchObject({
      code: 0,
      stdout: `${MSE} is an alias of the key ${keyId}.\n`,
    });
    for (const surface of SURFACES) {
      const user = caller(surface, kms, account);
      expect((await user.describeKey(MSE)).keyId).toBe(keyId);
      expect((await user.encrypt(MSE, Buffer.from('x'))).keyId).toBe(keyId);
      const refused = [
        user.act('CreateAlias', { keyId, aliasName: 'alias/acs/other' }),
        user.act('UpdateAlias', { keyId: other, aliasName: MSE }),
        user.act('DeleteAlias', { aliasName: MSE }),
      ];
      expect(await Promise.all(refused.map(refusalOf))).toEqual(
        refused.map(() => 'InvalidParameter'),
      );
    }

    expect((await alias('move', MSE, '--key', other)).code).toBe(0);
    expect((await as.describeKey(MSE)).keyId).toBe(other);
    expect((await alias('delete', MSE)).code).toBe(0);
    expect(await refusalOf(as.describeKey(MSE))).toBe('Forbidden.AliasNotFound');

    const events = await readDatabase<{ operation: string; outcome: string; keyId: string }>(
      dataDir,
      `SELECT "operation", "outcome", "keyId" FROM "AuditEvent" WHERE "surface" = 'command' ORDER BY "id"`,
    );
    expect(events).toEqual([
      { operation: 'CreateAlias', outcome: 'Done', keyId },
      { operation: 'UpdateAlias', outcome: 'Done', keyId: other },
      { operation: 'DeleteAlias', outcome: 'Done', keyId: other },
    ]);
  });

  it('says what is wrong, and changes nothing', async () => {
    const { kms, account, alias } = await setUp();
    await using _kms = kms;
    const { keyId } = await caller('rpc', kms, account).createKey();
    for (const [args, code, sentence] of [
      [[], 2, /^Usage: npm run alias -- create <alias> --key <key id>/],
      [['create', MSE], 2, /^Usage/],
      [['delete', MSE, '--key', keyId], 2, /^Usage/],
      [['create', MSE, '--kye', keyId], 2, /^Usage/],
      [
        ['create', MSE, '--key', '01a20bda-0000-7000-8000-000000000000'],
        1,
        /The specified Key is not found/,
      ],
      [['create', 'alias/a b', '--key', keyId], 1, /Use an alias of the form alias\/<name>/],
      [['delete', MSE], 1, /The specified Alias is not found/],
    ] as const) {
      const { code: found, stderr } = await alias(...args);
      expect([args, found, stderr]).toEqual([args, code, expect.stringMatching(sentence)]);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
    expect(await caller('rpc', kms, account).listAliases()).toEqual([]);
  });
});
