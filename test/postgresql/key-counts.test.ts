import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { destroyKeys } from '#jobs/destroy-keys.ts';
import { insertRow } from '#store/commit/write-set.ts';
import { migrate } from '#store/postgresql/migrate.ts';
import { countKeys } from '#store/read/count-keys.ts';
import { TABLES } from '#store/tables.ts';
import { caller, SURFACES } from '../support/caller.ts';
import {
  databaseOf,
  databaseSettings,
  queryPostgresql,
  readDatabase,
  urlOf,
} from '../support/database.ts';
import { wrongCounts } from '../support/key-counts.ts';
import { makeDataDir, startKms } from '../support/kms.ts';
import { migrationsUpTo } from '../support/migrations.ts';
import { keyRow } from '../support/rows.ts';
import { secondConnection, until } from '../support/second-connection.ts';

/** Inserts a key in a transaction that stays open. */
async function beginKey(connection: pg.Client, accountId: string): Promise<void> {
  const row = Object.fromEntries(
    Object.entries(keyRow(accountId)).filter(([_column, value]) => value !== null), // a database of before has fewer
  );
  const columns = Object.keys(row).map((column) => `"${column}"`);
  await connection.query('BEGIN');
  await connection.query(
    `INSERT INTO "Key" (${columns}) VALUES (${columns.map((_, index) => `$${index + 1}`)})`,
    Object.values(row),
  );
}

describe('The number of keys that replicas make and destroy at once', () => {
  it('is their count, at each of them', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    const dataDir = makeDataDir();
    await using a = await startKms({ dataDir, clock: () => now });
    await using b = await startKms({ dataDir, clock: () => now });
    const account = await a.addAccount();
    const { accountId } = account;
    const due = Array.from({ length: 80 }, () =>
      keyRow(accountId, { state: 'PendingDeletion', deleteDate: new Date('2026-12-08T00:00:00Z') }),
    );
    await a.store.commit(due.map((row) => insertRow(TABLES.key, row)));
    now = new Date('2026-12-09T00:00:00Z');
    await Promise.all([
      ...Array.from({ length: 60 }, (_, index) =>
        caller(SURFACES[index % 2] ?? 'rpc', index % 3 ? a : b, account).createKey(),
      ),
      ...[a, b].map(({ store, services }) => destroyKeys(store, services.materials, now)),
    ]);
    for (const { store } of [a, b]) expect(await countKeys(store.db, accountId, now)).toBe(60);
    expect(await wrongCounts(a)).toEqual([]);
    const slots = await a.store.db.keyCount.findMany({ where: { accountId } });
    expect(slots.filter(({ slot }) => slot < 0 || slot > 63)).toEqual([]); // a few rows, however many connections there have been
  });

  it('keeps none of them waiting for a transaction of another', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const count = () => countKeys(kms.store.db, account.accountId, new Date());
    await caller('rpc', kms, account).createKey();
    // A connection with a row of its own, as almost every one has.
    await using connections = new AsyncDisposableStack();
    const another = await until(async () => {
      const connection = connections.use(await secondConnection(urlOf(databaseOf(kms.dataDir))));
      const { rows } = await connection.query<{ shared: boolean }>(
        `SELECT pg_backend_pid() % 64 IN (SELECT pid % 64 FROM pg_stat_activity WHERE application_name = 'keywright') AS shared`,
      );
      return rows[0]?.shared ? undefined : { connection };
    });
    await beginKey(another.connection, account.accountId);
    await caller('rpc', kms, account).createKey();
    expect(await count()).toBe(2);
    await another.connection.query('COMMIT');
    expect(await count()).toBe(3);
  });
});

describe('The migration that counts the keys', () => {
  it('counts the key of a transaction in progress, at any default isolation level of the database', async () => {
    const dataDir = makeDataDir({ migrated: false });
    await databaseSettings(dataDir, { migrated: false });
    const url = urlOf(databaseOf(dataDir));
    await queryPostgresql(
      url,
      `ALTER DATABASE "${databaseOf(dataDir)}" SET default_transaction_isolation = 'repeatable read'`,
    );
    await using writing = await secondConnection(url);
    await migrate(writing, migrationsUpTo('postgresql', 5)); // this release could not serve on it
    const accountId = '1234567890123456';
    await beginKey(writing, accountId);
    const starting = startKms({ dataDir });
    const waits = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%KeyCount%'`;
    await until(async () => (await readDatabase(dataDir, waits)).length > 0);
    await writing.query('COMMIT');
    await using upgraded = await starting;
    expect(await countKeys(upgraded.store.db, accountId, new Date())).toBe(1);
    expect(await wrongCounts(upgraded)).toEqual([]);
  });
});
