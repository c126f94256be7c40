import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { PrismaClient } from '#generated/sqlite/client.ts';
import { GroupCommit } from '#store/commit/group-commit.ts';
import { insertRow } from '#store/commit/write-set.ts';
import { SqliteAdapter } from '#store/sqlite/adapter.ts';
import { sqliteDialect } from '#store/sqlite/dialect.ts';
import { TABLES } from '#store/tables.ts';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import { rawRequest } from '../support/http.ts';
import { type Kms, sharedKms, startKms } from '../support/kms.ts';
import { keyRow } from '../support/rows.ts';

const countKeys = ({ store }: Kms, accountId: string) =>
  store.db.key.count({ where: { accountId } });

describe('A shared commit on SQLite', () => {
  it('needs few transactions for many requests', async () => {
    const kms = await sharedKms();
    const { accountId } = await kms.addAccount();
    const writer = new PrismaClient({
      adapter: new SqliteAdapter(join(kms.dataDir, 'keywright.db'), 'writer'),
    });
    let transactions = 0;
    const { commit } = new GroupCommit({
      dialect: sqliteDialect,
      transaction: (work) => {
        transactions += 1;
        return writer.$transaction(work);
      },
      report: () => {},
    });
    await Promise.all(
      Array.from({ length: 200 }, () => commit([insertRow(TABLES.key, keyRow(accountId))])),
    );
    expect(await countKeys(kms, accountId)).toBe(200);
    expect(transactions).toBeLessThanOrEqual(10);
    await writer.$disconnect();
  });
});

describe('A database that another process holds', () => {
  it('is answered with 503 on both surfaces, nothing written, while everything else goes on', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const other = new Database(join(kms.dataDir, 'keywright.db'));
    other.exec('BEGIN IMMEDIATE');
    let answered = false;
    const refusals = Promise.all(
      SURFACES.flatMap((surface) =>
        Array.from({ length: 5 }, () => refusalOf(caller(surface, kms, account).createKey())),
      ),
    );
    refusals.finally(() => (answered = true));
    let healthy = 0;
    while (!answered)
      healthy += (await rawRequest(kms.url, { path: '/healthz' })).status === 200 ? 1 : 0;
    expect(new Set(await refusals)).toEqual(new Set(['ServiceUnavailableTemporary']));
    expect(healthy).toBeGreaterThan(5);
    other.exec('ROLLBACK');
    other.close();
    expect(await countKeys(kms, account.accountId)).toEqual(0);
    await caller('rpc', kms, account).createKey();
    expect(await countKeys(kms, account.accountId)).toEqual(1);
  });

  it('delays a commit that waits for it, if it is held only shortly', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const other = new Database(join(kms.dataDir, 'keywright.db'));
    other.exec('BEGIN IMMEDIATE');
    const created = caller('rpc', kms, account).createKey();
    await rawRequest(kms.url, { path: '/healthz' });
    other.exec('ROLLBACK');
    other.close();
    expect((await created).keyState).toBe('Enabled');
  });
});
