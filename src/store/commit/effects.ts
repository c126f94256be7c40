import type { Table } from '../table.ts';
import { type Dialect, rowsAsJson, type Transaction } from './dialect.ts';
import { addingUp, insertRows } from './insert-rows.ts';
import type { Count, Values, WriteSet } from './write-set.ts';

/** What has to be done to one row. */
export type Effect =
  | { readonly verb: 'insert'; readonly table: Table; readonly row: Values }
  | { readonly verb: 'update'; readonly table: Table; readonly where: Values; readonly to: Values }
  | { readonly verb: 'delete'; readonly table: Table; readonly where: Values };

/** Rows that were locked and read are gone all the same: the database did what it must not do. */
export class LostRowError extends Error {}

/**
 * Writes the inserts that expect nothing, the counts, and `effects`: one statement for each table and verb.
 * @throws LostRowError if a row that was read under a lock has gone
 */
export async function writeEffects(
  tx: Transaction,
  dialect: Dialect,
  accepted: readonly WriteSet[],
  effects: readonly Effect[],
): Promise<void> {
  const writes = accepted.flat();
  const plain = writes.flatMap((write): Effect[] =>
    write.verb === 'insert' && !write.unique ? [write] : [],
  );
  const run = (sql: string, rows: readonly object[]) =>
    tx.$executeRawUnsafe(sql, rowsAsJson(dialect, rows));
  const byDepth = (a: Effect, b: Effect) => a.table.depth - b.table.depth;

  const inserts = [...plain, ...effects].filter(({ verb }) => verb === 'insert').sort(byDepth);
  for (const [table, rows] of Map.groupBy(inserts, ({ table }) => table))
    await insertRows(tx, dialect, table, rows.map(rowOf));
  await addCounts(tx, dialect, writes);
  for (const group of alike(effects.filter(({ verb }) => verb === 'update'))) {
    const [{ table, where }, to] = [group[0], toOf(group[0])];
    const sql = dialect.update(table, Object.keys(where), Object.keys(to));
    const changed = await run(
      sql,
      group.map((one) => ({ ...one.where, ...toOf(one) })),
    );
    if (changed !== group.length) throw new LostRowError();
  }
  for (const group of alike(
    effects
      .filter(({ verb }) => verb === 'delete')
      .sort(byDepth)
      .reverse(),
  )) {
    const [{ table, where }] = group;
    await run(
      dialect.delete(table, Object.keys(where)),
      group.map((one) => one.where),
    );
  }
}

type Targeted = Exclude<Effect, { verb: 'insert' }>;
const rowOf = (effect: Effect): Values => (effect.verb === 'insert' ? effect.row : {});
const toOf = (effect: Targeted): Values => (effect.verb === 'update' ? effect.to : {});

/** Updates or deletes of one table, with the same columns, are one statement. */
function alike(effects: readonly Effect[]): [Targeted, ...Targeted[]][] {
  const targeted = effects.filter((effect): effect is Targeted => effect.verb !== 'insert');
  const groups = Map.groupBy(targeted, (effect) =>
    effect.table.updatedInOrder
      ? effect
      : JSON.stringify([effect.table.name, Object.keys(effect.where), Object.keys(toOf(effect))]),
  );
  return [...groups.values()] as [Targeted, ...Targeted[]][];
}

/** Adds up the counts of the whole batch, so that each row is written once. */
async function addCounts(tx: Transaction, dialect: Dialect, writes: WriteSet): Promise<void> {
  const counts = writes.filter((write): write is Count => write.verb === 'count');
  for (const [table, own] of Map.groupBy(counts, ({ table }) => table)) {
    const byRow = Map.groupBy(own, ({ row, unique }) =>
      JSON.stringify(unique.map((column) => row[column])),
    );
    const [{ unique, add, latest }] = own as [Count, ...Count[]];
    const rows = [...byRow.values()].map((group) =>
      group.map(({ row }) => row).reduce((sum, row) => addRows(sum, row, add, latest)),
    );
    await insertRows(tx, dialect, table, rows, addingUp(table, { unique, add, latest }));
  }
}

function addRows(
  sum: Values,
  row: Values,
  add: readonly string[],
  latest: readonly string[],
): Values {
  const later = (column: string) =>
    ((row[column] as Date) > (sum[column] as Date) ? row : sum)[column];
  return {
    ...sum,
    ...Object.fromEntries(add.map((column) => [column, Number(sum[column]) + Number(row[column])])),
    ...Object.fromEntries(latest.map((column) => [column, later(column)])),
  };
}
