import type { BackgroundReader } from '../store.ts';

/** How the rows of a list are counted, and a part of them read in their order. */
interface List<Row> {
  readonly count: () => Promise<number>;
  readonly read: (
    db: BackgroundReader,
    part: { readonly skip: number; readonly take: number },
  ) => Promise<Row[]>;
}

/** Where a page comes from: near the beginning of its list, or far from it. */
export interface PageReaders {
  readonly db: BackgroundReader;
  readonly backgroundDb: BackgroundReader;
}

/** A database walks over all rows before a page: over this many in less time than another thread is asked. */
const FAR_ROWS = 1_000;

/** Page `pageNumber` (from 1) of a list, and how long it is. Beyond its end nothing is read. */
export async function readPage<Row>(
  { db, backgroundDb }: PageReaders,
  { count, read }: List<Row>,
  pageNumber: number,
  pageSize: number,
) {
  const totalCount = await count();
  const skip = (pageNumber - 1) * pageSize;
  const reader = skip < FAR_ROWS ? db : backgroundDb;
  const rows: Row[] =
    skip < totalCount && pageSize > 0 ? await read(reader, { skip, take: pageSize }) : [];
  return { rows, totalCount };
}
