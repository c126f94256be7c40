import type { Table } from '../table.ts';
import type { Dialect, Transaction } from './dialect.ts';
import type { Count, Values } from './write-set.ts';

/** Inserts rows in one statement. @param ending what follows it */
export async function insertRows(
  tx: Transaction,
  dialect: Dialect,
  table: Table,
  rows: readonly Values[],
  ending = '',
): Promise<void> {
  if (table.isAppendOnly && dialect.insertDirectly) dialect.insertDirectly(table, rows, ending);
  else
    await tx.$executeRawUnsafe(dialect.insert(table) + ending, dialect.rowsToInsert(table, rows));
}

/** Inserts the rows whose unique columns are free. @returns the unique columns of those */
export async function insertFree(
  tx: Transaction,
  dialect: Dialect,
  table: Table,
  rows: readonly Values[],
  unique: readonly string[],
): Promise<readonly Values[]> {
  if (table.isAppendOnly && dialect.insertDirectly)
    return dialect.insertDirectly(table, rows, IF_FREE);
  const returned = unique.map((column) => `"${column}"`).join(', ');
  return tx.$queryRawUnsafe<Values[]>(
    `${dialect.insert(table)}${IF_FREE} RETURNING ${returned}`,
    dialect.rowsToInsert(table, rows),
  );
}

/** After an INSERT: rows whose unique columns are taken are left out. */
export const IF_FREE = ' ON CONFLICT DO NOTHING';

/** After an INSERT: a row that exists is added to. */
export function addingUp(
  { name }: Table,
  { unique, add, latest }: Pick<Count, 'unique' | 'add' | 'latest'>,
): string {
  const sums = add.map((column) => `"${column}" = "${name}"."${column}" + excluded."${column}"`);
  const maxima = latest.map(
    (column) =>
      `"${column}" = CASE WHEN excluded."${column}" > "${name}"."${column}" THEN excluded."${column}" ELSE "${name}"."${column}" END`,
  );
  return ` ON CONFLICT (${unique.map((column) => `"${column}"`).join(', ')}) DO UPDATE SET ${[...sums, ...maxima].join(', ')}`;
}
