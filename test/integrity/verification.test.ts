import { describe, expect, it } from 'vitest';
import { adviceOnAltered, formatFindings } from '#verify/report.ts';
import { verifyKeyring } from '#verify/verify-keyring.ts';
import { onPostgresql, writeDatabase } from '../support/database.ts';
import { startKms } from '../support/kms.ts';
import { addSealedRows } from '../support/sealed-rows.ts';

/** As somebody who may do everything in the database: foreign keys do not hold either. */
const WITHOUT_FOREIGN_KEYS = onPostgresql
  ? 'SET session_replication_role = replica;'
  : 'PRAGMA foreign_keys = OFF;';

async function setUp() {
  const kms = await startKms();
  const rows = await addSealedRows(kms);
  const verify = () => verifyKeyring(kms.store.db, kms.deployment.keyring);
  const write = (sql: string) => writeDatabase(kms.dataDir, WITHOUT_FOREIGN_KEYS + sql);
  return { kms, rows, verify, write };
}

describe('A verification', () => {
  it('counts what it has checked', async () => {
    const { kms, verify } = await setUp();
    await using _kms = kms;
    expect(formatFindings(await verify())).toBe(
      '2 keys, 2 versions opened, 2 canaries, 4 access keys, 2 users, 1 roles, 2 policies, 0 keys without material; no problems',
    );
    expect(adviceOnAltered(await verify())).toBeUndefined();
  });

  it('names the user that was altered', async () => {
    const { kms, rows, verify, write } = await setUp();
    await using _kms = kms;
    const { id } = rows.users.alice;
    await write(`UPDATE "User" SET "email" = 'x' WHERE "id" = '${id}'`);
    const findings = await verify();
    expect(formatFindings(findings).split('\n').at(-1)).toBe(
      `user alice (${id}): its row, access keys or attached policies were altered outside Keywright`,
    );
    expect(adviceOnAltered(findings)).toMatch(/^1 row was altered outside Keywright\./);
  });

  it('names what a removed row leaves behind', async () => {
    const { kms, rows, verify, write } = await setUp();
    await using _kms = kms;
    const { alice, bob } = rows.users;
    await write(
      `DELETE FROM "User" WHERE "id" = '${alice.id}'; DELETE FROM "Policy" WHERE "id" = '${bob.policyId}';`,
    );
    expect((await verify()).problems.map(({ of, id, what }) => [of, id, what])).toEqual(
      expect.arrayContaining([
        ['access key', rows.alice.id, `its user ${alice.id} is missing`],
        ['user', alice.id, 'it is missing, but policies are attached to it'],
        [
          'user',
          bob.id,
          expect.stringMatching(/^policy bob-\w+ is attached to it, but does not exist$/),
        ],
        ['policy', bob.policyId, 'it is missing, but versions of it exist'],
      ]),
    );
    expect((await verify()).problemCount).toBe(4);
  });

  it('names access keys of an account that is missing', async () => {
    const { kms, rows, verify, write } = await setUp();
    await using _kms = kms;
    await write(`DELETE FROM "Account" WHERE "id" = '${rows.accountId}'`);
    const missing = `its account ${rows.accountId} is missing`;
    const problems = async () => (await verify()).problems.map(({ id, what }) => [id, what]);
    expect((await problems()).toSorted()).toEqual(
      [rows.root.id, rows.alice.id, rows.bob.id].map((id) => [id, missing]).toSorted(),
    );
  });
});
