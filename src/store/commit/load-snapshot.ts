import type { Dialect, Transaction } from './dialect.ts';
import { rowsAsJson } from './dialect.ts';
import { roomName } from './room-name.ts';
import { Slots, textOf } from './slots.ts';
import { Snapshot } from './snapshot.ts';
import type { RequireRoom, WriteSet } from './write-set.ts';

/**
 * Reads and locks the rows that a batch expects something of: one statement for each table and set
 * of columns. Until the transaction ends nobody else changes them.
 */
export async function loadSnapshot(
  tx: Transaction,
  dialect: Dialect,
  batch: readonly WriteSet[],
): Promise<Snapshot> {
  const writes = batch.flat();
  const slots = new Slots(writes, dialect);
  for (const { table, columns, read, slots: own } of slots.groups) {
    const wanted = [...own.values()].map(({ where }) => where);
    const rows = await tx.$queryRawUnsafe<Record<string, string | null>[]>(
      dialect.select(table, columns, [...read]),
      rowsAsJson(dialect, wanted),
    );
    for (const row of rows) {
      const slot = own.get(JSON.stringify(columns.map((column) => row[column] ?? null)));
      if (slot) slot.stored = new Map(Object.entries(row));
    }
  }
  const rooms = writes.filter((write): write is RequireRoom => write.verb === 'requireRoom');
  return new Snapshot(slots, rooms, await countRooms(tx, dialect, rooms), (table, column, value) =>
    textOf(dialect, table, column, value),
  );
}

/** How many rows each parent has that has to have room, by `roomName`. */
async function countRooms(
  tx: Transaction,
  dialect: Dialect,
  rooms: readonly RequireRoom[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const groups = Map.groupBy(rooms, ({ table, parent }) => `${table.name} ${parent.column}`);
  for (const [first, ...more] of groups.values()) {
    if (!first) continue;
    const {
      table,
      parent: { column },
    } = first;
    const values = new Set([first, ...more].map(({ parent }) => parent.value));
    const rows = await tx.$queryRawUnsafe<{ parent: string; rows: number | bigint }[]>(
      dialect.countBy(table, column),
      rowsAsJson(
        dialect,
        [...values].map((value) => ({ [column]: value })),
      ),
    );
    for (const { parent, rows: count } of rows)
      counts.set(roomName(table, column, parent), Number(count));
  }
  return counts;
}
