import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { MAX_ALIASES } from '#domain/key-reference.ts';
import type { KeyState } from '#domain/key-state.ts';
import {
  ConflictError,
  deleteRow,
  type Insert,
  insertRow,
  insertUnique,
  requireRoom,
  requireRow,
  updateRow,
} from '#store/commit/write-set.ts';
import type { Table } from '#store/table.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { insertNonce } from '#store/writes/insert-nonce.ts';
import { onPostgresql, readDatabase, writeDatabase } from '../support/database.ts';
import { type Kms, sharedKms, startKms } from '../support/kms.ts';
import { keyRow, NO_AUDIT_DETAILS, NO_SESSION_DETAILS, versionOf } from '../support/rows.ts';
import { changeKey, useKey } from '../support/writes.ts';

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
  principal: '',
  ...NO_AUDIT_DETAILS,
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
    insertRow(TABLES.key, key),
    insertRow(TABLES.keyVersion, versionOf(key, deployment.keyring.currentId)),
    insertRow(TABLES.auditEvent, auditOf(accountId)),
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

/** A tag of a key, over one of the same name. */
const setTag = ({ id: keyId, accountId }: Rows['key'], tagKey: string) =>
  insertUnique(
    TABLES.tag,
    { accountId, keyId, tagKey, tagValue: '' },
    ['keyId', 'tagKey'],
    'replace',
  );

