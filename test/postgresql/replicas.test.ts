import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { destroyKeys } from '#jobs/destroy-keys.ts';
import { expireMaterial } from '#jobs/expire-material.ts';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import {
  databaseOf,
  databaseSettings,
  readDatabase,
  urlOf,
  writeDatabase,
} from '../support/database.ts';
import { rawRequest } from '../support/http.ts';
import { setEnabled } from '../support/identities.ts';
import { type Credential, type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { migrationsWith } from '../support/migrations.ts';
import { commonV1, signV1 } from '../support/rpc-client.ts';
import { andHear, holdMaterial, holdSecret, nextInvalidation } from '../support/unwrapped.ts';
import { changeKey } from '../support/writes.ts';

/** Two servers on one database, and an account that calls either. */
async function twoReplicas(clock?: () => Date) {
  const dataDir = makeDataDir();
  const a = await startKms({ dataDir, ...(clock && { clock }) });
  const b = await startKms({ dataDir, ...(clock && { clock }) });
  const account = await a.addAccount();
  return {
    a,
    b,
    account,
    [Symbol.asyncDispose]: () =>
      Promise.all([a, b].map((one) => one[Symbol.asyncDispose]())).then(() => {}),
  };
}

/** Sends one signed request as it is, to whichever replica. */
const sendSigned = async ({ url }: Kms, signed: Readonly<Record<string, string>>) => {
  const { status, json } = await rawRequest(url, {
    method: 'GET',
    path: `/?${new URLSearchParams(signed)}`,
  });
  return [status, json.Code];
};

describe('Replicas', () => {
  it.each(['CreateKey', 'DescribeKey', 'ListKeys', 'DescribeRegions'])(
    'refuse a %s that another has answered',
    async (action) => {
      await using replicas = await twoReplicas();
      const { a, b, account } = replicas;
      const { keyId } = await caller('rpc', a, account).createKey();
      const input: Record<string, string> = action === 'DescribeKey' ? { KeyId: keyId } : {};
      const signed = signV1('GET', { ...commonV1(account, action), ...input }, account.secret);
      expect(await sendSigned(a, signed)).toEqual([200, undefined]);
      expect(await sendSigned(b, signed)).toEqual([400, 'SignatureNonceUsed']);
      expect(await sendSigned(a, signed)).toEqual([400, 'SignatureNonceUsed']);
    },
  );

  it.each(SURFACES)(
    'stop a key that one of them has disabled at the next call, by %s',
    async (surface) => {
      await using replicas = await twoReplicas();
      const { a, b, account } = replicas;
      const [atA, atB] = [a, b].map((kms) => caller(surface, kms, account)) as [
        ReturnType<typeof caller>,
        ReturnType<typeof caller>,
      ];
      const { keyId } = await atA.createKey();
      const { ciphertextBlob = '' } = await atB.encrypt(keyId, Buffer.from('x'));
      await atA.act('DisableKey', { keyId });
      expect(await refusalOf(atB.encrypt(keyId, Buffer.from('x')))).toBe('Rejected.Disabled');
      expect(await refusalOf(atB.decrypt(ciphertextBlob))).toBe('Rejected.Disabled');
      await atB.act('EnableKey', { keyId });
      expect((await atA.decrypt(ciphertextBlob)).toString()).toBe('x');
    },
  );

  it('drop the unwrapped material of a key that another has disabled', async () => {
    await using replicas = await twoReplicas();
    const { a, b, account } = replicas;
    const { keyId } = await caller('rpc', a, account).createKey();
    await caller('rpc', b, account).encrypt(keyId, Buffer.from('x'));
    expect(b.services.materials.stats().entries).toBe(1);
    const told = nextInvalidation(b);
    await caller('rpc', a, account).act('DisableKey', { keyId });
    expect(await told).toEqual({ keyIds: [keyId], accessKeyIds: [] });
    expect(b.services.materials.stats().entries).toBe(0);
  });

  it('drop a credential that another has disabled', async () => {
    await using replicas = await twoReplicas();
    const { a, b, account } = replicas;
    await caller('rpc', b, account).regions();
    const told = nextInvalidation(b);
    await setEnabled(a, account.id, false);
    await told;
    expect(await refusalOf(caller('rpc', b, account).regions())).toBe('Forbidden.AccessKey');
  });

  it.each([
    [
      'destroyed',
      ({ store, services }: Kms) => destroyKeys(store, services.materials, services.clock()),
    ],
    [
      'taken the material of',
      ({ store, services }: Kms) => expireMaterial(store, services.materials, services.clock()),
    ],
  ])('drop the unwrapped material of a key that another has %s', async (_name, job) => {
    let now = new Date('2026-12-01T00:00:00Z');
    await using replicas = await twoReplicas(() => now);
    const { a, b, account } = replicas;
    const { accountId } = account;
    const as = caller('rpc', b, account);
    const { keyId } = await as.createKey({ keySpec: 'EC_P256' });
    const [{ keyVersionId = '' } = {}] = await as.listVersions(keyId);
    const due = {
      deleteDate: new Date('2026-12-02T00:00:00Z'),
      materialExpireTime: new Date('2026-12-02T00:00:00Z'),
    };
    await andHear(b, () =>
      a.store.commit([changeKey(keyId, 1, { state: 'PendingDeletion', ...due })]),
    );
    const held = await holdMaterial(b, { accountId, keyId, keyVersionId });
    now = new Date('2026-12-03T00:00:00Z');
    expect(held.isZeroed()).toBe(false);
    await andHear(b, () => job(a));
    expect(held.isZeroed()).toBe(true);
  });

  it('drop everything that they have unwrapped when they may have missed an invalidation', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const as = caller('rpc', kms, account);
    const { keyId } = await as.createKey();
    const { keyVersionId = '' } = await as.encrypt(keyId, Buffer.from('x'));
    const held = [
      await holdMaterial(kms, { accountId: account.accountId, keyId, keyVersionId }),
      await holdSecret(kms, account.id),
    ];
    expect(held.map(({ isZeroed }) => isZeroed())).toEqual([false, false]);
    await andHear(kms, () =>
      writeDatabase(kms.dataDir, `SELECT pg_notify('keywright', 'what nobody can read')`),
    );
    expect(held.map(({ isZeroed }) => isZeroed())).toEqual([true, true]);
  });

  it('know the sessions and the sign-in links of each other', async () => {
    await using replicas = await twoReplicas();
    const { a, b } = replicas;
    const { id } = await a.store.db.accessKey.findFirstOrThrow({
      where: { accountId: a.deployment.accountId },
    });
    const token = new URL(await a.signInLink(id)).hash.slice(1);
    const redeem = ({ url }: Kms) =>
      rawRequest(url, {
        method: 'POST',
        path: '/sign-in',
        headers: [
          ['content-type', 'application/json'],
          ['sec-fetch-site', 'same-origin'],
        ],
        body: JSON.stringify({ token }),
      });
    const replies = await Promise.all([redeem(b), redeem(a)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 401]);
    const [cookie = ''] = replies
      .flatMap(({ headers }) => headers['set-cookie'] ?? [])
      .map((text) => String(text).split(';')[0]);
    for (const { url } of [a, b]) {
      const headers: [string, string][] = [
        ['content-type', 'application/json'],
        ['sec-fetch-site', 'same-origin'],
        ['cookie', cookie],
      ];
      const { status } = await rawRequest(url, {
        method: 'POST',
        path: '/graphql',
        headers,
        body: '{"query":"{ regions { regionId } }"}',
      });
      expect(status).toBe(200);
    }
  });

  it('give a client token one key, however many race at each', async () => {
    await using replicas = await twoReplicas();
    const { a, b, account } = replicas;
    const racers = Array.from({ length: 30 }, (_, index) =>
      caller(SURFACES[index % 2] ?? 'rpc', index % 3 === 0 ? a : b, account).createKey({
        clientToken: 'race',
      }),
    );
    expect(new Set((await Promise.all(racers)).map(({ keyId }) => keyId)).size).toBe(1);
    expect(await a.store.db.key.count({ where: { accountId: account.accountId } })).toBe(1);
  });

  it('count every use of a key that all of them use at once', async () => {
    await using replicas = await twoReplicas();
    const { a, b, account } = replicas;
    const { keyId } = await caller('rpc', a, account).createKey();
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        caller('rpc', index % 2 ? a : b, account).encrypt(keyId, Buffer.from('x')),
      ),
    );
    const { _sum } = await a.store.db.keyUse.aggregate({ where: { keyId }, _sum: { uses: true } });
    expect(_sum.uses).toBe(200);
  });

  it('lose no change of a key that all of them change at once', async () => {
    await using replicas = await twoReplicas();
    const { a, b, account } = replicas;
    const { keyId } = await caller('rpc', a, account).createKey();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        caller('rpc', index % 2 ? a : b, account).updateKeyDescription(keyId, `${index}`),
      ),
    );
    const done = outcomes.filter(({ status }) => status === 'fulfilled').length;
    const row = await a.store.db.key.findUniqueOrThrow({ where: { id: keyId } });
    expect(row.revision).toBe(1 + done);
    expect(
      await a.store.db.auditEvent.count({
        where: { keyId, operation: 'UpdateKeyDescription', outcome: 'Done' },
      }),
    ).toBe(done);
  });

  it('destroy a key once, on any replica', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    await using replicas = await twoReplicas(() => now);
    const { a, b, account } = replicas;
    const keys = await Promise.all(
      Array.from({ length: 20 }, () => caller('rpc', a, account).createKey()),
    );
    for (const { keyId } of keys)
      await caller('rpc', b, account).act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    now = new Date('2026-12-09T00:00:00Z');
    await Promise.all(
      [a, b].map(({ store, services }) => destroyKeys(store, services.materials, now)),
    );
    expect(await a.store.db.key.count({ where: { accountId: account.accountId } })).toBe(0);
    expect(
      await a.store.db.auditEvent.count({
        where: { accountId: account.accountId, operation: 'DestroyKey' },
      }),
    ).toBe(20);
  });
});

