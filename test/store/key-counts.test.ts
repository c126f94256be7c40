import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { destroyKeys } from '#jobs/destroy-keys.ts';
import { deleteRow, insertRow } from '#store/commit/write-set.ts';
import { countKeys } from '#store/read/count-keys.ts';
import type { Reader } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { caller, SURFACES } from '../support/caller.ts';
import { onPostgresql, readDatabase, writeDatabase } from '../support/database.ts';
import { wrongCounts } from '../support/key-counts.ts';
import { type Credential, type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { keyRow } from '../support/rows.ts';

const START = new Date('2026-12-01T00:00:00Z');
const daysLater = (days: number) => new Date(START.getTime() + days * 86_400_000);

const countOf = ({ store, services }: Kms, { accountId }: Pick<Credential, 'accountId'>) =>
  countKeys(store.db, accountId, services.clock());

const destroy = ({ id, revision }: { readonly id: string; readonly revision: number }) =>
  deleteRow(TABLES.key, { id }, { revision });

describe('The number of an account’s keys', () => {
  it('is their count at every moment, while keys are made and destroyed', async () => {
    let now = START;
    await using kms = await startKms({ clock: () => now });
    const accounts = await Promise.all([1, 2, 3].map(() => kms.addAccount()));
    const made = await Promise.all(
      accounts.map(({ accountId }) => {
        const rows = Array.from({ length: 60 }, () =>
          keyRow(accountId, { state: 'PendingDeletion', deleteDate: daysLater(7) }),
        );
        return kms.store.commit(rows.map((row) => insertRow(TABLES.key, row)));
      }),
    );
    expect(made).toHaveLength(3);
    now = daysLater(8);
    const load = [
      ...accounts.flatMap((account, index) =>
        Array.from({ length: 40 }, () =>
          caller(SURFACES[index % 2] ?? 'rpc', kms, account).createKey(),
        ),
      ),
      destroyKeys(kms.store, kms.services.materials, now),
      destroyKeys(kms.store, kms.services.materials, now),
    ];
    let isOver = false;
    const over = Promise.all(load).finally(() => {
      isOver = true;
    });
    for (let looks = 0; !isOver || looks === 0; looks += 1) {
      await turn(); // without this, the checks would leave the load no turn of the event loop
      expect(await wrongCounts(kms)).toEqual([]);
      // A key that is due no longer counts, whether or not it is destroyed already.
      for (const account of accounts) {
        const number = await countOf(kms, account);
        expect(number).toBeGreaterThanOrEqual(0);
        expect(number).toBeLessThanOrEqual(40);
      }
    }
    await over;
    for (const account of accounts) expect(await countOf(kms, account)).toBe(40);
    expect(await wrongCounts(kms)).toEqual([]);
  });

  it('is without the keys that are due, from that millisecond on, and has nobody else’s', async () => {
    await using kms = await startKms({ clock: () => START });
    const [account, other] = [await kms.addAccount(), await kms.addAccount()];
    const { accountId } = account;
    const rows = [
      keyRow(accountId),
      keyRow(accountId, { state: 'PendingDeletion', deleteDate: daysLater(7) }),
      keyRow(accountId, { state: 'PendingDeletion', deleteDate: daysLater(8) }),
      ...[1, 2, 3, 4].map(() =>
        keyRow(other.accountId, { state: 'PendingDeletion', deleteDate: daysLater(7) }),
      ),
    ];
    await kms.store.commit(rows.map((row) => insertRow(TABLES.key, row)));
    const at = (now: Date) => countKeys(kms.store.db, accountId, now);
    expect(await at(new Date(daysLater(7).getTime() - 1))).toBe(3);
    expect(await at(daysLater(7))).toBe(2);
    expect(await at(daysLater(9))).toBe(1);
    expect(await countKeys(kms.store.db, other.accountId, daysLater(9))).toBe(0);
    expect(await countKeys(kms.store.db, 'nobody', daysLater(9))).toBe(0);
  });

  it('is right although a key that is due is destroyed as soon as something of it has been read', async () => {
    await using kms = await startKms({ clock: () => daysLater(-1) }); // so that the server's own job does not destroy these keys
    const { accountId } = await kms.addAccount();
    const due = [1, 2, 3].map(() =>
      keyRow(accountId, { state: 'PendingDeletion', deleteDate: START }),
    );
    await kms.store.commit([keyRow(accountId), ...due].map((row) => insertRow(TABLES.key, row)));
    const interrupted = kms.store.db.$extends({
      query: {
        async $allOperations({ args, query }) {
          const rows = await query(args);
          const [key] = due.splice(0, 1);
          if (key) await kms.store.commit([destroy(key)]);
          return rows;
        },
      },
    });
    for (let looks = 0; looks < 4; looks += 1)
      expect(await countKeys(interrupted as unknown as Reader, accountId, START)).toBe(1);
    expect(await kms.store.db.key.count({ where: { accountId } })).toBe(1);
  });

  it('has nothing of a request that was refused, or rolled back with its batch', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const taken = keyRow(account.accountId);
    await kms.store.commit([insertRow(TABLES.key, taken)]);
    const want = (rows: (typeof taken)[]) =>
      kms.store.commit(rows.map((row) => insertRow(TABLES.key, row)));
    const outcomes = await Promise.allSettled([
      want([keyRow(account.accountId)]),
      want([keyRow(account.accountId), taken]), // the id is taken
      kms.store.commit([destroy({ id: taken.id, revision: 7 })]), // another revision
      want([keyRow(account.accountId)]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(await countOf(kms, account)).toBe(3);
    expect(await wrongCounts(kms)).toEqual([]);
  });

  it('is right after the operator has written keys by hand', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    for (let index = 0; index < 5; index += 1) await caller('rpc', kms, account).createKey();
    await writeDatabase(
      kms.dataDir,
      `DELETE FROM "Key" WHERE "id" IN (SELECT "id" FROM "Key" WHERE "accountId" = '${account.accountId}' LIMIT 2)`,
    );
    expect(await countOf(kms, account)).toBe(3);
    expect(await wrongCounts(kms)).toEqual([]);
  });
});

describe('A database of before keys were counted', () => {
  const settings = {
    KEYWRIGHT_ACCESS_KEY_ID: 'upgrade',
    KEYWRIGHT_ACCESS_KEY_SECRET: 'the-secret-of-all-releases',
  };
  const account: Credential = {
    accountId: '',
    id: 'upgrade',
    secret: settings.KEYWRIGHT_ACCESS_KEY_SECRET,
  };
  const start = (dataDir: string) => startKms({ dataDir, settings });

  it('is filled by the migration, and counts what the release before does beside it or after a step back', async () => {
    const dataDir = makeDataDir();
    const create = (kms: Kms, count: number) =>
      Promise.all(Array.from({ length: count }, () => caller('rpc', kms, account).createKey()));
    // What makes and destroys keys is the same code in both releases: only the database knows of counts.
    let old = await start(dataDir);
    if (onPostgresql) await takeBack(dataDir);
    await create(old, 30);
    await old.store.commit([insertRow(TABLES.key, keyRow('1234567890123456'))]);

    // On PostgreSQL the old one goes on making keys while the migration runs; on SQLite one follows the other.
    const during = onPostgresql ? create(old, 60) : undefined;
    if (!onPostgresql) {
      await old[Symbol.asyncDispose](); // it notes the time as it ends
      await takeBack(dataDir);
    }
    expect(await tables(dataDir)).not.toContain('KeyCount');
    let upgraded = await start(dataDir);
    await during;
    const { accountId } = upgraded.deployment;
    const counted = async () => {
      expect(await wrongCounts(upgraded)).toEqual([]);
      return [
        await countOf(upgraded, { accountId }),
        (await caller('graphql', upgraded, account).listKeyIds()).totalCount,
      ];
    };
    const first = onPostgresql ? 90 : 30;
    expect(await counted()).toEqual([first, first]);
    expect(await countOf(upgraded, { accountId: '1234567890123456' })).toBe(1);

    if (!onPostgresql) {
      await upgraded[Symbol.asyncDispose]();
      old = await start(dataDir);
    }
    const [gone] = await create(old, 7);
    const { revision = 0 } =
      (await old.store.db.key.findUnique({ where: { id: gone?.keyId ?? '' } })) ?? {};
    await old.store.commit([destroy({ id: gone?.keyId ?? '', revision })]);
    await old[Symbol.asyncDispose]();
    if (!onPostgresql) upgraded = await start(dataDir);
    await create(upgraded, 2);
    expect(await counted()).toEqual([first + 8, first + 8]);
    await upgraded[Symbol.asyncDispose]();
  });
});

/** Makes a database one of the previous release: removes what the migrations of this release have added. */
function takeBack(dataDir: string): Promise<void> {
  const triggers = onPostgresql
    ? 'DROP TRIGGER "Key_counted" ON "Key"; DROP TRIGGER "Key_uncounted" ON "Key"; DROP FUNCTION "countKeys";'
    : 'DROP TRIGGER "Key_counted"; DROP TRIGGER "Key_uncounted";';
  const names = ['0006_key_counts', '0007_clock', '0008_search_words']
    .map((name) => `'${name}'`)
    .join();
  return writeDatabase(
    dataDir,
    `BEGIN; ${triggers} DROP TABLE "KeyCount"; DROP TABLE "ClockState";
     DROP TABLE "KeyWord"; DROP TABLE "KeyWordProgress"; DROP INDEX "Key_accountId_createdAt_id_idx";
     DELETE FROM "_prisma_migrations" WHERE "migration_name" IN (${names}); COMMIT`,
  );
}

async function tables(dataDir: string): Promise<string[]> {
  const rows = await readDatabase<{ name: string }>(
    dataDir,
    onPostgresql
      ? 'SELECT tablename AS name FROM pg_tables'
      : `SELECT name FROM sqlite_master WHERE type = 'table'`,
  );
  return rows.map(({ name }) => name);
}
