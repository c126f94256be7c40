import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { rotateKeys } from '#jobs/rotate-keys.ts';
import type { WriteSet } from '#store/commit/write-set.ts';
import { type Caller, caller } from '../support/caller.ts';
import { onPostgresql } from '../support/database.ts';
import { type Kms, makeDataDir, startKms } from '../support/kms.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-12-01T00:00:00Z');
const day = (number: number): string =>
  new Date(START + number * DAY).toISOString().replace('.000Z', 'Z');
const weekly = { enableAutomaticRotation: true, rotationInterval: '7d' };

/** A server whose day a test sets. */
async function onDay() {
  let now = new Date(START);
  const setDay = (number: number) => {
    now = new Date(START + number * DAY);
  };
  const clock = () => now;
  const dataDir = makeDataDir();
  const kms = await startKms({ clock, dataDir });
  const account = await kms.addAccount();
  return { kms, account, clock, as: caller('rpc', kms, account), setDay };
}

const rotate = ({ store, services }: Kms, through: typeof store = store) =>
  rotateKeys(through, services, services.clock());

const makeKeys = (as: Caller, count: number) =>
  Promise.all(Array.from({ length: count }, () => as.createKey(weekly)));

/** How many versions each key of the server has. */
async function versionCounts({ store }: Kms): Promise<number[]> {
  const keys = await store.db.key.findMany({ select: { _count: { select: { versions: true } } } });
  return keys.map(({ _count }) => _count.versions);
}

/** A store that does something else first, once, when the job commits a rotation. */
function interrupted({ store }: Kms, first: () => Promise<unknown>): Kms['store'] {
  let done = false;
  return {
    ...store,
    async commit(writes: WriteSet) {
      if (!done) {
        done = true;
        await first();
      }
      return store.commit(writes);
    },
  };
}

