import type { Dialect, Transaction } from './dialect.ts';
import { insertFree } from './insert-rows.ts';
import { isClaim } from './slots.ts';
import type { Values, Write, WriteSet } from './write-set.ts';

/**
 * Tries the inserts whose own error tells that their columns are taken: of two in one batch the
 * first gets them, and so it does of two replicas.
 * @returns the error of each request that did not get what it wanted; nothing of it was inserted
 */
export async function claim(
  tx: Transaction,
  dialect: Dialect,
  batch: readonly WriteSet[],
): Promise<Map<WriteSet, Error>> {
  const errors = new Map<WriteSet, Error>();
  const claims = batch.flatMap((writes) =>
    writes.filter(isClaim).map((write) => ({ writes, write })),
  );
  for (const [table, own] of Map.groupBy(claims, ({ write }) => write.table)) {
    const columns = uniqueColumnsOf(own[0]?.write);
    const nameOf = (row: Values) => JSON.stringify(columns.map((column) => row[column]));
    // In one order everywhere, so that two replicas with the same ones do not deadlock.
    const sorted = own
      .map(({ write: { row } }) => ({ row, name: nameOf(row) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ row }) => row);
    const inserted = await insertFree(tx, dialect, table, sorted, columns);
    const free = new Set(inserted.map(nameOf));
    // The first of two equal ones takes its name out of the set; the second no longer finds it.
    for (const { writes, write } of own)
      if (!free.delete(nameOf(write.row)) && typeof write.unique?.taken === 'function')
        errors.set(writes, write.unique.taken());
  }
  return errors;
}

const uniqueColumnsOf = (write: Write | undefined): readonly string[] =>
  write?.verb === 'insert' ? (write.unique?.columns ?? []) : [];
