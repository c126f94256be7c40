import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { idPrefixAt } from '#domain/id-time.ts';
import { cutAuditBlocks } from '#jobs/audit-blocks.ts';
import type { AuditFilter } from '#store/read/audit/facets.ts';
import { findAuditEvents } from '#store/read/audit/find-audit-events.ts';
import { type AuditRow, addAuditRows, auditRow, auditRows } from '../support/audit-rows.ts';
import { onPostgresql } from '../support/database.ts';
import { type Kms, makeDataDir, runJobs, startKms } from '../support/kms.ts';
import { slowStore } from '../support/slow-store.ts';

const START = Date.parse('2026-06-01T00:00:00Z');
const SECOND = 1_000;
const SIZES = { rows: 10, values: 1_000, perRun: 100 };
const settledAt = (milliseconds: number) => idPrefixAt(new Date(START + milliseconds));

/** The blocks, and the entry that says how far they reach. */
const blocksOf = ({ store }: Kms) =>
  store.db.auditBlock.findMany({ orderBy: { throughId: 'asc' } });

/** Ids of what a filter finds, the oldest first. */
async function find({ store }: Kms, accountId: string, filter: AuditFilter): Promise<string[]> {
  const part = { isDescending: false, take: 1_000 };
  const { rows, next } = await findAuditEvents(store.backgroundDb, accountId, filter, part);
  expect(next).toBeNull();
  return rows.map(({ id }) => id);
}

const idsOf = (rows: readonly AuditRow[]) => rows.map(({ id }) => id);

