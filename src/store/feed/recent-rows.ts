import { comparePlaces, type LoggedRow, type LogPart, type LogPlace } from './commit-log.ts';

/** Rows that are kept for followers that are not done with earlier ones: one copy for all of them. */
const MAX_ROWS = 1_000;

/** The rows that the last polls have read, of all accounts that somebody follows. */
export class RecentRows {
  #from: LogPlace;
  #head: LogPlace;
  #rows: LoggedRow[] = [];

  /** @param head the place at which the first poll begins */
  constructor(head: LogPlace) {
    this.#from = head;
    this.#head = head;
  }

  /** The place up to which all was read. */
  get head(): LogPlace {
    return this.#head;
  }

  add({ rows, through }: LogPart): void {
    this.#rows.push(...rows);
    this.#head = through;
    const dropped = this.#rows.splice(0, Math.max(0, this.#rows.length - MAX_ROWS)).at(-1);
    if (dropped) this.#from = dropped.place;
  }

  /** Drops all rows: followers that have not had them read them from the database. */
  forget(): void {
    this.#rows = [];
    this.#from = this.#head;
  }

  /** The rows after a place; undefined if they are not all here. */
  after(place: LogPlace): readonly LoggedRow[] | undefined {
    if (comparePlaces(place, this.#from) < 0) return undefined;
    const at = this.#rows.findIndex((row) => comparePlaces(row.place, place) > 0);
    return at < 0 ? [] : this.#rows.slice(at);
  }
}