describe('A group commit', () => {
  it('stores rows that read back as they were given, every kind of column', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId, {
      description: '"quoted" \\ \n 密钥 🔑 $.id',
      deleteDate: now,
      lastRotationDate: new Date(0),
    });
    const version = versionOf(key, kms.deployment.keyring.currentId);
    const session = {
      hash: uuidv7(),
      accountId,
      accessKeyId: 'x',
      expiresAt: now,
      mac: new Uint8Array([1]),
      rootKeyId: kms.deployment.keyring.currentId,
      ...NO_SESSION_DETAILS,
    };
    const accessKey = {
      id: uuidv7(),
      accountId,
      sealedSecret: new Uint8Array([0, 255]),
      rootKeyId: kms.deployment.keyring.currentId,
      enabled: false,
      allowedActions: '["a"]',
      createdAt: now,
      userId: 'u',
      expiresAt: now,
      configured: true,
      mac: new Uint8Array([2]),
    };
    await kms.store.commit([
      // children before their parent: the commit knows the order
      insertRow(TABLES.keyVersion, version),
      insertRow(TABLES.key, key),
      insertRow(TABLES.session, session),
      insertRow(TABLES.accessKey, accessKey),
    ]);
    const { db } = kms.store;
    expect(await db.key.findUnique({ where: { id: key.id } })).toEqual(key);
    expect(await db.keyVersion.findUnique({ where: { id: version.id } })).toEqual(version);
    expect(await db.session.findUnique({ where: { hash: session.hash } })).toEqual(session);
    expect(await db.accessKey.findUnique({ where: { id: accessKey.id } })).toEqual(accessKey);
  });

  it('writes what many requests want', async () => {
    const { kms, accountId } = await setUp();
    await Promise.all(Array.from({ length: 200 }, () => kms.store.commit(newKey(kms, accountId))));
    expect(await counts(kms, accountId)).toEqual({ keys: 200, versions: 200, events: 200 });
  });

  it('drops only the request that fails, without a row', async () => {
    const { kms, accountId } = await setUp();
    const taken = keyRow(accountId);
    await kms.store.commit([insertRow(TABLES.key, taken)]);
    const orphan = { ...versionOf(taken, kms.deployment.keyring.currentId), keyId: 'no such key' };
    const wants: Insert[][] = [
      newKey(kms, accountId),
      [insertRow(TABLES.auditEvent, auditOf(accountId)), insertRow(TABLES.key, taken)], // the id is taken
      newKey(kms, accountId),
      [insertRow(TABLES.auditEvent, auditOf(accountId)), insertRow(TABLES.keyVersion, orphan)], // its key does not exist
      newKey(kms, accountId),
    ];
    const outcomes = await Promise.allSettled(wants.map((inserts) => kms.store.commit(inserts)));
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
    await kms.store.commit([insertRow(TABLES.key, key)]);
    const racers = ['a', 'b', 'c'].map((description) =>
      kms.store.commit([
        changeKey(key.id, 1, { description }),
        insertRow(TABLES.auditEvent, auditOf(accountId)),
      ]),
    );
    const [first, ...others] = await Promise.allSettled([
      ...racers,
      kms.store.commit(newKey(kms, accountId)),
    ]);
    expect(first?.status).toBe('fulfilled');
    expect(others.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(others[0]).toMatchObject({ reason: expect.any(ConflictError) });
    expect(await kms.store.db.key.findUnique({ where: { id: key.id } })).toMatchObject({
      description: 'a',
      revision: 2,
    });
    expect(await counts(kms, accountId)).toEqual({ keys: 2, versions: 1, events: 2 });
  });

  it('lets changes of one key follow each other within one batch', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    await kms.store.commit([insertRow(TABLES.key, key)]);
    await Promise.all(
      [1, 2, 3].map((revision) =>
        kms.store.commit([changeKey(key.id, revision, { description: String(revision) })]),
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
      kms.store.commit([...newKey(kms, accountId), insertNonce(nonceOf(accountId, hash))]);
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
    await kms.store.commit([insertRow(TABLES.key, key)]);
    const nonce = nonceOf(accountId, 'raced');
    await expect(
      kms.store.commit([changeKey(key.id, 7, { description: 'x' }), insertNonce(nonce)]),
    ).rejects.toThrow(ConflictError);
    await kms.store.commit([changeKey(key.id, 1, { description: 'y' }), insertNonce(nonce)]);
    expect(await kms.store.db.key.findUnique({ where: { id: key.id } })).toMatchObject({
      description: 'y',
    });
  });

  it('counts the uses of a batch by key and day', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    const keyId = key.id;
    await kms.store.commit([insertRow(TABLES.key, key)]);
    const use = (at: string, state: KeyState = 'Enabled') =>
      kms.store.commit(useKey(key, state, new Date(at)));
    await Promise.all([
      ...Array.from({ length: 100 }, (_, index) =>
        use(`2026-01-01T00:00:${String(index % 60).padStart(2, '0')}Z`),
      ),
      use('2026-01-02T00:00:00Z'),
    ]);
    await use('2026-01-01T00:00:01Z');
    await expect(use('2026-01-01T00:00:01Z', 'Disabled')).rejects.toThrow(ConflictError); // admitted in another state
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
    await kms.store.commit([insertRow(TABLES.key, key)]);
    const change = (revision: number, to = {}) =>
      kms.store.commit([changeKey(key.id, revision, to)]);
    const use = () => kms.store.commit(useKey(key, 'Enabled', now));
    await Promise.all([change(1), use(), change(2), use()]);
    const [, disabled, refused] = await Promise.allSettled([
      use(),
      change(3, { state: 'Disabled' }),
      use(),
    ]);
    expect(disabled?.status).toBe('fulfilled');
    expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(ConflictError) });
    await expect(use()).rejects.toThrow(ConflictError);
    expect(await kms.store.db.keyUse.findMany({ where: { keyId: key.id } })).toMatchObject([
      { uses: 3 },
    ]);
  });

  it('lets a key be disabled that is tagged and named all the time, and then no longer', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    await kms.store.commit([insertRow(TABLES.key, key)]);
    const enabled = requireRow(TABLES.key, { id: key.id }, { state: 'Enabled' });
    const tag = (tagKey: string) => kms.store.commit([enabled, setTag(key, tagKey)]);
    const name = (alias: string) =>
      kms.store.commit([
        enabled,
        insertUnique(
          TABLES.alias,
          { id: uuidv7(), accountId, name: alias, keyId: key.id, createdAt: now },
          ['accountId', 'name'],
        ),
      ]);
    const disable = () => kms.store.commit([changeKey(key.id, 1, { state: 'Disabled' })]);
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
    const some = Array.from({ length: MAX_ALIASES - 1 }, (_, index) =>
      insertRow(TABLES.alias, alias(`alias/${index}`)),
    );
    await kms.store.commit([insertRow(TABLES.key, key), ...some]);
    const set = (count: number, from: string) =>
      kms.store.commit([
        ...Array.from({ length: count }, (_, index) => setTag(key, `${from}${index}`)),
        requireRoom(TABLES.tag, 'keyId', key.id, 20),
      ]);
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
      kms.store.commit([
        insertUnique(TABLES.alias, alias(one), ['accountId', 'name']),
        requireRoom(TABLES.alias, 'keyId', key.id, MAX_ALIASES),
      ]);
    const named = await Promise.allSettled([name('alias/x'), name('alias/y')]);
    expect(named.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('applies several changes of one key in one request', async () => {
    const { kms, accountId } = await setUp();
    const key = keyRow(accountId);
    await kms.store.commit([insertRow(TABLES.key, key)]);
    await kms.store.commit([
      changeKey(key.id, 1, { description: 'a' }),
      changeKey(key.id, 2, { state: 'Disabled' }),
    ]);
    expect(await kms.store.db.key.findUnique({ where: { id: key.id } })).toMatchObject({
      description: 'a',
      state: 'Disabled',
      revision: 3,
    });
  });
});

