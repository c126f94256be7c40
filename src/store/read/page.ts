import type { BackgroundReader } from '../store.ts';

/** How to count the rows of a list, and how to read a part of it in its order. */
interface List<Row> {
  readonly count: () => Promise<number>;
  readonly read: (
    db: BackgroundReader,
    part: { readonly skip: number; readonly take: number },
  ) => Promise<Row[]>;
}

/** The clients that read a page: `db` near the start of the list, `backgroundDb` far from it. */
export interface PageReaders {
  readonly db: BackgroundReader;
  readonly backgroundDb: BackgroundReader;
}

/** The database steps over all rows before a page. Up to this many take less time than a message to the other thread. */
const FAR_ROWS = 1_000;

/** Reads one page of a list and counts the whole list. Pages count from 1; a page beyond the end is empty. */
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