describe('The rotation of keys', () => {
  it('gives a key of seven days 52 more versions in a year, and each opens what it sealed', async () => {
    const { kms, as, setDay } = await onDay();
    await using _kms = kms;
    const { keyId } = await as.createKey(weekly);
    const still = await as.createKey();
    const blobs = [await as.encrypt(keyId, Buffer.from('0'))];
    for (let number = 1; number <= 365; number += 1) {
      setDay(number);
      await rotate(kms);
      if (number % 7 === 0) blobs.push(await as.encrypt(keyId, Buffer.from(String(number))));
    }
    const versions = (await as.listVersions(keyId)).map(({ keyVersionId }) => keyVersionId);
    expect(versions).toHaveLength(1 + 52);
    expect(blobs.map(({ keyVersionId }) => keyVersionId)).toEqual(versions);
    const opened = await Promise.all(
      blobs.map(({ ciphertextBlob = '' }) => as.decrypt(ciphertextBlob)),
    );
    expect(opened.map(String)).toEqual(blobs.map((_, index) => String(7 * index)));
    expect(await as.describeKey(keyId)).toMatchObject({
      primaryKeyVersion: versions.at(-1),
      lastRotationDate: day(364),
      nextRotationDate: day(371),
    });
    expect(await as.listVersions(still.keyId)).toHaveLength(1);
  });

  it('is one, however long nobody did it', async () => {
    const { kms, as, setDay } = await onDay();
    await using _kms = kms;
    const { keyId } = await as.createKey(weekly);
    setDay(6.999);
    expect(await rotate(kms)).toBe(0);
    setDay(100);
    expect(await rotate(kms)).toBe(1);
    expect(await rotate(kms)).toBe(0);
    expect(await as.describeKey(keyId)).toMatchObject({
      lastRotationDate: day(100),
      nextRotationDate: day(107),
    });
    expect(await as.listVersions(keyId)).toHaveLength(2);
  });

  it('is noted in the audit as the work of nobody who calls', async () => {
    const { kms, account, as, setDay } = await onDay();
    await using _kms = kms;
    const { keyId } = await as.createKey(weekly);
    setDay(7);
    await rotate(kms);
    expect(await kms.store.db.auditEvent.findMany({ where: { surface: 'job' } })).toMatchObject([
      {
        operation: 'RotateKey',
        outcome: 'Done',
        keyId,
        accountId: account.accountId,
        createdAt: new Date(day(7)),
      },
    ]);
  });

  it('is done by a server that starts, without being asked', async () => {
    const { kms, account, as, setDay } = await onDay();
    const { keyId } = await as.createKey(weekly);
    await kms[Symbol.asyncDispose]();
    setDay(30);
    await using second = await startKms({ dataDir: kms.dataDir, clock: kms.services.clock });
    // The job runs when the server has started. Reads of SQLite do not yield to the event loop, so the job would not run.
    while ((await second.store.db.keyVersion.count({ where: { keyId } })) < 2) await turn();
    expect(await caller('graphql', second, account).describeKey(keyId)).toMatchObject({
      lastRotationDate: day(30),
      nextRotationDate: day(37),
    });
    expect(await rotate(second)).toBe(0);
  });

  it('leaves alone what is disabled, or to be destroyed, or rotates no longer', async () => {
    const { kms, as, setDay } = await onDay();
    await using _kms = kms;
    const [disabled, pending, off] = await makeKeys(as, 3);
    await as.act('DisableKey', { keyId: disabled?.keyId });
    await as.act('ScheduleKeyDeletion', { keyId: pending?.keyId, pendingWindowInDays: 30 });
    await as.act('UpdateRotationPolicy', { keyId: off?.keyId, enableAutomaticRotation: false });
    setDay(20);
    expect(await rotate(kms)).toBe(0);
    expect(await versionCounts(kms)).toEqual([1, 1, 1]);
  });

  it('is done once by two who do it at the same time', async () => {
    const { kms, clock, as, setDay } = await onDay();
    await using _kms = kms;
    // On PostgreSQL two servers; on SQLite, where there is but one, twice by that.
    await using second = onPostgresql ? await startKms({ dataDir: kms.dataDir, clock }) : undefined;
    await makeKeys(as, 120);
    setDay(7);
    const rotated = await Promise.all([rotate(kms), rotate(second ?? kms)]);
    expect(rotated[0] + rotated[1]).toBe(120);
    expect(new Set(await versionCounts(kms))).toEqual(new Set([2]));
    expect(await kms.store.db.auditEvent.count({ where: { operation: 'RotateKey' } })).toBe(120);
  });

  it('is gone on with after one who was killed in the middle', async () => {
    const { kms, as, setDay } = await onDay();
    await using _kms = kms;
    await makeKeys(as, 120);
    setDay(7);
    let commits = 0;
    const dying = {
      ...kms.store,
      commit: (writes: WriteSet) =>
        ++commits > 60 ? Promise.reject(new Error('killed')) : kms.store.commit(writes),
    };
    await expect(rotate(kms, dying)).rejects.toThrow('killed');
    const counts = await versionCounts(kms);
    expect([
      counts.filter((count) => count === 2).length,
      counts.filter((count) => count === 1).length,
    ]).toEqual([60, 60]);
    expect(await rotate(kms)).toBe(60);
    expect(new Set(await versionCounts(kms))).toEqual(new Set([2]));
  });

  it('is tried again on a key that somebody changes meanwhile', async () => {
    const { kms, as, setDay } = await onDay();
    await using _kms = kms;
    const { keyId } = await as.createKey(weekly);
    setDay(7);
    const store = interrupted(kms, () => as.updateKeyDescription(keyId, 'changed'));
    expect(await rotate(kms, store)).toBe(1);
    expect(await as.listVersions(keyId)).toHaveLength(2);
    expect(await as.describeKey(keyId)).toMatchObject({
      description: 'changed',
      nextRotationDate: day(14),
    });
  });

  it.each([
    ['that is disabled', 'DisableKey', {}, 1, 'Suspended'],
    [
      'whose policy ends',
      'UpdateRotationPolicy',
      { enableAutomaticRotation: false },
      1,
      'Disabled',
    ],
    [
      'that gets a longer interval',
      'UpdateRotationPolicy',
      { enableAutomaticRotation: true, rotationInterval: '30d' },
      1,
      'Enabled',
    ],
    [
      'that a new policy has rotated',
      'UpdateRotationPolicy',
      { enableAutomaticRotation: true, rotationInterval: '8d' },
      2,
      'Enabled',
    ],
    ['that was rotated by hand', 'CreateKeyVersion', {}, 2, 'Enabled'],
  ] as const)(
    'does not come on top for a key %s meanwhile',
    async (_name, operation, input, versions, automaticRotation) => {
      const { kms, as, setDay } = await onDay();
      await using _kms = kms;
      const { keyId } = await as.createKey(weekly);
      setDay(9);
      expect(
        await rotate(
          kms,
          interrupted(kms, () => as.act(operation, { keyId, ...input })),
        ),
      ).toBe(0);
      expect(await as.listVersions(keyId)).toHaveLength(versions);
      expect((await as.describeKey(keyId)).automaticRotation).toBe(automaticRotation);
    },
  );

  it('and a change of the policy at the same time give one new version between them', async () => {
    const { kms, as, setDay } = await onDay();
    await using _kms = kms;
    const keys = await makeKeys(as, 20);
    setDay(9);
    await Promise.all([
      rotate(kms),
      ...keys.map(({ keyId }) => as.act('UpdateRotationPolicy', { keyId, ...weekly })),
    ]);
    expect(new Set(await versionCounts(kms))).toEqual(new Set([2]));
    for (const { keyId } of keys)
      expect((await as.describeKey(keyId)).nextRotationDate).toBe(day(16));
  });
});
