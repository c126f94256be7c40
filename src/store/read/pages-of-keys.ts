import { Prisma } from '#generated/sqlite/client.ts';
import type { Reader } from '../store.ts';
import type { Rows } from '../tables.ts';

/** A part of a list in the order of its ids. */
export interface Part {
  /** Only what follows this id. */
  readonly after?: string | undefined;
  /** Only what precedes this id. */
  readonly before?: string | undefined;
  /** From the end of the list. */
  readonly isDescending: boolean;
  /** The most rows, of each list where several are read. */
  readonly take: number;
}

/** What hangs on a key as a list of pages, and the columns that are read of it. */
const LISTS = {
  alias: { table: 'Alias', columns: ['id', 'accountId', 'name', 'keyId', 'createdAt'] },
  keyVersion: { table: 'KeyVersion', columns: ['id', 'accountId', 'keyId', 'createdAt'] },
} as const satisfies {
  readonly [List in 'alias' | 'keyVersion']: {
    readonly table: string;
    readonly columns: readonly (keyof Rows[List])[];
  };
};

type List = keyof typeof LISTS;
export type PageRow<L extends List> = Pick<
  Rows[L],
  (typeof LISTS)[L]['columns'][number] & keyof Rows[L]
>;

/**
 * One limited look into an index for each key. A limit over all of them together would read every row of each. The account
 * is checked outside: inside, it would lead the database to another index and through all rows of the account.
 */
function selectOf(
  list: List,
  accountId: string,
  keyId: string,
  { after, before, isDescending, take }: Part,
): Prisma.Sql {
  const { table, columns } = LISTS[list];
  const names = Prisma.raw(columns.map((column) => `"${column}"`).join(', ')); // from the table above, never from input
  const bounds = [
    ...(after === undefined ? [] : [Prisma.sql`AND "id" > ${after}`]),
    ...(before === undefined ? [] : [Prisma.sql`AND "id" < ${before}`]),
  ];
  return Prisma.sql`SELECT * FROM (
    SELECT ${names} FROM ${Prisma.raw(`"${table}"`)} WHERE "keyId" = ${keyId}
    ${bounds.length > 0 ? Prisma.join(bounds, ' ') : Prisma.empty} ORDER BY "id" ${Prisma.raw(isDescending ? 'DESC' : 'ASC')} LIMIT ${take}
  ) AS "page" WHERE "accountId" = ${accountId}`;
}

/**
 * The same part of a list of each of several keys, in one statement.
 * @returns the rows of each key that has any, in the part's order
 */
export async function pagesOfKeys<L extends List>(
  db: Reader,
  list: L,
  accountId: string,
  keyIds: readonly string[],
  part: Part,
): Promise<ReadonlyMap<string, readonly PageRow<L>[]>> {
  const selects = keyIds.map((keyId) => selectOf(list, accountId, keyId, part));
  const rows = await db.$queryRaw<(PageRow<L> & { keyId: string; createdAt: string | Date })[]>(
    Prisma.join(selects, ' UNION ALL '),
  );
  return Map.groupBy(
    rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) })),
    ({ keyId }) => keyId,
  );
}
