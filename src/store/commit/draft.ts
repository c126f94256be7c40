import type { Table } from '../table.ts';
import { roomName } from './room-name.ts';
import type { Slot, Slots } from './slots.ts';
import type { Insert, Values, Write, WriteSet } from './write-set.ts';

/** A row as the requests of the batch have left it so far. */
export interface RowState {
  /** The columns that were read, as text; undefined: there is no such row. */
  readonly values: ReadonlyMap<string, string | null> | undefined;
  /** The columns that are to be written: all of an inserted row, the changed ones of another. */
  readonly written: Readonly<Record<string, unknown>>;
}

/** A value as the database's text of it. */
export type ToText = (table: Table, column: string, value: unknown) => string | null;

/** The rows as the requests before have left them. */
interface Base {
  readonly slots: Slots;
  readonly toText: ToText;
  readonly stateOf: (slot: Slot) => RowState;
  readonly countOf: (room: string) => number;
  readonly parentColumnsOf: (table: Table) => readonly string[];
}

/** One request's changes to a snapshot, which are taken over together or not at all. */
export class Draft {
  readonly states = new Map<Slot, RowState>();
  /** Rows that were added to parents, or removed from them, by `roomName`. */
  readonly added = new Map<string, number>();
  readonly #snapshot: Base;

  constructor(snapshot: Base) {
    this.#snapshot = snapshot;
  }

  /** @returns whether what the write expects holds; then it is applied */
  apply(write: Write): boolean {
    switch (write.verb) {
      case 'insert':
        return this.#insert(write);
      case 'update':
        return this.#change(write, write.expect, write.to);
      case 'delete':
        return this.#delete(write);
      case 'require':
        return this.#isAsExpected(write, write.expect);
      case 'requireRoom':
      case 'count':
        return true; // room is looked at when the whole request is applied
    }
  }

  /** Counts a row that will be inserted if its columns are free. @returns true: only the insert itself tells that */
  applyClaim({ table, row }: Insert): boolean {
    this.#countAdded(table, row);
    return true;
  }

  /** Whether each parent has room for what the request adds. */
  hasRoom(writes: WriteSet): boolean {
    return writes.every((write) => {
      if (write.verb !== 'requireRoom') return true;
      const { table, parent, max } = write;
      const room = roomName(table, parent.column, parent.value);
      const added = this.added.get(room) ?? 0;
      return added <= 0 || this.#snapshot.countOf(room) + added <= max;
    });
  }

  #stateOf(slot: Slot): RowState {
    return this.states.get(slot) ?? this.#snapshot.stateOf(slot);
  }

  #insert({ table, row, unique }: Extract<Write, { verb: 'insert' }>): boolean {
    if (!unique) {
      this.#countAdded(table, row);
      return true;
    }
    const slot = this.#snapshot.slots.of({ verb: 'insert', table, row, unique });
    const { values } = this.#stateOf(slot);
    if (unique.taken === 'replace' && (values || slot.stored)) {
      const to = withoutKeys(row, unique.columns);
      this.#set(slot, {
        values: this.#textOf(table, row),
        written: { ...this.#stateOf(slot).written, ...to },
      });
      return true;
    }
    // A row that is deleted in this batch is not free before the next: rows are inserted first.
    if (values || slot.stored) return false;
    this.#set(slot, { values: this.#textOf(table, row), written: row });
    return true;
  }

  #countAdded(table: Table, row: Values): void {
    if (this.#snapshot.parentColumnsOf(table).length > 0)
      this.#countRooms(table, undefined, this.#textOf(table, row));
  }

  #change(write: Write, expect: Values, to: Values): boolean {
    const slot = this.#snapshot.slots.of(write);
    const { values, written } = this.#stateOf(slot);
    if (!values || !this.#fits(slot, values, expect)) return false;
    const next = new Map([...values, ...this.#textOf(slot.table, to)]);
    this.#set(slot, { values: next, written: { ...written, ...to } });
    return true;
  }

  #delete(write: Extract<Write, { verb: 'delete' }>): boolean {
    const slot = this.#snapshot.slots.of(write);
    const { values } = this.#stateOf(slot);
    if (!values) return write.expect === undefined;
    if (write.expect && !this.#fits(slot, values, write.expect)) return false;
    this.#set(slot, { values: undefined, written: {} });
    return true;
  }

  #isAsExpected(write: Write, expect: Values): boolean {
    const slot = this.#snapshot.slots.of(write);
    const { values } = this.#stateOf(slot);
    return values !== undefined && this.#fits(slot, values, expect);
  }

  #fits({ table }: Slot, values: ReadonlyMap<string, string | null>, expect: Values): boolean {
    return Object.entries(expect).every(
      ([column, value]) => values.get(column) === this.#snapshot.toText(table, column, value),
    );
  }

  #set(slot: Slot, state: RowState): void {
    this.#countRooms(slot.table, this.#stateOf(slot).values, state.values);
    this.states.set(slot, state);
  }

  #textOf(table: Table, row: Values): Map<string, string | null> {
    return new Map(
      Object.entries(row).map(([column, value]) => [
        column,
        this.#snapshot.toText(table, column, value),
      ]),
    );
  }

  /** Counts a row that comes to a parent, leaves one, or moves from one to another. */
  #countRooms(table: Table, before: RowState['values'], after: RowState['values']): void {
    for (const column of this.#snapshot.parentColumnsOf(table)) {
      if (before) this.#add(roomName(table, column, before.get(column) ?? null), -1);
      if (after) this.#add(roomName(table, column, after.get(column) ?? null), 1);
    }
  }

  #add(room: string, rows: number): void {
    this.added.set(room, (this.added.get(room) ?? 0) + rows);
  }
}

const withoutKeys = (row: Values, columns: readonly string[]): Values =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column)));
