/** How the rows of a list are counted, and a part of them read in their order. */
interface List<Row> {
  readonly count: () => Promise<number>;
  readonly read: (part: { readonly skip: number; readonly take: number }) => Promise<Row[]>;
}

/** Page `pageNumber` (from 1) of a list, and how long it is. Beyond its end nothing is read. */
export async function readPage<Row>({ count, read }: List<Row>, pageNumber: number, pageSize: number) {
  const totalCount = await count();
  const skip = (pageNumber - 1) * pageSize;
  const rows: Row[] = skip < totalCount && pageSize > 0 ? await read({ skip, take: pageSize }) : [];
  return { rows, totalCount };
}
