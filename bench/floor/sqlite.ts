// The minimum cost of a call on SQLite: bare node:http and better-sqlite3 with positional prepared statements. It does the
// same cryptography as the service, writes the same rows with the same durability, in transactions that all waiting
// requests share, and sends the same answer. No signatures, permissions or parsing.
import Database from 'better-sqlite3';
import type { RecordedCall } from './recorded-call.ts';
import { type RecordedRow, readRecordedRows } from './recorded-rows.ts';
import { serveFloor } from './serve-floor.ts';

const [url = '', recorded = '{}'] = process.argv.slice(2);
const call: RecordedCall = JSON.parse(recorded);
const database = new Database(url.replace(/^file:/, ''));
database.exec(
  'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;',
);

const rows = await readRecordedRows(
  call,
  async (table, column, value) =>
    database.prepare(`SELECT * FROM "${table}" WHERE "${column}" = ?`).all(value) as object[] as [],
);
const inserts = rows.map(({ table, columns, valuesOf }: RecordedRow) => {
  const names = columns.map((column) => `"${column}"`);
  const sql = `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?')})`;
  return { valuesOf, statement: database.prepare(sql) };
});
const countUses = database.prepare(
  `UPDATE "KeyUse" SET "uses" = "uses" + ?, "lastUsedAt" = ? WHERE "keyId" = ?`,
);
const selectKey = database.prepare('SELECT * FROM "Key" WHERE "id" = ?').raw();
const [begin, end] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')];
const isUse = call.work !== 'createKey' && call.work !== 'describeKey';

serveFloor(call, {
  commit(calls) {
    begin.run();
    for (const { statement, valuesOf } of inserts)
      for (const fresh of calls) statement.run(...valuesOf(fresh));
    if (isUse) countUses.run(calls.length, calls.at(-1)?.time, call.keyId);
    end.run();
  },
  readKey: () => selectKey.get(call.keyId),
  toColumn: (bytes) => bytes,
  // The service answers a read before its nonce is committed.
  nonces: call.nonceHash ? 'before' : undefined,
});
