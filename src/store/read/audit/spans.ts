import type { Prisma } from '#generated/sqlite/client.ts';
import type { BackgroundReader } from '../../store.ts';
import { commonBlocks, rowOf, through } from './common-blocks.ts';
import { type AuditFilter, facetValuesIn } from './facets.ts';

/** Bounds of the work for one page. Tests use smaller ones. */
export interface AuditLimits {
  /** Rows that are examined. */
  readonly rows: number;
  /** Entries of blocks that are read in vain. */
  readonly entries: number;
  /** Rows of a block, and those after the last block that are examined in one statement. */
  readonly blockRows: number;
  readonly tailRows: number;
}

/** A page is read in some ten milliseconds, and at most some hundred. */
export const AUDIT_LIMITS: AuditLimits = {
  rows: 25_000,
  entries: 2_000,
  blockRows: 1_000,
  tailRows: 4_000,
};

/** Where a search takes place: between two places, both of them excluded. */
export interface SearchRange {
  readonly accountId: string;
  readonly after: string;
  readonly before: string;
  readonly isDescending: boolean;
}

/** Neighboring rows, some of which can match. */
export interface Span {
  /** Null: the search has read its most entries, and stops. */
  readonly ids: Prisma.StringFilter | null;
  /** How many rows there are, about. */
  readonly rows: number;
  /** The place at which the search goes on after these rows. Null: it is at its end. */
  readonly end: string | null;
}

/** Blocks were removed while they were read. */
export class BlocksChangedError extends Error {}

const greater = (a: string, b: string): string => (a > b ? a : b);
const smaller = (a: string, b: string): string => (a < b ? a : b);
/** The place after a row, from the newest to the oldest; null where the range has no row up to there. */
const endAt = (id: string, after: string): string | null => (id > after ? through(id) : null);

/** The end of the last block; '' if there is none. */
const lastOf = async (db: BackgroundReader): Promise<string> =>
  (await db.auditBlock.findUnique({ where: { throughId: '' } }))?.afterId ?? '';

/** The rows to examine for a filter, in the order of the search: those in blocks that have all its values, and the tail. */
export async function* spansOf(
  db: BackgroundReader,
  range: SearchRange,
  filter: AuditFilter,
  limits: AuditLimits,
): AsyncGenerator<Span> {
  // Blocks that are cut from now on are read as part of the tail.
  const last = await lastOf(db);
  if (range.isDescending) yield* tailSpans(db, range, last, limits);
  yield* blockSpans(db, range, filter, last, limits);
  if (!range.isDescending) yield* tailSpans(db, range, last, limits);
}

async function* blockSpans(
  db: BackgroundReader,
  { accountId, after, before, isDescending }: SearchRange,
  filter: AuditFilter,
  last: string,
  { entries, blockRows }: AuditLimits,
): AsyncGenerator<Span> {
  if (after >= last) return;
  const end = await db.auditBlock.findFirst({
    where: { throughId: { gte: rowOf(before) } },
    orderBy: { throughId: 'asc' },
  });
  const values = facetValuesIn(filter);
  const blocks = commonBlocks(
    db,
    accountId,
    values.length > 0 ? values : [['account', '']],
    { after, through: smaller(end?.throughId ?? last, last), isDescending },
    entries,
  );
  for await (const found of blocks) {
    if ('reached' in found) return yield { ids: null, rows: 0, end: found.reached };
    const { throughId } = found;
    const block = await db.auditBlock.findUnique({ where: { throughId } });
    if (!block) {
      if ((await lastOf(db)) < throughId) throw new BlocksChangedError();
      continue; // its rows were deleted at the end of their retention
    }
    yield {
      ids: { gt: greater(block.afterId, after), lte: throughId, lt: before },
      rows: blockRows,
      end: isDescending ? endAt(block.afterId, after) : throughId,
    };
  }
}

/** The rows after the last block, in parts. */
async function* tailSpans(
  db: BackgroundReader,
  { after, before, isDescending }: SearchRange,
  last: string,
  { tailRows: rows }: AuditLimits,
): AsyncGenerator<Span> {
  const start = greater(after, last);
  if (start >= rowOf(before)) return;
  for (let ids: Prisma.StringFilter = { gt: start, lt: before }; ; ) {
    const [edge] = await db.auditEvent.findMany({
      where: { id: ids },
      orderBy: { id: isDescending ? 'desc' : 'asc' },
      select: { id: true },
      skip: rows - 1,
      take: 1,
    });
    if (!edge) return yield { ids, rows, end: isDescending ? endAt(last, after) : null };
    const { id } = edge;
    yield { ids: { ...ids, ...(isDescending ? { gte: id } : { lte: id }) }, rows, end: id };
    ids = isDescending ? { ...ids, lt: id } : { ...ids, gt: id };
  }
}
