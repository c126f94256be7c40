import { TABLES } from '../tables.ts';
import type { Dialect, Transaction } from './dialect.ts';
import type { Insert } from './writes.ts';

/** Rows as one JSON text, which the dialect's `insert` takes apart. */
export const rowsAsJson = (dialect: Dialect, rows: readonly object[]): string =>
  JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [column, dialect.toJson(value)]),
      ),
    ),
  );

/**
 * Inserts the rows of a whole batch, one statement and one JSON parameter per table. With Prisma's
 * `createMany` the same batch took three times as long.
 */
export async function insertRows(
  tx: Transaction,
  dialect: Dialect,
  inserts: readonly Insert[],
): Promise<void> {
  const byTable = Map.groupBy(inserts, (insert) => insert.table);
  for (const table of TABLES) {
    const rows = byTable.get(table)?.map(({ row }) => row);
    if (rows) await tx.$executeRawUnsafe(dialect.insert(table), rowsAsJson(dialect, rows));
  }
}

type NonceRow = Extract<Insert, { table: 'nonce' }>['row'];
export const nameOfNonce = ({
  accessKeyId,
  hash,
}: Pick<NonceRow, 'accessKeyId' | 'hash'>): string => `${accessKeyId} ${hash}`;

/** Remembers nonces. @returns the names of those that were new */
export async function insertNonces(
  tx: Transaction,
  dialect: Dialect,
  nonces: readonly NonceRow[],
): Promise<Set<string>> {
  if (nonces.length === 0) return new Set();
  // In one order everywhere, so that two replicas with the same ones do not deadlock.
  const sorted = nonces.toSorted((a, b) => (nameOfNonce(a) < nameOfNonce(b) ? -1 : 1));
  const fresh = await tx.$queryRawUnsafe<NonceRow[]>(
    `${dialect.insert('nonce')} ON CONFLICT DO NOTHING RETURNING "accessKeyId", "hash"`,
    rowsAsJson(dialect, sorted),
  );
  return new Set(fresh.map(nameOfNonce));
}