describe('The job that cuts audit rows into blocks', () => {
  it('makes each row findable by each of its values, and goes on where a run has ended', async () => {
    await using kms = await startKms();
    const accountId = randomUUID();
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    const rows = auditRows(accountId, START, 45, (index) =>
      index === 7
        ? {
            keyId: first,
            otherKeyIds: `${second},${third}`,
            principal: 'acs:ram::1:role/ops/night',
            accessKeyId: 'STS.7',
            operation: 'ReEncrypt',
            outcome: 'Rejected.Disabled',
            address: '192.0.2.7',
          }
        : {},
    );
    await addAuditRows(kms, rows);
    await cutAuditBlocks(kms.store, settledAt(SECOND), { ...SIZES, perRun: 1 });
    expect(await blocksOf(kms)).toHaveLength(2);
    await cutAuditBlocks(kms.store, settledAt(SECOND), SIZES);
    const blocks = await blocksOf(kms);
    const ends = [9, 19, 29, 39].map((index) => rows[index]?.id);
    expect(blocks).toEqual([
      { throughId: '', afterId: ends.at(-1) },
      ...ends.map((throughId, index) => ({ throughId, afterId: ends[index - 1] ?? '' })),
    ]);
    const found = [rows[7]?.id];
    for (const filter of [
      { key: first },
      { key: second },
      { key: third },
      { principal: 'acs:ram::1:role/ops/night' },
      { principal: 'acs:ram::1:role/ops' },
      { credential: 'STS.7' },
      { operation: 'ReEncrypt' },
      { outcome: 'Rejected.Disabled' },
      { outcome: 'Failed' },
      { address: '192.0.2.7' },
      { key: first, address: '192.0.2.7' },
    ])
      expect([filter, await find(kms, accountId, filter)]).toEqual([filter, found]);
    expect(await find(kms, accountId, {})).toEqual(idsOf(rows));
    expect(await find(kms, randomUUID(), {})).toEqual([]);
  });

  it('begins no block after 20 seconds, and goes on in the next run', async () => {
    await using kms = await startKms();
    await addAuditRows(kms, auditRows(randomUUID(), START, 55));
    const run = async () => {
      const { store, monotonic } = slowStore(kms, 15 * SECOND);
      await cutAuditBlocks(store, settledAt(SECOND), SIZES, monotonic);
      return (await blocksOf(kms)).slice(1).length;
    };
    expect([await run(), await run(), await run()]).toEqual([2, 4, 5]);
  });

  it('makes smaller blocks of rows with many values', async () => {
    await using kms = await startKms();
    const rows = auditRows(randomUUID(), START, 9, () => ({ keyId: randomUUID() }));
    await addAuditRows(kms, rows);
    // The account, principal, credential, operation, outcome, and 3 keys.
    await cutAuditBlocks(kms.store, settledAt(SECOND), { ...SIZES, values: 8 });
    expect((await blocksOf(kms)).slice(1).map(({ throughId }) => throughId)).toEqual([
      rows[2]?.id,
      rows[5]?.id,
    ]);
    await cutAuditBlocks(kms.store, settledAt(SECOND), { ...SIZES, values: 3 }); // fewer than one row has
    expect((await blocksOf(kms)).slice(3).map(({ throughId }) => throughId)).toEqual([
      rows[6]?.id,
      rows[7]?.id,
      rows[8]?.id,
    ]);
  });

  it('leaves out rows that are so young that others can still be committed before them', async () => {
    let now = new Date(START);
    await using kms = await startKms({ clock: () => now });
    const accountId = randomUUID();
    const late = auditRow(accountId, new Date(START - 119 * SECOND), { keyId: randomUUID() });
    // 120 seconds are 60 for a commit, and 60 by which clocks may differ.
    await addAuditRows(kms, auditRows(accountId, START - 121 * SECOND, 1_000));
    await addAuditRows(kms, auditRows(accountId, START - 118 * SECOND, 1_000));
    await runJobs(kms, 'cut-audit-blocks');
    expect(await blocksOf(kms)).toHaveLength(2);
    await addAuditRows(kms, [late]);
    now = new Date(START + 10 * SECOND);
    await runJobs(kms, 'cut-audit-blocks');
    expect(await blocksOf(kms)).toHaveLength(3);
    expect(await find(kms, accountId, { key: String(late.keyId) })).toEqual([late.id]);
  });

  it('takes blocks back when the clock is set back, so that new rows before their ends are found', async () => {
    await using kms = await startKms();
    const accountId = randomUUID();
    await addAuditRows(kms, auditRows(accountId, START, 40));
    await cutAuditBlocks(kms.store, settledAt(SECOND), SIZES);
    const early = auditRow(accountId, new Date(START + 25), { keyId: randomUUID() });
    await addAuditRows(kms, [early]);
    await cutAuditBlocks(kms.store, settledAt(25), SIZES);
    expect(await blocksOf(kms)).toHaveLength(3); // two blocks, which end before that
    expect(await find(kms, accountId, { key: String(early.keyId) })).toEqual([early.id]);
    await cutAuditBlocks(kms.store, settledAt(SECOND), SIZES);
    expect(await blocksOf(kms)).toHaveLength(5);
    expect(await find(kms, accountId, { key: String(early.keyId) })).toEqual([early.id]);
    expect(await kms.store.db.auditBlockValue.count({ where: { accountId } })).toBe(4 * 5 + 1);
  });

  it('finds rows of older releases', async () => {
    await using kms = await startKms();
    const accountId = randomUUID();
    const [keyId, secondKeyId] = [randomUUID(), randomUUID()];
    const old = { principal: '', keyId, details: JSON.stringify({ secondKeyId }) };
    const rows = auditRows(accountId, START, 20, (index) =>
      index === 3 ? old : { principal: '' },
    );
    await addAuditRows(kms, rows);
    for (let run = 0; run < 2; run += 1) {
      for (const key of [keyId, secondKeyId])
        expect(await find(kms, accountId, { key })).toEqual([rows[3]?.id]);
      await cutAuditBlocks(kms.store, settledAt(SECOND), SIZES);
    }
    expect(await blocksOf(kms)).toHaveLength(3);
  });

  it.runIf(onPostgresql)('can run at two replicas at once', async () => {
    const dataDir = makeDataDir();
    await using kms = await startKms({ dataDir });
    await using other = await startKms({ dataDir });
    const rows = auditRows(randomUUID(), START, 95);
    await addAuditRows(kms, rows);
    const runs = Array.from({ length: 12 }, (_, index) =>
      cutAuditBlocks((index % 2 ? kms : other).store, settledAt(SECOND), SIZES),
    );
    await Promise.all(runs);
    await cutAuditBlocks(kms.store, settledAt(SECOND), SIZES);
    const ends = rows.filter((_row, index) => index % 10 === 9).map(({ id }) => id);
    expect((await blocksOf(kms)).slice(1)).toEqual(
      ends.map((throughId, index) => ({ throughId, afterId: ends[index - 1] ?? '' })),
    );
  });
});