describe('A replica that migrates', () => {
  it('lets the others serve while a dump keeps it waiting, and goes on when that is over', async () => {
    const dataDir = makeDataDir();
    await using old = await startKms({ dataDir });
    const as = caller('rpc', old, await old.addAccount());
    const { keyId } = await as.createKey();
    const dump = new pg.Client(urlOf(databaseOf(dataDir)));
    await dump.connect();
    await dump.query('BEGIN; LOCK TABLE "Key" IN ACCESS SHARE MODE');
    const migrations = migrationsWith('postgresql', {
      '9000_expand': 'ALTER TABLE "Key" ADD COLUMN "note" TEXT',
    });
    const starting = startKms({ dataDir, migrations });
    const waits = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'ALTER%'`;
    for (let seen = 0; seen < 2; ) {
      if ((await readDatabase(dataDir, waits)).length > 0) {
        seen += 1; // the first wait, and one after it was given up
        await as.encrypt(keyId, Buffer.from('x')); // it would be refused if the migration waited for longer
      }
    }
    await dump.end();
    await using upgraded = await starting;
    expect((await rawRequest(upgraded.url, { path: '/readyz' })).status).toBe(200);
  });
});

describe('Replicas that start together on an empty database', () => {
  it('set it up once', async () => {
    const settings = {
      KEYWRIGHT_ACCESS_KEY_ID: 'first',
      KEYWRIGHT_ACCESS_KEY_SECRET: 'the-secret-of-all-of-them',
    };
    const empty = makeDataDir({ migrated: false });
    const replicas = await startTogether(empty, settings, 4);
    const account: Credential = {
      accountId: '',
      id: 'first',
      secret: settings.KEYWRIGHT_ACCESS_KEY_SECRET,
    };
    const { keyId } = await caller('rpc', replicas[0] as Kms, account).createKey();
    for (const replica of replicas)
      expect((await caller('graphql', replica, account).describeKey(keyId)).keyId).toBe(keyId);
    for (const table of ['Deployment', 'RootKey', 'AccessKey', 'Compatibility'])
      expect([
        table,
        await readDatabase(empty, `SELECT count(*)::int AS rows FROM "${table}"`),
      ]).toEqual([table, [{ rows: 1 }]]);
    await Promise.all(replicas.map((replica) => replica[Symbol.asyncDispose]()));
    expect(await readDatabase(empty, `SELECT count(*)::int AS rows FROM "Replica"`)).toEqual([
      { rows: 0 },
    ]);
  });
});

/** Servers that are started at the same moment on one database, which the first to come makes. */
async function startTogether(
  dataDir: string,
  settings: Readonly<Record<string, string>>,
  count: number,
): Promise<Kms[]> {
  await databaseSettings(dataDir, { migrated: false });
  return Promise.all(Array.from({ length: count }, () => startKms({ dataDir, settings })));
}
