import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { MAX_ALIASES } from '#domain/key-reference.ts';
import type { KeyState } from '#domain/key-state.ts';
import { type Insert, Raced } from '#store/commit/writes.ts';
import type { Rows } from '#store/tables.ts';
import { type Kms, sharedKms } from '../support/kms.ts';
import { keyRow, versionOf } from '../support/rows.ts';

const now = new Date('2026-11-24T12:34:56.789Z');

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
const newKey = ({ deployment }: Kms, accountId: string): Insert[] => {
  const key = keyRow(accountId);
  return [
    { table: 'key', row: key },
    { table: 'keyVersion', row: versionOf(key, deployment.keyring.currentId) },
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
    const key = keyRow(accountId, {
      description: '"quoted" \\ \n 密钥 🔑 $.id',
      deleteDate: now,
      lastRotationDate: new Date(0),
    });
    const version = versionOf(key, kms.deployment.keyring.currentId);
    const session = { hash: uuidv7(), accountId, accessKeyId: 'x', expiresAt: now };
    const accessKey = {
      id: uuidv7(),
      accountId,
      sealedSecret: new Uint8Array([0, 255]),
      rootKeyId: kms.deployment.keyring.currentId,
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
    await Promise.all(
      Array.from({ length: 200 }, () => kms.store.commit({ inserts: newKey(kms, accountId) })),
    );
    expect(await counts(kms, accountId)).toEqual({ keys: 200, versions: 200, events: 200 });
  });

  it('lets a request that fails drop out alone, without a row', async () => {
    const { kms, accountId } = await setUp();
    const taken = keyRow(accountId);
    await kms.store.commit({ inserts: [{ table: 'key', row: taken }] });
    const orphan = { ...versionOf(taken, kms.deployment.keyring.currentId), keyId: 'no such key' };
    const wants: Insert[][] = [
      newKey(kms, accountId),
      [
        { table: 'auditEvent', row: auditOf(accountId) },
        { table: 'key', row: taken },
      ], // the id is taken
      newKey(kms, accountId),
      [
        { table: 'auditEvent', row: auditOf(accountId) },
        { table: 'keyVersion', row: orphan },
      ], // its key does not exist
      newKey(kms, accountId),
    ];
    const outcomes = await Promise.allSettled(
      wants.map((inserts) => kms.store.commit({ inserts })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
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
    const [first, ...others] = await Promise.allSettled([
      ...racers,
      kms.store.commit({ inserts: newKey(kms, accountId) }),
    ]);
    expect(first?.status).toBe('fulfilled');
    expect(others.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(others[0]).toMatchObject({ reason: expect.any(Raced) });
    expect(await kms.store.db.key.findUnique({ where: { id: key.id } })).toMatchObject({
      description: 'a',
      revision: 2,
    });
    expect(await counts(kms, accountId)).toEqual({ keys: 2, versions: 1, events: 2 });
  });

  it('lets changes of one key follow each other within one batch', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    await kms.store.commit({ inserts: [{ table: 'key', row: key }] });
    await Promise.all(
      [1, 2, 3].map((revision) =>
        kms.store.commit({
          changes: [{ id: key.id, revision, to: { description: String(revision) } }],
        }),
      ),
    );
    expect(await kms.store.db.key.findUnique({ where: { id: key.id } })).toMatchObject({
      description: '3',
      revision: 4,
    });
  });

  it('refuses a nonce that is not new, also within one batch, and writes nothing of that request', async () => {
    const { kms, accountId } = await setUp();
    const commit = (hash: string) =>
      kms.store.commit({ inserts: newKey(kms, accountId), nonce: nonceOf(accountId, hash) });
    await commit('old');
    const outcomes = await Promise.allSettled([
      commit('old'),
      commit('new'),
      commit('new'),
      commit('other'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(outcomes[0]).toMatchObject({ reason: { code: 'SignatureNonceUsed' } });
    expect(await counts(kms, accountId)).toEqual({ keys: 3, versions: 3, events: 3 });
  });

  it('keeps the nonce of a request that raced for its next attempt', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    await kms.store.commit({ inserts: [{ table: 'key', row: key }] });
    const nonce = nonceOf(accountId, 'raced');
    await expect(
      kms.store.commit({ changes: [{ id: key.id, revision: 7, to: { description: 'x' } }], nonce }),
    ).rejects.toThrow(Raced);
    await kms.store.commit({
      changes: [{ id: key.id, revision: 1, to: { description: 'y' } }],
      nonce,
    });
    expect(await kms.store.db.key.findUnique({ where: { id: key.id } })).toMatchObject({
      description: 'y',
    });
  });

  it('counts the uses of a batch by key and day', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    const keyId = key.id;
    await kms.store.commit({ inserts: [{ table: 'key', row: key }] });
    const use = (at: string, state: KeyState = 'Enabled') =>
      kms.store.commit({ uses: [{ accountId, keyId, state, at: new Date(at) }] });
    await Promise.all([
      ...Array.from({ length: 100 }, (_, index) =>
        use(`2026-01-01T00:00:${String(index % 60).padStart(2, '0')}Z`),
      ),
      use('2026-01-02T00:00:00Z'),
    ]);
    await use('2026-01-01T00:00:01Z');
    await expect(use('2026-01-01T00:00:01Z', 'Disabled')).rejects.toThrow(Raced); // admitted in another state
    expect(
      await kms.store.db.keyUse.findMany({ where: { keyId }, orderBy: { day: 'asc' } }),
    ).toEqual([
      {
        accountId,
        keyId,
        day: '2026-01-01',
        uses: 101,
        lastUsedAt: new Date('2026-01-01T00:00:59Z'),
      },
      {
        accountId,
        keyId,
        day: '2026-01-02',
        uses: 1,
        lastUsedAt: new Date('2026-01-02T00:00:00Z'),
      },
    ]);
  });

  it('lets a key be used that is rotated all the time, and not one that is disabled', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    await kms.store.commit({ inserts: [{ table: 'key', row: key }] });
    const change = (revision: number, to = {}) =>
      kms.store.commit({ changes: [{ id: key.id, revision, to }] });
    const use = () =>
      kms.store.commit({ uses: [{ accountId, keyId: key.id, state: 'Enabled', at: now }] });
    await Promise.all([change(1), use(), change(2), use()]);
    const [, disabled, refused] = await Promise.allSettled([
      use(),
      change(3, { state: 'Disabled' }),
      use(),
    ]);
    expect(disabled?.status).toBe('fulfilled');
    expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(Raced) });
    await expect(use()).rejects.toThrow(Raced);
    expect(await kms.store.db.keyUse.findMany({ where: { keyId: key.id } })).toMatchObject([
      { uses: 3 },
    ]);
  });

  it('lets a key be disabled that is tagged and named all the time, and then no longer', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    await kms.store.commit({ inserts: [{ table: 'key', row: key }] });
    const reliances = [{ keyId: key.id, state: 'Enabled' as const }];
    const tag = (tagKey: string) =>
      kms.store.commit({
        reliances,
        tagChanges: [{ accountId, keyId: key.id, set: [{ tagKey, tagValue: '' }], remove: [] }],
      });
    const name = (alias: string) =>
      kms.store.commit({
        reliances,
        inserts: [
          {
            table: 'alias',
            row: { id: uuidv7(), accountId, name: alias, keyId: key.id, createdAt: now },
          },
        ],
      });
    const disable = () =>
      kms.store.commit({ changes: [{ id: key.id, revision: 1, to: { state: 'Disabled' } }] });
    const outcomes = await Promise.allSettled([
      tag('a'),
      name('alias/a'),
      disable(),
      tag('b'),
      name('alias/b'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(await kms.store.db.tag.findMany({ where: { keyId: key.id } })).toMatchObject([
      { tagKey: 'a' },
    ]);
    expect(await kms.store.db.alias.findMany({ where: { keyId: key.id } })).toMatchObject([
      { name: 'alias/a' },
    ]);
  });

  it('lets no key have more tags or aliases than there is room for, however many are set at once', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    const alias = (name: string) => ({
      id: uuidv7(),
      accountId,
      name,
      keyId: key.id,
      createdAt: now,
    });
    const some = Array.from({ length: MAX_ALIASES - 1 }, (_, index) => ({
      table: 'alias' as const,
      row: alias(`alias/${index}`),
    }));
    await kms.store.commit({ inserts: [{ table: 'key', row: key }, ...some] });
    const set = (count: number, from: string) =>
      kms.store.commit({
        tagChanges: [
          {
            accountId,
            keyId: key.id,
            set: Array.from({ length: count }, (_, index) => ({
              tagKey: `${from}${index}`,
              tagValue: '',
            })),
            remove: [],
          },
        ],
      });
    const tagged = await Promise.allSettled([
      set(12, 'a'),
      set(12, 'b'),
      set(8, 'c'),
      set(12, 'a'),
    ]);
    expect(tagged.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    const name = (one: string) =>
      kms.store.commit({ inserts: [{ table: 'alias', row: alias(one) }] });
    const named = await Promise.allSettled([name('alias/x'), name('alias/y')]);
    expect(named.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('applies several changes of one key in one request', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    await kms.store.commit({ inserts: [{ table: 'key', row: key }] });
    await kms.store.commit({
      changes: [
        { id: key.id, revision: 1, to: { description: 'a' } },
        { id: key.id, revision: 2, to: { state: 'Disabled' } },
      ],
    });
    expect(await kms.store.db.key.findUnique({ where: { id: key.id } })).toMatchObject({
      description: 'a',
      state: 'Disabled',
      revision: 3,
    });
  });
});

describe('The reader', () => {
  it('refuses every stray write', async () => {
    const { kms, accountId } = await setUp();
    await expect(kms.store.db.key.create({ data: keyRow(accountId) })).rejects.toThrow();
    await expect(kms.store.db.$executeRawUnsafe('DELETE FROM "AuditEvent"')).rejects.toThrow();
    expect(await counts(kms, accountId)).toEqual({ keys: 0, versions: 0, events: 0 });
  });
});
