import { idPrefixAt } from '#domain/id-time.ts';
import { daysAfter } from '#domain/time.ts';
import { ConflictError, deleteRow, updateRow, type Write } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { auditEventId, insertEvent } from '#store/writes/audit-event.ts';
import { deleteBlock } from './audit-blocks.ts';
import { type Monotonic, startRun } from './run-time.ts';

/** How much one run deletes. */
export interface RetentionSizes {
  /** Rows of one commit, which requests of callers share. */
  readonly rows: number;
  readonly commitsPerRun: number;
}

/** At most 100,000 rows a run, in commits that others hardly notice. */
export const RETENTION_SIZES: RetentionSizes = { rows: 500, commitsPerRun: 200 };

/** What a run has deleted of one account, and its row that says so. */
interface Deleted {
  readonly id: string;
  readonly count: number;
}

/**
 * Deletes the audit rows that are older than so many days, with their blocks, and leaves one row of each account that says
 * what was deleted and how many. May be killed: the number is part of each commit.
 * @param now the time of the database
 */
export async function deleteOldAuditEvents(
  store: Pick<Store, 'db' | 'backgroundDb' | 'commit'>,
  retentionDays: number,
  now: Date,
  sizes: RetentionSizes = RETENTION_SIZES,
  monotonic?: Monotonic,
): Promise<void> {
  const hasTime = startRun(monotonic);
  const before = daysAfter(now, -retentionDays);
  const end = idPrefixAt(before);
  let deleted: ReadonlyMap<string, Deleted> = new Map();
  for (let commits = 0; commits < sizes.commitsPerRun && hasTime(); commits += 1) {
    const rows = await store.backgroundDb.auditEvent.findMany({
      where: { id: { lt: end } },
      orderBy: { id: 'asc' },
      select: { id: true, accountId: true },
      take: sizes.rows,
    });
    if (rows.length === 0) break;
    const next = addCounts(deleted, rows, now);
    try {
      await store.commit([
        // Another replica may have deleted them: then the commit fails, and no row is counted twice.
        ...rows.map(({ id, accountId }) => deleteRow(TABLES.auditEvent, { id }, { accountId })),
        ...[...next].flatMap(([accountId, account]) =>
          tell(accountId, account, deleted.get(accountId), before, now),
        ),
      ]);
      deleted = next;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      return;
    }
  }
  if (hasTime()) await deleteEmptyBlocks(store, end, sizes, hasTime);
}

function addCounts(
  deleted: ReadonlyMap<string, Deleted>,
  rows: readonly { readonly accountId: string }[],
  now: Date,
): Map<string, Deleted> {
  const next = new Map(deleted);
  for (const { accountId } of rows) {
    const { id = auditEventId(now), count = 0 } = next.get(accountId) ?? {};
    next.set(accountId, { id, count: count + 1 });
  }
  return next;
}

/** The row that says how many rows of an account this run has deleted so far. */
function tell(
  accountId: string,
  { id, count }: Deleted,
  told: Deleted | undefined,
  before: Date,
  now: Date,
): Write[] {
  if (told?.count === count) return [];
  const details = { before, count };
  if (told) return [updateRow(TABLES.auditEvent, { id }, { details: JSON.stringify(details) })];
  return [insertEvent('DeleteAuditEvents', 'job', { id, accountId, createdAt: now }, details)];
}

/** Deletes the blocks of which all rows are deleted. A search that finds one meanwhile finds no row in it. */
async function deleteEmptyBlocks(
  { db, backgroundDb, commit }: Pick<Store, 'db' | 'backgroundDb' | 'commit'>,
  end: string,
  { rows, commitsPerRun }: RetentionSizes,
  hasTime: () => boolean,
): Promise<void> {
  const [first] = await backgroundDb.auditEvent.findMany({
    orderBy: { id: 'asc' },
    select: { id: true },
    take: 1,
  });
  const blocks = await db.auditBlock.findMany({
    where: { throughId: { gt: '', lt: first && first.id < end ? first.id : end } },
    orderBy: { throughId: 'asc' },
    take: rows * commitsPerRun,
  });
  for (const { throughId } of blocks) {
    if (!hasTime()) return;
    await commit(await deleteBlock(backgroundDb, throughId));
  }
}
