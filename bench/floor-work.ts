import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseCiphertextBlob, writeCiphertextBlob } from '#domain/ciphertext-blob.ts';
import { open, seal } from '#domain/envelope.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import { pascalCase } from '#domain/words.ts';
import type { Rows } from '#store/tables.ts';
import { keyRow, NO_AUDIT_DETAILS } from '../test/support/rows.ts';

/** The time in every row of a floor, in a format that both databases accept. */
export const NOW = '2026-11-24T00:00:00.000+00:00';

const material = KeyMaterial.random(32);
const sealing = {
  keySpec: 'Aliyun_AES_256',
  keyVersionId: randomUUID(),
  kind: 'bytes',
  context: [],
} as const;
const sealNow = (plaintext: Uint8Array) =>
  writeCiphertextBlob(seal(material, plaintext, { ...sealing, salt: randomBytes(32) }));
const sealed = parseCiphertextBlob(sealNow(Buffer.alloc(32)));

/** The cryptography of each kind of call, which returns the answer. */
const WORK: Readonly<Record<string, () => string>> = {
  createKey: () => '',
  encrypt: () => Buffer.from(sealNow(Buffer.alloc(32))).toString('base64'),
  decrypt: () => (sealed && open(material, sealed, sealing.keySpec, [])?.toString('base64')) || '',
  generateDataKey: () => {
    const dataKey = randomBytes(32);
    return dataKey.toString('base64') + Buffer.from(sealNow(dataKey)).toString('base64');
  },
};

const KEY = { ...keyRow('1'), lastRotationDate: NOW, createdAt: NOW, deletionProtected: 0 };
const EVENT: Omit<Rows['auditEvent'], 'id' | 'requestId' | 'keyId' | 'operation' | 'createdAt'> & {
  readonly createdAt: string;
} = {
  ...NO_AUDIT_DETAILS,
  accountId: '1',
  accessKeyId: 'floor',
  surface: 'rpc',
  outcome: 'Done',
  details: '{"origin":"Aliyun_KMS","keySpec":"Aliyun_AES_256"}',
  createdAt: NOW,
  principal: 'acs:ram::1:root',
  credentialType: 'AccessKey',
  address: '127.0.0.1',
  userAgent: '',
  keyVersionId: randomUUID(),
  durationMicroseconds: 1_000,
};
const NONCE = { accountId: '1', accessKeyId: 'floor', expiresAt: NOW };

/** Inserts the root key that the key versions of a floor refer to. */
export const ROOT_KEY_SQL = `INSERT INTO "RootKey" ("id", "accountId", "state", "provider", "parameters", "canary", "createdAt")
  VALUES ('floor', '1', 'current', 'key', '', '', '${NOW}')`;

export type FloorTable = 'key' | 'keyVersion' | 'auditEvent' | 'nonce';
type Row = Readonly<Record<string, unknown>>;

/** The rows that a number of calls write, parents first. `bytes` converts key material for the database. */
export function* floorRows(
  work: string,
  nonces: boolean,
  calls: number,
  bytes: (material: Buffer) => unknown,
): Generator<readonly [FloorTable, readonly Row[]]> {
  const ids = Array.from({ length: calls }, () => ({
    id: randomUUID(),
    primaryVersionId: randomUUID(),
  }));
  if (work === 'createKey') {
    yield ['key', ids.map((id) => ({ ...KEY, ...id }))];
    const version = { accountId: '1', rootKeyId: 'floor', createdAt: NOW };
    const versions = ids.map(({ id: keyId, primaryVersionId: id }) => ({
      ...version,
      id,
      keyId,
      wrappedMaterial: bytes(randomBytes(81)),
    }));
    yield ['keyVersion', versions];
  }
  const event = { ...EVENT, operation: pascalCase(work) };
  yield [
    'auditEvent',
    ids.map(({ id: keyId }) => ({ ...event, id: randomUUID(), requestId: randomUUID(), keyId })),
  ];
  if (nonces)
    yield ['nonce', ids.map(() => ({ ...NONCE, hash: randomBytes(32).toString('base64url') }))];
}

/** Serves requests without any API: does the work of each, commits all waiting requests together, and answers. */
export function serveFloor(work: string, commit: (calls: number) => Promise<void> | void): void {
  let waiting: { response: ServerResponse; answer: string }[] = [];
  let writing = false;

  async function commitAll(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await commit(batch.length);
      for (const { response, answer } of batch) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ answer }));
      }
    }
    writing = false;
  }

  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      waiting.push({ response, answer: WORK[work]?.() ?? '' });
      if (waiting.length === 1 && !writing) setImmediate(commitAll);
    });
  });
  server.listen(0, '127.0.0.1', () =>
    console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
  );
}
