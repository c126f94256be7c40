import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { Rows } from '#store/tables.ts';
import { type Insert, Raced } from '#store/writes.ts';
import { type Kms, sharedKms } from '../support/kms.ts';

const now = new Date('2026-11-24T12:34:56.789Z');

const keyRow = (accountId: string, overrides: Partial<Rows['key']> = {}): Rows['key'] => ({
  id: uuidv7(),
  accountId,
  creator: accountId,
  description: '',
  state: 'Enabled',
  usage: 'ENCRYPT/DECRYPT',
  spec: 'Aliyun_AES_256',
  origin: 'Aliyun_KMS',
  protectionLevel: 'SOFTWARE',
  primaryVersionId: null,
  deleteDate: null,
  materialExpireTime: null,
  lastRotationDate: null,
  createdAt: now,
  revision: 1,
  ...overrides,
});

const versionOf = (key: Rows['key']): Rows['keyVersion'] => ({
  id: uuidv7(),
  accountId: key.accountId,
  keyId: key.id,
  wrappedMaterial: new Uint8Array([0, 1, 127, 128, 255]),
  createdAt: now,
});

const auditOf = (accountId: string): Rows['auditEvent'] => ({
  id: uuidv7(),
  accountId,
  accessKeyId: 'x',
  requestId: 'x',
  surface: 'rpc',
  operation: 'CreateKey',
  keyId: null,
  outcome: 'Done',
  details: '{}',
  createdAt: now,
});

const nonceOf = (accountId: string, hash: string): Rows['nonce'] => ({
  accountId,
  accessKeyId: `key of ${accountId}`,
  hash,
  expiresAt: now,
});

/** What createKey writes. */
const newKey = (accountId: string): Insert[] => {
  const key = keyRow(accountId);
  return [
    { table: 'key', row: key },
    { table: 'keyVersion', row: versionOf(key) },
    { table: 'auditEvent', row: auditOf(accountId) },
  ];
};

async function setUp(): Promise<{ kms: Kms; accountId: string }> {
  const kms = await sharedKms();
  return { kms, accountId: (await kms.addAccount()).accountId };
}

const counts = async ({ store: { db } }: Kms, accountId: string) => ({
  keys: await db.key.count({ where: { accountId } }),
  versions: await db.keyVersion.count({ where: { accountId } }),
  events: await db.auditEvent.count({ where: { accountId } }),
});

