// The floor of floor.ts on PostgreSQL: bare node:http and pg with one connection, one transaction for all waiting
// requests, and one prepared statement per table, whose rows are a JSON parameter.
import pg from 'pg';
import { pascalCase } from '#domain/words.ts';
import { migrate } from '#store/postgresql/migrate.ts';
import { TABLES } from '#store/tables.ts';
import { type FloorTable, floorRows, NOW, ROOT_KEY_SQL, serveFloor } from './floor-work.ts';

const [url = '', work = 'createKey', nonces = ''] = process.argv.slice(2);
const client = new pg.Client(url);
await client.connect();
await migrate(client);
await client.query(`${ROOT_KEY_SQL} ON CONFLICT DO NOTHING`);

const insertOf = (table: FloorTable) => {
  const columns = Object.keys(TABLES[table].columns).map((name) => `"${name}"`);
  const name = pascalCase(table);
  return `INSERT INTO "${name}" (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::"${name}", $1::json)`;
};
const COUNT_USE = `INSERT INTO "KeyUse" VALUES ('1', 'key', '2026-11-24', $1, '${NOW}')
  ON CONFLICT ("keyId", "day") DO UPDATE SET "uses" = "KeyUse"."uses" + excluded."uses"`;

serveFloor(work, async (calls) => {
  await client.query('BEGIN');
  for (const [table, rows] of floorRows(
    work,
    nonces === 'nonces',
    calls,
    (bytes) => `\\x${bytes.toString('hex')}`,
  ))
    await client.query({ name: table, text: insertOf(table), values: [JSON.stringify(rows)] });
  if (work !== 'createKey')
    await client.query({ name: 'keyUse', text: COUNT_USE, values: [calls] });
  await client.query('COMMIT');
});
