import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { describe, expect, it, vi } from 'vitest';
import { caller } from '../support/caller.ts';
import { startKms } from '../support/kms.ts';

/** The pragmas that a connection has in truth, asked of SQLite. */
async function pragmasOf(connection: SqlDriverAdapter) {
  const names = [
    'journal_mode',
    'synchronous',
    'foreign_keys',
    'secure_delete',
    'busy_timeout',
    'query_only',
  ];
  const values = await Promise.all(
    names.map((name) => connection.queryRaw({ sql: `PRAGMA ${name}`, args: [], argTypes: [] })),
  );
  return Object.fromEntries(names.map((name, index) => [name, values[index]?.rows[0]?.[0]]));
}

describe('A restarted server', () => {
  it('reads its key back, over connections that are durable', async () => {
    await using first = await startKms();
    const account = await first.addAccount();
    const key = await caller('graphql', first, account).createKey({ description: 'kept' });
    await first[Symbol.asyncDispose]();

    // Remembers the connections that the server itself opens: the pragmas are theirs, not the file's.
    const opened: SqlDriverAdapter[] = [];
    const connect = PrismaBetterSqlite3.prototype.connect;
    const spy = vi
      .spyOn(PrismaBetterSqlite3.prototype, 'connect')
      .mockImplementation(async function (this: PrismaBetterSqlite3) {
        const connection = await connect.call(this);
        opened.push(connection);
        return connection;
      });
    try {
      await using second = await startKms({ dataDir: first.dataDir });
      expect(await caller('rpc', second, account).describeKey(key.keyId)).toEqual(key);
      await caller('rpc', second, account).createKey();
      const durable = {
        journal_mode: 'wal',
        synchronous: 2,
        foreign_keys: 1,
        secure_delete: 1,
        busy_timeout: 100,
      };
      const found = await Promise.all(opened.map(pragmasOf));
      expect(found.toSorted((a, b) => Number(a.query_only) - Number(b.query_only))).toEqual([
        { ...durable, query_only: 0 },
        { ...durable, query_only: 1 },
      ]);
    } finally {
      spy.mockRestore();
    }
  });
});