interface Thing {
  readonly owner: string;
  readonly name: string;
  readonly amount: number;
  readonly isBig: boolean;
  readonly seenAt: Date | null;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** A table that no code of the service knows. */
const THING: Table<Thing> = {
  name: 'Thing',
  columns: {
    owner: 'text',
    name: 'text',
    amount: 'integer',
    isBig: 'boolean',
    seenAt: 'time',
    content: 'bytes',
  },
  depth: 0,
};
const CREATE_THING = onPostgresql
  ? `CREATE TABLE "Thing" ("owner" TEXT, "name" TEXT, "amount" INTEGER, "isBig" BOOLEAN, "seenAt" TIMESTAMP(3), "content" BYTEA, PRIMARY KEY ("owner", "name"))`
  : `CREATE TABLE "Thing" ("owner" TEXT, "name" TEXT, "amount" INTEGER, "isBig" BOOLEAN, "seenAt" DATETIME, "content" BLOB, PRIMARY KEY ("owner", "name"))`;

const thing = (name: string, overrides: Partial<Thing> = {}): Thing => ({
  owner: 'o',
  name,
  amount: 1,
  isBig: true,
  seenAt: now,
  content: new Uint8Array([0, 255]),
  ...overrides,
});

describe('A table that only this test has', () => {
  async function setUpThings() {
    const kms = await startKms();
    await writeDatabase(kms.dataDir, CREATE_THING);
    const things = async () =>
      (await readDatabase<Thing>(kms.dataDir, 'SELECT * FROM "Thing" ORDER BY "name"')).map(
        ({ name, amount }) => [name, amount],
      );
    return { kms, things, [Symbol.asyncDispose]: () => kms[Symbol.asyncDispose]() };
  }

  it('takes every verb, with what is expected of every kind of column', async () => {
    await using test = await setUpThings();
    const { kms, things } = test;
    const { commit } = kms.store;
    await commit([insertRow(THING, thing('a')), insertRow(THING, thing('b', { seenAt: null }))]);
    const whole = { amount: 1, isBig: true, seenAt: now, content: new Uint8Array([0, 255]) };
    await commit([updateRow(THING, { owner: 'o', name: 'a' }, { amount: 2 }, whole)]);
    await commit([updateRow(THING, { owner: 'o', name: 'b' }, { amount: 3 }, { seenAt: null })]);
    for (const other of [
      { amount: 1 },
      { isBig: false },
      { seenAt: null },
      { seenAt: new Date(now.getTime() + 1) },
      { content: new Uint8Array([0]) },
    ])
      await expect(
        commit([
          updateRow(THING, { owner: 'o', name: 'a' }, { amount: 9 }, other),
          insertRow(THING, thing('never')),
        ]),
      ).rejects.toThrow(ConflictError);
    await commit([insertUnique(THING, thing('c', { amount: 4 }), ['owner', 'name'])]);
    await expect(commit([insertUnique(THING, thing('c'), ['owner', 'name'])])).rejects.toThrow(
      ConflictError,
    );
    await commit([insertUnique(THING, thing('c', { amount: 5 }), ['owner', 'name'], 'replace')]);
    expect(await things()).toEqual([
      ['a', 2],
      ['b', 3],
      ['c', 5],
    ]);
    await commit([
      requireRow(THING, { owner: 'o', name: 'a' }, { amount: 2 }),
      deleteRow(THING, { owner: 'o', name: 'b' }, { amount: 3 }),
      deleteRow(THING, { owner: 'o', name: 'gone long ago' }),
    ]);
    await expect(commit([deleteRow(THING, { owner: 'o', name: 'b' }, {})])).rejects.toThrow(
      ConflictError,
    );
    expect(await things()).toEqual([
      ['a', 2],
      ['c', 5],
    ]);
  });

  it('gives each request of a batch what those before it have left', async () => {
    await using test = await setUpThings();
    const { kms, things } = test;
    const add = (name: string) =>
      kms.store.commit([
        insertUnique(THING, thing(name), ['owner', 'name']),
        requireRoom(THING, 'owner', 'o', 2),
      ]);
    const outcomes = await Promise.allSettled([
      add('a'),
      kms.store.commit([updateRow(THING, { owner: 'o', name: 'a' }, { amount: 2 }, { amount: 1 })]),
      add('a'),
      add('b'),
      add('c'), // no room
      kms.store.commit([deleteRow(THING, { owner: 'o', name: 'b' }, {})]),
      add('b'), // it was never stored, so its name is free
      add('d'), // no room
    ]);
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
      true,
      true,
      false,
      true,
      false,
      true,
      true,
      false,
    ]);
    expect(await things()).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
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
