// What a durable createKey costs at least: bare node:http and better-sqlite3, writing the rows that the service
// writes, with its durability, in transactions that all waiting requests share. No signatures, no policy, no key.
import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';

const [template = '', file = '', nonces = ''] = process.argv.slice(2);
copyFileSync(template, file);
const database = new Database(file);
database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;');

const now = '2026-11-24T00:00:00.000+00:00';
const insertKey = database.prepare(
  `INSERT INTO "Key" VALUES (?, '1', '1', '', 'Enabled', 'ENCRYPT/DECRYPT', 'Aliyun_AES_256', 'Aliyun_KMS', 'SOFTWARE', ?, NULL, NULL, '${now}', '${now}', 1)`,
);
const insertVersion = database.prepare(`INSERT INTO "KeyVersion" VALUES (?, '1', ?, ?, '${now}')`);
const insertEvent = database.prepare(
  `INSERT INTO "AuditEvent" VALUES (?, '1', 'floor', ?, 'rpc', 'CreateKey', ?, 'Done', '{"origin":"Aliyun_KMS","keySpec":"Aliyun_AES_256"}', '${now}')`,
);
const insertNonce = database.prepare(`INSERT INTO "Nonce" VALUES ('1', 'floor', ?, '${now}')`);

let waiting: ServerResponse[] = [];

function commitAll(): void {
  const batch = waiting;
  waiting = [];
  database.exec('BEGIN');
  const ids = batch.map(() => {
    const [keyId, versionId] = [randomUUID(), randomUUID()];
    insertKey.run(keyId, versionId);
    insertVersion.run(versionId, keyId, randomBytes(81));
    insertEvent.run(randomUUID(), randomUUID(), keyId);
    if (nonces === 'nonces') insertNonce.run(randomBytes(32).toString('base64url'));
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
