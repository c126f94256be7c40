// The floor of sqlite.ts on PostgreSQL: bare node:http and pg with one connection. One prepared statement inserts into all
// tables, so that a transaction is one message; that is faster than a pipeline of one statement for each table.
import pg from 'pg';
import type { RecordedCall } from './recorded-call.ts';
import { readRecordedRows } from './recorded-rows.ts';
import { serveFloor } from './serve-floor.ts';
import type { Fresh } from './template.ts';

const [url = '', recorded = '{}'] = process.argv.slice(2);
const call: RecordedCall = JSON.parse(recorded);
const isRead = call.work === 'describeKey';
const connect = async (options = '') => {
  const connectionOptions = `-c TimeZone=UTC ${options}`;
  // Reads do not wait for each other's answers.
  const client = new pg.Client({
    connectionString: url,
    options: connectionOptions,
    pipeline: isRead,
  });
  await client.connect();
  return client;
};
const reader = await connect();
// As the service: a nonce of a read is on disk a moment later.
const writer = await connect(isRead ? '-c synchronous_commit=off' : '');

const rows = await readRecordedRows(
  call,
  async (table, column, value) =>
    (await reader.query(`SELECT * FROM "${table}" WHERE "${column}" = $1`, [value])).rows,
);
const parts = rows.map(({ table, columns }, at) => {
  const names = columns.map((column) => `"${column}"`);
  return `row${at} AS (INSERT INTO "${table}" (${names}) SELECT ${names} FROM json_populate_recordset(NULL::"${table}", $${at + 1}::json))`;
});
const isUse = call.work !== 'createKey' && !isRead;
if (isUse) {
  const at = rows.length;
  parts.push(
    `uses AS (UPDATE "KeyUse" SET "uses" = "uses" + $${at + 1}::int, "lastUsedAt" = $${at + 2}::timestamp WHERE "keyId" = $${at + 3})`,
  );
}
const INSERT = { name: 'insert', text: `WITH ${parts} SELECT` };
const SELECT_KEY = { name: 'select', text: 'SELECT * FROM "Key" WHERE "id" = $1' };

/** The rows of calls in one table, as JSON. */
const jsonOf = ({ columns, valuesOf }: (typeof rows)[number], calls: readonly Fresh[]): string =>
  JSON.stringify(
    calls.map((fresh) => {
      const values = valuesOf(fresh);
      return Object.fromEntries(columns.map((column, at) => [column, values[at]]));
    }),
  );

serveFloor(call, {
  async commit(calls) {
    const uses = isUse ? [calls.length, calls.at(-1)?.time, call.keyId] : [];
    await writer.query({ ...INSERT, values: [...rows.map((row) => jsonOf(row, calls)), ...uses] });
  },
  readKey: () => reader.query({ ...SELECT_KEY, values: [call.keyId] }),
  toColumn: (bytes) => `\\x${Buffer.from(bytes).toString('hex')}`,
  // The service waits for the nonce of a read.
  nonces: call.nonceHash ? 'after' : undefined,
});
