// What a call costs at least: bare node:http and better-sqlite3, doing the same cryptography and writing the rows
// that the service writes, with its durability, in transactions that all waiting requests share. No signatures, no
// policy, no parsing.
import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import { parseCiphertextBlob, writeCiphertextBlob } from '#domain/ciphertext-blob.ts';
import { open, seal } from '#domain/envelope.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import { pascalCase } from '#domain/words.ts';
import { COLUMNS, type Table } from '#store/tables.ts';

const [template = '', file = '', work = 'createKey', nonces = ''] = process.argv.slice(2);
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
  deletionProtected: 0,
  deletionProtectionDescription: '',
  importEpoch: 0,
});
const insertVersion = inserter('keyVersion', { accountId: '1', createdAt: now });
const insertEvent = inserter('auditEvent', {
  accountId: '1',
  accessKeyId: 'floor',
  surface: 'rpc',
  operation: pascalCase(work),
  outcome: 'Done',
  details: '{"origin":"Aliyun_KMS","keySpec":"Aliyun_AES_256"}',
  createdAt: now,
});
const insertNonce = inserter('nonce', { accountId: '1', accessKeyId: 'floor', expiresAt: now });
const countUse = database.prepare(
  `INSERT INTO "KeyUse" VALUES ('1', 'key', '2026-11-24', ?, '${now}') ON CONFLICT DO UPDATE SET "uses" = "uses" + excluded."uses"`,
);

const material = KeyMaterial.random(32);
const sealing = { keySpec: 'Aliyun_AES_256', keyVersionId: randomUUID(), kind: 'bytes', context: [] } as const;
const sealNow = (plaintext: Uint8Array) => writeCiphertextBlob(seal(material, plaintext, { ...sealing, salt: randomBytes(32) }));
const sealed = parseCiphertextBlob(sealNow(Buffer.alloc(32)));

/** What each kind of call does before its rows are written, and answers. */
const WORK: Readonly<Record<string, () => string>> = {
  createKey: () => '',
  encrypt: () => Buffer.from(sealNow(Buffer.alloc(32))).toString('base64'),
  decrypt: () => (sealed && open(material, sealed, sealing.keySpec, [])?.toString('base64')) || '',
  generateDataKey: () => {
    const dataKey = randomBytes(32);
    return dataKey.toString('base64') + Buffer.from(sealNow(dataKey)).toString('base64');
  },
};

let waiting: { response: ServerResponse; answer: string }[] = [];

function commitAll(): void {
  const batch = waiting;
  waiting = [];
  database.exec('BEGIN');
  for (const _each of batch) {
    const [keyId, versionId] = [randomUUID(), randomUUID()];
    if (work === 'createKey') {
      insertKey({ id: keyId, primaryVersionId: versionId });
      insertVersion({ id: versionId, keyId, wrappedMaterial: randomBytes(81) });
    }
    insertEvent({ id: randomUUID(), requestId: randomUUID(), keyId });
    if (nonces === 'nonces') insertNonce({ hash: randomBytes(32).toString('base64url') });
  }
  if (work !== 'createKey') countUse.run(batch.length);
  database.exec('COMMIT');
  for (const { response, answer } of batch) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ answer }));
  }
}

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    waiting.push({ response, answer: WORK[work]?.() ?? '' });
    if (waiting.length === 1) setImmediate(commitAll);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
