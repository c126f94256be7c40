import { Prisma } from '#generated/sqlite/client.ts';
import type { Reader } from '../store.ts';
import type { Rows } from '../tables.ts';
import type { Part } from './part.ts';

/** Whose keys are read, and when: a key that is destroyed has nothing left to read. */
export interface KeyScope {
  readonly accountId: string;
  readonly now: Date;
}

/** A part of each list, and for aliases the beginning of the names that are read. */
export interface PagePart extends Part {
  readonly names?: NameRange | undefined;
}

/** Names from `from` up to `to`. */
export interface NameRange {
  readonly from: string;
  readonly to: string | undefined;
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
 * One limited look into an index for each key. A limit over all of them together would read every row of each. Account and
 * key are checked outside: inside, they would lead the database to another index and through all rows of the account.
 */
function selectOf(
  list: List,
  { accountId, now }: KeyScope,
  keyId: string,
  { after, before, isDescending, take, names: range }: PagePart,
): Prisma.Sql {
  const { table, columns } = LISTS[list];
  const names = Prisma.raw(columns.map((column) => `"${column}"`).join(', ')); // from the table above, never from input
  const bounds = [
    ...(after === undefined ? [] : [Prisma.sql`AND "id" > ${after}`]),
    ...(before === undefined ? [] : [Prisma.sql`AND "id" < ${before}`]),
    ...(range === undefined ? [] : [Prisma.sql`AND "name" >= ${range.from}`]),
    ...(range?.to === undefined ? [] : [Prisma.sql`AND "name" < ${range.to}`]),
  ];
  return Prisma.sql`SELECT * FROM (
    SELECT ${names} FROM ${Prisma.raw(`"${table}"`)} WHERE "keyId" = ${keyId}
    ${bounds.length > 0 ? Prisma.join(bounds, ' ') : Prisma.empty} ORDER BY "id" ${Prisma.raw(isDescending ? 'DESC' : 'ASC')} LIMIT ${take}
  ) AS "page" WHERE "accountId" = ${accountId} AND EXISTS (
    SELECT 1 FROM "Key" WHERE "id" = ${keyId} AND ("deleteDate" IS NULL OR "deleteDate" > ${now}))`;
}

/**
 * The same part of a list of each of several keys, in one statement.
 * @returns the rows of each key that has any, in the part's order
 */
export async function pagesOfKeys<L extends List>(
  db: Reader,
  list: L,
  scope: KeyScope,
  keyIds: readonly string[],
  part: PagePart,
): Promise<ReadonlyMap<string, readonly PageRow<L>[]>> {
  const selects = keyIds.map((keyId) => selectOf(list, scope, keyId, part));
  const rows = await db.$queryRaw<(PageRow<L> & { keyId: string; createdAt: string | Date })[]>(
    Prisma.join(selects, ' UNION ALL '),
  );
  return Map.groupBy(
    rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) })),
    ({ keyId }) => keyId,
  );
}
