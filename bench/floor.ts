// What a durable createKey costs at least: bare node:http and better-sqlite3, writing the rows that the service
// writes, with its durability, in transactions that all waiting requests share. No signatures, no policy, no key.
import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import { pascalCase } from '#domain/words.ts';
import { COLUMNS, type Table } from '#store/tables.ts';

const [template = '', file = '', nonces = ''] = process.argv.slice(2);
copyFileSync(template, file);
const database = new Database(file);
database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;');

const now = '2026-11-24T00:00:00.000+00:00';

/** An insert of every column of a table, as the service's own: what differs per row, and what does not. */
function inserter(table: Table, fixed: Readonly<Record<string, unknown>>): (row: Readonly<Record<string, unknown>>) => void {
  const columns = Object.keys(COLUMNS[table]);
  const statement = database.prepare(
    `INSERT INTO "${pascalCase(table)}" (${columns.map((name) => `"${name}"`)}) VALUES (${columns.map((name) => `@${name}`)})`,
  );
  const empty = Object.fromEntries(columns.map((name) => [name, null]));
  return (row) => void statement.run({ ...empty, ...fixed, ...row });
}

const insertKey = inserter('key', {
  accountId: '1',
  creator: '1',
  description: '',
  state: 'Enabled',
  usage: 'ENCRYPT/DECRYPT',
  spec: 'Aliyun_AES_256',
  origin: 'Aliyun_KMS',
  protectionLevel: 'SOFTWARE',
  lastRotationDate: now,
  createdAt: now,
  revision: 1,
});
const insertVersion = inserter('keyVersion', { accountId: '1', createdAt: now });
const insertEvent = inserter('auditEvent', {
  accountId: '1',
  accessKeyId: 'floor',
  surface: 'rpc',
  operation: 'CreateKey',
  outcome: 'Done',
  details: '{"origin":"Aliyun_KMS","keySpec":"Aliyun_AES_256"}',
  createdAt: now,
});
const insertNonce = inserter('nonce', { accountId: '1', accessKeyId: 'floor', expiresAt: now });

let waiting: ServerResponse[] = [];

function commitAll(): void {
  const batch = waiting;
  waiting = [];
  database.exec('BEGIN');
  const ids = batch.map(() => {
    const [keyId, versionId] = [randomUUID(), randomUUID()];
    insertKey({ id: keyId, primaryVersionId: versionId });
    insertVersion({ id: versionId, keyId, wrappedMaterial: randomBytes(81) });
    insertEvent({ id: randomUUID(), requestId: randomUUID(), keyId });
    if (nonces === 'nonces') insertNonce({ hash: randomBytes(32).toString('base64url') });
    return keyId;
  });
  database.exec('COMMIT');
  for (const [index, response] of batch.entries()) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keyId: ids[index] }));
  }
}

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    waiting.push(response);
    if (waiting.length === 1) setImmediate(commitAll);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
