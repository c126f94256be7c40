import type { Table } from '../table.ts';
import type { Dialect } from './dialect.ts';
import type { Insert, Values, Write } from './write-set.ts';

/** One row that a batch expects something of, found by some of its unique columns. */
export interface Slot {
  readonly table: Table;
  /** The unique columns, with the values that a write gave. */
  readonly where: Values;
  /** The row's columns as the database has them, as text; undefined: there is no such row. */
  stored: ReadonlyMap<string, string | null> | undefined;
}

/** The slots of one table that are found by the same columns: one statement reads them. */
export interface SlotGroup {
  readonly table: Table;
  readonly columns: readonly string[];
  /** The columns that are read: those of the expectations and of the parents. */
  readonly read: Set<string>;
  readonly slots: Map<string, Slot>;
}

/** The values of the unique columns by which a write finds a row; undefined: it needs none. */
export function whereOf(write: Write): Values | undefined {
  if (write.verb === 'insert')
    return (
      write.unique &&
      Object.fromEntries(write.unique.columns.map((column) => [column, write.row[column]]))
    );
  return 'where' in write ? write.where : undefined;
}

/** Whether an insert is tried first, since its own error tells that its columns are taken. */
export const isClaim = (write: Write): write is Insert =>
  write.verb === 'insert' && typeof write.unique?.taken === 'function';

/** The rows that the writes of a batch expect something of. */
export class Slots {
  readonly groups: readonly SlotGroup[];
  readonly #byName: ReadonlyMap<string, SlotGroup>;
  readonly #dialect: Pick<Dialect, 'toText'>;

  constructor(writes: readonly Write[], dialect: Pick<Dialect, 'toText'>) {
    this.#dialect = dialect;
    const groups = new Map<string, SlotGroup>();
    for (const write of writes) {
      const where = isClaim(write) ? undefined : whereOf(write);
      if (where) this.#add(groups, write, where);
    }
    for (const write of writes)
      if (write.verb === 'requireRoom')
        for (const group of groups.values())
          if (group.table === write.table) group.read.add(write.parent.column);
    this.#byName = groups;
    // In one order everywhere: two replicas that lock the same rows wait, and do not deadlock.
    this.groups = [...groups.values()].toSorted(
      (a, b) => a.table.depth - b.table.depth || (a.table.name < b.table.name ? -1 : 1),
    );
  }

  /** Whether the row of a write is one of these. */
  has(write: Write, slots: ReadonlySet<object>): boolean {
    const needsRow = whereOf(write) !== undefined && !isClaim(write);
    return needsRow && slots.has(this.of(write));
  }

  /** The slot of a write's row. @throws TypeError for a write that was not there from the beginning */
  of(write: Write): Slot {
    const where = whereOf(write);
    const slot =
      where &&
      this.#byName.get(nameOf(write.table, where))?.slots.get(this.#id(write.table, where));
    if (!slot) throw new TypeError(`no row of ${write.table.name} was read for this write`);
    return slot;
  }

  #add(groups: Map<string, SlotGroup>, write: Write, where: Values): void {
    const { table } = write;
    const name = nameOf(table, where);
    const group: SlotGroup = groups.get(name) ?? {
      table,
      columns: Object.keys(where),
      read: new Set(Object.keys(where)),
      slots: new Map(),
    };
    groups.set(name, group);
    if ('expect' in write)
      for (const column of Object.keys(write.expect ?? {})) group.read.add(column);
    const id = this.#id(table, where);
    if (!group.slots.has(id)) group.slots.set(id, { table, where, stored: undefined });
  }

  /** The values of unique columns as one text, equal for equal values. */
  #id(table: Table, where: Values): string {
    return JSON.stringify(
      Object.entries(where).map(([column, value]) => textOf(this.#dialect, table, column, value)),
    );
  }
}

/** A value as the database's text of it. @throws TypeError for a column that the table does not have */
export function textOf(
  { toText }: Pick<Dialect, 'toText'>,
  { name, columns }: Table,
  column: string,
  value: unknown,
): string | null {
  const kind = (columns as Readonly<Record<string, Parameters<typeof toText>[1]>>)[column];
  if (!kind) throw new TypeError(`the table ${name} has no column ${column}`);
  return toText(value, kind);
}

const nameOf = ({ name }: Table, where: Values): string =>
  `${name} ${Object.keys(where).join(' ')}`;