describe('A shared commit', () => {
  it('stores rows that read back as they were given, every kind of column', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId, { description: '"quoted" \\ \n 密钥 🔑 $.id', deleteDate: now, lastRotationDate: new Date(0) });
    const version = versionOf(key);
    const session = { hash: uuidv7(), accountId, accessKeyId: 'x', expiresAt: now };
    const accessKey = {
      id: uuidv7(),
      accountId,
      sealedSecret: new Uint8Array([0, 255]),
      enabled: false,
      allowedActions: '["a"]',
      createdAt: now,
    };
    await kms.store.commit({
      // children before their parent: the commit knows the order
      inserts: [
        { table: 'keyVersion', row: version },
        { table: 'key', row: key },
        { table: 'session', row: session },
        { table: 'accessKey', row: accessKey },
      ],
    });
    const { db } = kms.store;
    expect(await db.key.findUnique({ where: { id: key.id } })).toEqual(key);
    expect(await db.keyVersion.findUnique({ where: { id: version.id } })).toEqual(version);
    expect(await db.session.findUnique({ where: { hash: session.hash } })).toEqual(session);
    expect(await db.accessKey.findUnique({ where: { id: accessKey.id } })).toEqual(accessKey);
  });

  it('writes what many requests want', async () => {
    const { kms, accountId } = await setUp();
    await Promise.all(Array.from({ length: 200 }, () => kms.store.commit({ inserts: newKey(accountId) })));
    expect(await counts(kms, accountId)).toEqual({ keys: 200, versions: 200, events: 200 });
  });

  it('lets a request that fails drop out alone, without a row', async () => {
    const { kms, accountId } = await setUp();
    const taken = keyRow(accountId);
    await kms.store.commit({ inserts: [{ table: 'key', row: taken }] });
    const orphan = { ...versionOf(taken), keyId: 'no such key' };
    const wants: Insert[][] = [
      newKey(accountId),
      [
        { table: 'auditEvent', row: auditOf(accountId) },
        { table: 'key', row: taken },
      ], // the id is taken
      newKey(accountId),
      [
        { table: 'auditEvent', row: auditOf(accountId) },
        { table: 'keyVersion', row: orphan },
      ], // its key does not exist
      newKey(accountId),
    ];
    const outcomes = await Promise.allSettled(wants.map((inserts) => kms.store.commit({ inserts })));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await counts(kms, accountId)).toEqual({ keys: 4, versions: 3, events: 3 });
  });

  it('lets one of several who read the same revision win, and the others know', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    await kms.store.commit({ inserts: [{ table: 'key', row: key }] });
    const racers = ['a', 'b', 'c'].map((description) =>
      kms.store.commit({
        changes: [{ id: key.id, revision: 1, to: { description } }],
        inserts: [{ table: 'auditEvent', row: auditOf(accountId) }],
      }),
    );
    const [first, ...others] = await Promise.allSettled([...racers, kms.store.commit({ inserts: newKey(accountId) })]);
    expect(first?.status).toBe('fulfilled');
    expect(others.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(others[0]).toMatchObject({ reason: expect.any(Raced) });
    expect(await kms.store.db.key.findUnique({ where: { id: key.id } })).toMatchObject({ description: 'a', revision: 2 });
    expect(await counts(kms, accountId)).toEqual({ keys: 2, versions: 1, events: 2 });
  });

  it('lets changes of one key follow each other within one batch', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    await kms.store.commit({ inserts: [{ table: 'key', row: key }] });
    await Promise.all(
      [1, 2, 3].map((revision) => kms.store.commit({ changes: [{ id: key.id, revision, to: { description: String(revision) } }] })),
    );
    expect(await kms.store.db.key.findUnique({ where: { id: key.id } })).toMatchObject({ description: '3', revision: 4 });
  });

  it('refuses a nonce that is not new, also within one batch, and writes nothing of that request', async () => {
    const { kms, accountId } = await setUp();
    const commit = (hash: string) => kms.store.commit({ inserts: newKey(accountId), nonce: nonceOf(accountId, hash) });
    await commit('old');
    const outcomes = await Promise.allSettled([commit('old'), commit('new'), commit('new'), commit('other')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[0]).toMatchObject({ reason: { code: 'SignatureNonceUsed' } });
    expect(await counts(kms, accountId)).toEqual({ keys: 3, versions: 3, events: 3 });
  });

  it('keeps the nonce of a request that raced for its next attempt', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    await kms.store.commit({ inserts: [{ table: 'key', row: key }] });
    const nonce = nonceOf(accountId, 'raced');
    await expect(kms.store.commit({ changes: [{ id: key.id, revision: 7, to: { description: 'x' } }], nonce })).rejects.toThrow(Raced);
    await kms.store.commit({ changes: [{ id: key.id, revision: 1, to: { description: 'y' } }], nonce });
    expect(await kms.store.db.key.findUnique({ where: { id: key.id } })).toMatchObject({ description: 'y' });
  });

  it('removes what has expired, a bounded number at a time', async () => {
    const { kms, accountId } = await setUp();
    const count = () => kms.store.db.nonce.count({ where: { accountId } });
    const old = new Date('2000-01-01T00:00:00Z');
    for (let index = 0; index < 5; index += 1) await kms.store.commit({ nonce: { ...nonceOf(accountId, `old ${index}`), expiresAt: old } });
    await kms.store.commit({ nonce: nonceOf(accountId, 'fresh') });
    const sweep = () => kms.store.commit({ expiries: [{ table: 'nonce', before: new Date('2001-01-01T00:00:00Z'), atMost: 3 }] });
    await sweep();
    expect(await count()).toBe(3);
    await sweep();
    await sweep();
    expect(await count()).toBe(1);
  });
});

describe('The reader', () => {
  it('refuses every stray write', async () => {
    const { kms, accountId } = await setUp();
    await expect(kms.store.db.key.create({ data: keyRow(accountId) })).rejects.toThrow(/readonly|query_only|attempt to write/i);
    await expect(kms.store.db.$executeRawUnsafe('DELETE FROM "AuditEvent"')).rejects.toThrow();
    expect(await counts(kms, accountId)).toEqual({ keys: 0, versions: 0, events: 0 });
  });
});
