// The minimum cost of a call: bare node:http and better-sqlite3 with the same cryptography, rows and durability as the
// service, in transactions that all waiting requests share. No signatures, permissions or parsing.
import { copyFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { pascalCase } from '#domain/words.ts';
import { TABLES } from '#store/tables.ts';
import { type FloorTable, floorRows, NOW, ROOT_KEY_SQL, serveFloor } from './floor-work.ts';

const [template = '', file = '', work = 'createKey', nonces = ''] = process.argv.slice(2);
copyFileSync(template, file);
const database = new Database(file);
database.exec(
  'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;',
);
database.exec(ROOT_KEY_SQL);

/** A statement that inserts every column of a table, like the service's. */
function inserter(table: FloorTable): Database.Statement {
  const columns = Object.keys(TABLES[table].columns);
  return database.prepare(
    `INSERT INTO "${pascalCase(table)}" (${columns.map((name) => `"${name}"`)}) VALUES (${columns.map((name) => `@${name}`)})`,
  );
}

const inserters = {
  key: inserter('key'),
  keyVersion: inserter('keyVersion'),
  auditEvent: inserter('auditEvent'),
  nonce: inserter('nonce'),
};
const countUse = database.prepare(
  `INSERT INTO "KeyUse" VALUES ('1', 'key', '2026-11-24', ?, '${NOW}') ON CONFLICT DO UPDATE SET "uses" = "uses" + excluded."uses"`,
);

serveFloor(work, (calls) => {
  database.exec('BEGIN');
  for (const [table, rows] of floorRows(work, nonces === 'nonces', calls, (bytes) => bytes))
    for (const row of rows) inserters[table].run(row);
  if (work !== 'createKey') countUse.run(calls);
  database.exec('COMMIT');
});
