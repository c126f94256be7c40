import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { destroyKeys } from '#jobs/destroy-keys.ts';
import { caller, refusalOf } from '../support/caller.ts';
import { onSqlite } from '../support/database.ts';
import { callGraphql } from '../support/graphql-client.ts';
import { type Kms, startKms } from '../support/kms.ts';

const DAY = 86_400_000;
const START = new Date('2026-12-01T00:00:00Z');

const Impact = graphql(/* GraphQL */ `
  query TestImpact($keyId: KeyReference!) {
    keyDeletionImpact(keyId: $keyId) {
      key {
        keyId
      }
      lastUsedDate
      usesInLast90Days
      versionCount
      deletionProtection
    }
  }
`);

/** A server whose day a test sets. */
async function onDay() {
  let now = START;
  const setDay = (day: number) => {
    now = new Date(START.getTime() + day * DAY);
  };
  const kms = await startKms({ clock: () => now });
  const account = await kms.addAccount();
  return { kms, account, as: caller('graphql', kms, account), setDay };
}

const sweep = (kms: Kms) => destroyKeys(kms.store, kms.services.materials, kms.services.clock());

describe('A key whose deleteDate has passed', () => {
  it('is gone for every read, before the sweeper has run and after', async () => {
    const { kms, account, as, setDay } = await onDay();
    await using _kms = kms;
    const { keyId, arn } = await as.createKey();
    const kept = await as.createKey();
    const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('lost'));
    await as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    setDay(6.999);
    expect(await as.describeKey(keyId)).toMatchObject({
      keyState: 'PendingDeletion',
      deleteDate: '2026-12-08T00:00:00Z',
    });
    expect(await sweep(kms)).toBe(0);
    setDay(7);
    const expectGone = async () => {
      for (const name of [keyId, arn])
        expect(await refusalOf(as.describeKey(name))).toBe('Forbidden.KeyNotFound');
      expect(await refusalOf(as.decrypt(ciphertextBlob))).toBe('Forbidden.KeyNotFound');
      expect(await refusalOf(as.act('CancelKeyDeletion', { keyId }))).toBe('Forbidden.KeyNotFound');
      expect(await as.listKeyIds()).toEqual({ keyIds: [kept.keyId], totalCount: 1 });
      expect((await as.listKeyIds({ KeyState: ['PendingDeletion'] })).keyIds).toEqual([]);
      const rpc = caller('rpc', kms, account);
      expect(await rpc.listKeyIds()).toEqual({ keyIds: [kept.keyId], totalCount: 1 });
      expect(await refusalOf(rpc.describeKey(keyId))).toBe('Forbidden.KeyNotFound');
      const node = await fetch(`${kms.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Basic ${btoa(`${account.id}:${account.secret}`)}`,
        },
        body: JSON.stringify({ query: `{ node(id: "${btoa(`KeyMetadata:${keyId}`)}") { id } }` }),
      });
      expect(await node.json()).toEqual({ data: { node: null } });
    };
    await expectGone();
    expect(await sweep(kms)).toBe(1);
    await expectGone();
    expect(await kms.store.db.keyVersion.count({ where: { keyId } })).toBe(0);
    expect(await kms.store.db.keyUse.count({ where: { keyId } })).toBe(0);
    expect(
      await kms.store.db.auditEvent.findMany({ where: { keyId, surface: 'job' } }),
    ).toMatchObject([{ operation: 'DestroyKey', outcome: 'Done' }]);
    expect((await as.describeKey(kept.keyId)).keyState).toBe('Enabled');
  });

  it('is shown as it was found when the date passes while it is read', async () => {
    let reads = 0;
    let now = () => START;
    const kms = await startKms({ clock: () => now() });
    await using _kms = kms;
    const as = caller('graphql', kms, await kms.addAccount());
    const { keyId } = await as.createKey();
    await as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    // A second before, when the key is found; then, with every look at the clock, a second later.
    now = () => new Date(START.getTime() + 7 * DAY - 1_000 + Math.max(0, reads++ - 2) * 1_000);
    const outcomes: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      const outcome = await as.describeKey(keyId).then(
        ({ keyState }) => keyState,
        (error: { code: string }) => error.code,
      );
      outcomes.push(outcome);
    }
    expect(
      outcomes.filter(
        (outcome) => outcome !== 'PendingDeletion' && outcome !== 'Forbidden.KeyNotFound',
      ),
    ).toEqual([]);
    expect(outcomes.at(-1)).toBe('Forbidden.KeyNotFound');
  });

  it.runIf(onSqlite)('leaves no trace of its material in the files', async () => {
    const { kms, as, setDay } = await onDay();
    await using _kms = kms;
    const { keyId } = await as.createKey();
    const { wrappedMaterial } = await kms.store.db.keyVersion.findFirstOrThrow({
      where: { keyId },
    });
    const isOnDisk = () =>
      ['keywright.db', 'keywright.db-wal'].some((name) =>
        readFileSync(join(kms.dataDir, name)).includes(wrappedMaterial),
      );
    expect(isOnDisk()).toBe(true);
    await as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    setDay(8);
    await sweep(kms);
    expect(isOnDisk()).toBe(false);
  });

  it('is destroyed once by two sweepers at once, and by one that goes on after another was stopped', async () => {
    const { kms, as, setDay } = await onDay();
    await using _kms = kms;
    for (let index = 0; index < 120; index += 1)
      await as.act('ScheduleKeyDeletion', {
        keyId: (await as.createKey()).keyId,
        pendingWindowInDays: 7,
      });
    setDay(8);
    // One that dies in the middle of its work: its third batch never comes to be written.
    let commits = 0;
    const dying = {
      ...kms.store,
      commit: (writes: Parameters<typeof kms.store.commit>[0]) =>
        ++commits > 60 ? Promise.reject(new Error('killed')) : kms.store.commit(writes),
    };
    await expect(destroyKeys(dying, kms.services.materials, kms.services.clock())).rejects.toThrow(
      'killed',
    );
    const left = await kms.store.db.key.count();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(120);
    const [one, other] = await Promise.all([sweep(kms), sweep(kms)]);
    expect(one + other).toBe(left);
    expect(await kms.store.db.key.count()).toBe(0);
    expect(await kms.store.db.keyVersion.count()).toBe(0);
    expect(await kms.store.db.auditEvent.count({ where: { operation: 'DestroyKey' } })).toBe(120);
    expect(await sweep(kms)).toBe(0);
  });

  it('is kept when somebody cancels while the sweeper looks', async () => {
    const { kms, as, setDay } = await onDay();
    await using _kms = kms;
    const { keyId } = await as.createKey();
    await as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    const later = new Date(START.getTime() + 8 * DAY);
    // The sweeper's clock is ahead of the caller's, who still may.
    const racing = {
      ...kms.store,
      commit: async (writes: Parameters<typeof kms.store.commit>[0]) => {
        if (writes.some(({ verb }) => verb === 'delete'))
          await as.act('CancelKeyDeletion', { keyId });
        return kms.store.commit(writes);
      },
    };
    expect(await destroyKeys(racing, kms.services.materials, later)).toBe(0);
    setDay(9);
    expect((await as.describeKey(keyId)).keyState).toBe('Enabled');
  });
});

