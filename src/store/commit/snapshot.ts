import type { Table } from '../table.ts';
import { Draft, type RowState, type ToText } from './draft.ts';
import type { Effect } from './effects.ts';
import { isClaim, type Slot, type Slots } from './slots.ts';
import type { RequireRoom, Write, WriteSet } from './write-set.ts';

/**
 * The rows that a batch expects something of. The requests are applied to it in their order, so
 * that of two in one batch the second sees what the first has changed.
 */
export class Snapshot {
  readonly slots: Slots;
  readonly toText: ToText;
  readonly #counts: ReadonlyMap<string, number>;
  readonly #states = new Map<Slot, RowState>();
  readonly #added = new Map<string, number>();

  readonly #parentColumns: ReadonlyMap<Table, readonly string[]>;

  /** @param counts the rows of each parent that needs room, by `roomName` */
  constructor(
    slots: Slots,
    rooms: readonly RequireRoom[],
    counts: ReadonlyMap<string, number>,
    toText: ToText,
  ) {
    this.slots = slots;
    this.toText = toText;
    this.#counts = counts;
    this.#parentColumns = new Map(
      [...Map.groupBy(rooms, ({ table }) => table)].map(([table, own]) => [
        table,
        [...new Set(own.map(({ parent }) => parent.column))],
      ]),
    );
  }

  /** The columns of a table that name parents which need room. */
  parentColumnsOf(table: Table): readonly string[] {
    return this.#parentColumns.get(table) ?? [];
  }

  /** A row as it is after the requests that were applied. */
  stateOf(slot: Slot): RowState {
    return this.#states.get(slot) ?? { values: slot.stored, written: {} };
  }

  /** How many rows a parent has after the requests that were applied. @param room its `roomName` */
  countOf(room: string): number {
    return (this.#counts.get(room) ?? 0) + (this.#added.get(room) ?? 0);
  }

  /**
   * Applies a request if everything that it expects holds.
   * @returns whether it did; if not, nothing of the request is applied
   */
  applyIfCurrent(writes: WriteSet): boolean {
    const draft = new Draft(this);
    const isCurrent = (write: Write) =>
      isClaim(write) ? draft.applyClaim(write) : draft.apply(write);
    if (!writes.every(isCurrent) || !draft.hasRoom(writes)) return false;
    for (const [slot, state] of draft.states) this.#states.set(slot, state);
    for (const [room, added] of draft.added)
      this.#added.set(room, (this.#added.get(room) ?? 0) + added);
    return true;
  }

  /** Begins again with these requests, which were all current. */
  reset(accepted: readonly WriteSet[]): void {
    this.#states.clear();
    this.#added.clear();
    for (const writes of accepted)
      if (!this.applyIfCurrent(writes)) throw new TypeError('a current request no longer applies');
  }

  /** What has to be written so that the database has what the applied requests want. */
  effects(): Effect[] {
    // Inserts in one order everywhere: two replicas that insert the same names do not deadlock.
    const [present, absent] = [true, false].map((isStored) =>
      [...this.#states].filter(([{ stored }]) => (stored !== undefined) === isStored),
    ) as [[Slot, RowState][], [Slot, RowState][]];
    const sorted = absent.toSorted(([a], [b]) => (nameOf(a) < nameOf(b) ? -1 : 1));
    return [...present, ...sorted].flatMap(
      ([{ table, where, stored }, { values, written }]): Effect[] => {
        if (!stored) return values ? [{ verb: 'insert', table, row: written }] : [];
        if (!values) return [{ verb: 'delete', table, where }];
        return Object.keys(written).length > 0
          ? [{ verb: 'update', table, where, to: written }]
          : [];
      },
    );
  }
}

const nameOf = ({ where }: Slot): string => JSON.stringify(Object.values(where));
