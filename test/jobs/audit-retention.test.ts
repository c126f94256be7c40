import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { idPrefixAt } from '#domain/id-time.ts';
import { cutAuditBlocks } from '#jobs/audit-blocks.ts';
import { deleteOldAuditEvents } from '#jobs/audit-retention.ts';
import { addAuditRows, auditRows } from '../support/audit-rows.ts';
import { onPostgresql, onSqlite } from '../support/database.ts';
import { type Kms, makeDataDir, runJobs, startKms } from '../support/kms.ts';
import { slowStore } from '../support/slow-store.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-06-01T00:00:00Z');
const SETTINGS = { KEYWRIGHT_AUDIT_RETENTION_DAYS: '30' };
const SIZES = { rows: 10, commitsPerRun: 100 };

/** How many rows two accounts have, before and after the day from which rows are kept. */
const OLD = [25, 12] as const;
const KEPT = 7;

async function fill(kms: Kms) {
  const accounts = [randomUUID(), randomUUID()] as const;
  for (const [index, accountId] of accounts.entries()) {
    await addAuditRows(kms, auditRows(accountId, NOW - 30 * DAY - 50, Number(OLD[index])));
    await addAuditRows(kms, auditRows(accountId, NOW - 30 * DAY, KEPT));
  }
  return accounts;
}

const rowsOf = ({ store }: Kms, accountId: string) =>
  store.db.auditEvent.findMany({ where: { accountId }, orderBy: { id: 'asc' } });

/** The numbers in the rows that say what was deleted, the oldest first. */
async function told(kms: Kms, accountId: string) {
  const rows = await rowsOf(kms, accountId);
  return rows
    .filter(({ operation }) => operation === 'DeleteAuditEvents')
    .map(({ surface, outcome, details }) => [surface, outcome, JSON.parse(details) as unknown]);
}

const BEFORE = new Date(NOW - 30 * DAY).toISOString();

describe('The retention of audit rows', () => {
  it('deletes what is older, and leaves a row in each account that says how many', async () => {
    await using kms = await startKms({ clock: () => new Date(NOW), settings: SETTINGS });
    const accounts = await fill(kms);
    await runJobs(kms, 'delete-audit-events');
    for (const [index, accountId] of accounts.entries()) {
      const told1 = ['job', 'Done', { before: BEFORE, count: OLD[index] }];
      expect(await told(kms, accountId)).toEqual([told1]);
      expect(await rowsOf(kms, accountId)).toHaveLength(KEPT + 1);
    }
    const [row] = await kms.store.db.auditEvent.findMany({
      where: { accountId: accounts[0], operation: 'DeleteAuditEvents' },
    });
    expect([row?.createdAt, row?.id.slice(0, 13)]).toEqual([
      new Date(NOW),
      idPrefixAt(new Date(NOW)),
    ]);
    await runJobs(kms, 'delete-audit-events');
    expect(await rowsOf(kms, accounts[0])).toHaveLength(KEPT + 1); // there is nothing to tell
  });

  it('does it in commits of few rows, and in several runs', async () => {
    await using kms = await startKms();
    const [accountId, other] = await fill(kms);
    await deleteOldAuditEvents(kms.store, 30, new Date(NOW), { rows: 4, commitsPerRun: 3 });
    const deleted = async () =>
      OLD[0] +
      OLD[1] +
      2 * KEPT -
      (await kms.store.db.auditEvent.count({
        where: { accountId: { in: [accountId, other] }, surface: 'rpc' },
      }));
    expect(await deleted()).toBe(12);
    await deleteOldAuditEvents(kms.store, 30, new Date(NOW), { rows: 4, commitsPerRun: 100 });
    expect(await deleted()).toBe(OLD[0] + OLD[1]);
    const counts = [...(await told(kms, accountId)), ...(await told(kms, other))].map(
      ([, , details]) => (details as { count: number }).count,
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(OLD[0] + OLD[1]);
  });

  it('deletes the blocks of which all rows are deleted', async () => {
    await using kms = await startKms();
    const [accountId] = await fill(kms);
    const settled = idPrefixAt(new Date(NOW));
    await cutAuditBlocks(kms.store, settled, { rows: 10, values: 1_000, perRun: 100 });
    await deleteOldAuditEvents(kms.store, 30, new Date(NOW), SIZES);
    const blocks = await kms.store.db.auditBlock.findMany({ orderBy: { throughId: 'asc' } });
    const kept = await kms.store.db.auditEvent.findMany({
      where: { surface: 'rpc' },
      orderBy: { id: 'asc' },
    });
    expect(blocks.slice(1).map(({ throughId }) => throughId)).toEqual([
      kept[2]?.id, // 37 old rows, so 3 of the fourth block are left
      kept[12]?.id,
    ]);
    const values = await kms.store.db.auditBlockValue.findMany({ where: { accountId } });
    expect(new Set(values.map(({ throughId }) => throughId))).toEqual(
      new Set(blocks.slice(1).map(({ throughId }) => throughId)),
    );
  });

  it('begins no commit after 20 seconds, and goes on in the next run', async () => {
    await using kms = await startKms();
    await fill(kms);
    const old = () =>
      kms.store.db.auditEvent.count({ where: { id: { lt: idPrefixAt(new Date(BEFORE)) } } });
    const blocks = () => kms.store.db.auditBlock.count({ where: { throughId: { not: '' } } });
    await cutAuditBlocks(kms.store, idPrefixAt(new Date(NOW)), {
      rows: 10,
      values: 1_000,
      perRun: 100,
    });
    expect([await old(), await blocks()]).toEqual([37, 5]);
    const run = (rows: number) => {
      const { store, monotonic } = slowStore(kms, 15_000);
      const sizes = { rows, commitsPerRun: 100 };
      return deleteOldAuditEvents(store, 30, new Date(NOW), sizes, monotonic);
    };
    await run(10);
    expect([await old(), await blocks()]).toEqual([17, 5]);
    await run(100);
    expect([await old(), await blocks()]).toEqual([0, 4]);
    await run(100);
    expect([await old(), await blocks()]).toEqual([0, 2]);
  });

  it('is off by default', async () => {
    await using kms = await startKms();
    expect(kms.jobs.map(({ name }) => name)).not.toContain('delete-audit-events');
  });

  it.runIf(onSqlite)('waits while the clock is not trusted', async () => {
    let now = new Date(NOW - 5 * DAY);
    const dataDir = makeDataDir();
    const clocks = { dataDir, serverClock: () => now, monotonic: () => 0, settings: SETTINGS };
    await using kms = await startKms(clocks);
    const [accountId] = await fill(kms);
    now = new Date(NOW);
    await runJobs(kms, 'watch-clock', 'delete-audit-events');
    expect(await told(kms, accountId)).toEqual([]);
    expect(await rowsOf(kms, accountId)).toHaveLength(OLD[0] + KEPT);
  });

  it.runIf(onPostgresql)('counts each row once at two replicas', async () => {
    const dataDir = makeDataDir();
    await using kms = await startKms({ dataDir });
    await using other = await startKms({ dataDir });
    const [accountId] = await fill(kms);
    await Promise.all(
      [kms, other].map(({ store }) => deleteOldAuditEvents(store, 30, new Date(NOW), SIZES)),
    );
    await deleteOldAuditEvents(kms.store, 30, new Date(NOW), SIZES);
    const counts = (await told(kms, accountId)).map(
      ([, , details]) => (details as { count: number }).count,
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(OLD[0]);
  });
});