describe('What the deletion of a key would mean', () => {
  it('is told: last use, uses in 90 days, versions, protection', async () => {
    const { kms, account, as, setDay } = await onDay();
    await using _kms = kms;
    const { keyId } = await as.createKey();
    const impact = async () =>
      (await callGraphql(kms, account, Impact, { keyId })).data?.keyDeletionImpact;
    expect(await impact()).toEqual({
      key: { keyId },
      lastUsedDate: null,
      usesInLast90Days: 0,
      versionCount: 1,
      deletionProtection: 'Disabled',
    });
    await as.encrypt(keyId, Buffer.from('x'));
    setDay(1);
    await as.encrypt(keyId, Buffer.from('x'));
    await as.encrypt(keyId, Buffer.from('x'));
    await as.act('SetDeletionProtection', { keyId, enableDeletionProtection: true });
    expect(await impact()).toMatchObject({
      lastUsedDate: '2026-12-02T00:00:00Z',
      usesInLast90Days: 3,
      deletionProtection: 'Enabled',
    });
    setDay(90);
    expect(await impact()).toMatchObject({ usesInLast90Days: 2 });
    setDay(91);
    expect(await impact()).toMatchObject({
      lastUsedDate: '2026-12-02T00:00:00Z',
      usesInLast90Days: 0,
    });
  });

  it('is told to nobody who may not describe the key', async () => {
    const { kms, account, as } = await onDay();
    await using _kms = kms;
    const { keyId } = await as.createKey();
    for (const other of [
      await kms.addAccount(),
      await kms.addAccount({ accountId: account.accountId, allowedActions: [] }),
    ]) {
      const { data, errors } = await callGraphql(kms, other, Impact, { keyId });
      expect(data?.keyDeletionImpact).toBeNull();
      expect(errors?.[0]?.extensions.code).toMatch(/^Forbidden\./);
    }
  });
});
