import {
  ConflictError,
  deleteRow,
  insertRow,
  insertUnique,
  updateRow,
  type Write,
} from '#store/commit/write-set.ts';
import { facetValuesOf, SEARCHED_COLUMNS, type Searched } from '#store/read/audit/facets.ts';
import type { Store } from '#store/store.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { type Monotonic, startRun } from './run-time.ts';

/** How large blocks are. Tests make smaller ones. */
export interface BlockSizes {
  readonly rows: number;
  /** A block has fewer rows where they have more values: requests of callers wait for the commit, 20 µs or more a value. */
  readonly values: number;
  /** Blocks of one run. */
  readonly perRun: number;
}

/** Sizes that keep commits short and make a page read few rows. */
export const BLOCK_SIZES: BlockSizes = { rows: 1_000, values: 1_000, perRun: 100 };

type BlockStore = Pick<Store, 'db' | 'backgroundDb' | 'commit'>;

/** `throughId` of the one row of `AuditBlock` that is not a block: its `afterId` is the last row of the last block. */
const PROGRESS = '';

/**
 * Cuts the audit rows into blocks of neighbors, in the order of their ids, and stores which values occur in each: so a search
 * reads only blocks that can match. Rows of older releases are cut like all others. May be killed, and run at several replicas
 * at once: each block is one commit, which expects the end of the block before.
 * @param settled the end of the rows to which none is added any more (store/read/audit/settled.ts)
 */
export async function cutAuditBlocks(
  store: BlockStore,
  settled: string,
  sizes: BlockSizes = BLOCK_SIZES,
  monotonic?: Monotonic,
): Promise<void> {
  const hasTime = startRun(monotonic);
  for (let blocks = 0; blocks < sizes.perRun && hasTime(); blocks += 1) {
    const progress = await store.db.auditBlock.findUnique({ where: { throughId: PROGRESS } });
    const last = progress?.afterId ?? '';
    const writes =
      last > settled
        ? await reopen(store, last)
        : await cut(store, { last, isFirst: !progress, settled, sizes });
    if (!writes) return;
    try {
      await store.commit(writes);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      return; // another replica is doing it
    }
  }
}

interface CutOptions {
  readonly last: string;
  readonly isFirst: boolean;
  readonly settled: string;
  readonly sizes: BlockSizes;
}

/** The next block; undefined while there are too few rows. */
async function cut(
  { backgroundDb }: BlockStore,
  { last, isFirst, settled, sizes }: CutOptions,
): Promise<Write[] | undefined> {
  const rows = await backgroundDb.auditEvent.findMany({
    where: { id: { gt: last, lt: settled } },
    orderBy: { id: 'asc' },
    select: { id: true, accountId: true, ...SEARCHED_COLUMNS },
    take: sizes.rows,
  });
  const entries = new Map<string, Entry>();
  let through: string | undefined;
  let isFull = rows.length === sizes.rows;
  for (const row of rows) {
    const added = entriesOf(row).filter(([name]) => !entries.has(name));
    const isTooMuch = entries.size + added.length > sizes.values;
    isFull ||= isTooMuch;
    if (through && isTooMuch) break;
    for (const [name, entry] of added) entries.set(name, entry);
    through = row.id;
  }
  if (!through || !isFull) return undefined;
  return [...blockWrites(through, last, isFirst), ...valueWrites(entries.values(), through)];
}

type Entry = Omit<Rows['auditBlockValue'], 'throughId'>;

/** The entries that a row needs in its block, by names that differ. */
const entriesOf = ({ accountId, ...row }: Searched & { readonly accountId: string }) =>
  [['account', ''] as const, ...facetValuesOf(row)].map(([facet, value]): [string, Entry] => [
    `${accountId} ${facet} ${value}`,
    { accountId, facet, value },
  ]);

const blockWrites = (throughId: string, afterId: string, isFirst: boolean): Write[] => [
  isFirst
    ? insertUnique(TABLES.auditBlock, { throughId: PROGRESS, afterId: throughId }, ['throughId'])
    : updateRow(
        TABLES.auditBlock,
        { throughId: PROGRESS },
        { afterId: throughId },
        { afterId }, // no other replica has cut this block
      ),
  insertRow(TABLES.auditBlock, { throughId, afterId }),
];

const valueWrites = (entries: Iterable<Entry>, throughId: string): Write[] =>
  [...entries].map((entry) => insertRow(TABLES.auditBlockValue, { ...entry, throughId }));

/**
 * Removes the last block: the clock was set back, so new rows can belong into it. It is cut again when its time has passed for
 * the second time.
 */
async function reopen({ db, backgroundDb }: BlockStore, last: string): Promise<Write[]> {
  const block = await db.auditBlock.findUnique({ where: { throughId: last } });
  // Retention may have deleted it. Then the rows from the beginning on are searched one by one until they are cut again.
  const afterId = block?.afterId ?? '';
  return [
    updateRow(TABLES.auditBlock, { throughId: PROGRESS }, { afterId }, { afterId: last }),
    ...(await deleteBlock(backgroundDb, last)),
  ];
}

/** The end of a block. */
export async function deleteBlock(db: Store['backgroundDb'], throughId: string): Promise<Write[]> {
  const entries = await db.auditBlockValue.findMany({ where: { throughId } });
  return [
    deleteRow(TABLES.auditBlock, { throughId }),
    ...entries.map((entry) => deleteRow(TABLES.auditBlockValue, entry)),
  ];
}
