/** One row to find, by the values of its unique columns. */
export interface Query<Name extends string> {
  readonly name: Name;
  readonly values: readonly string[];
}

/** Reads the rows of all queries at once. @returns in their order, null for a row that does not exist */
export type ReadRows<Name extends string> = (
  queries: readonly Query<Name>[],
) => Promise<readonly (object | null)[]>;

interface Waiting<Name extends string> extends PromiseWithResolvers<object | null> {
  readonly query: Query<Name>;
}

/**
 * Collects the queries of one turn of the event loop, each row once, and reads them together. While the most reads are
 * running, queries wait for the next one: none gets the answer of a read that had begun before.
 */
export class LookupQueue<Name extends string> {
  readonly #readRows: ReadRows<Name>;
  readonly #maxReads: number;
  #waiting = new Map<string, Waiting<Name>>();
  #reads = 0;
  #isScheduled = false;

  constructor(readRows: ReadRows<Name>, maxReads: number) {
    this.#readRows = readRows;
    this.#maxReads = maxReads;
  }

  find(name: Name, values: readonly string[]): Promise<object | null> {
    const id = `${name} ${values.join(' ')}`; // only the last value can hold a space
    const known = this.#waiting.get(id);
    if (known) return known.promise;
    const waiting = { ...Promise.withResolvers<object | null>(), query: { name, values } };
    this.#waiting.set(id, waiting);
    this.#schedule();
    return waiting.promise;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#reads >= this.#maxReads) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      void this.#readWaiting();
    });
  }

  async #readWaiting(): Promise<void> {
    const batch = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#reads += 1;
    try {
      const rows = await this.#readRows(batch.map(({ query }) => query));
      for (const [at, { resolve }] of batch.entries()) resolve(rows[at] ?? null);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    this.#reads -= 1;
    if (this.#waiting.size > 0) this.#schedule();
  }
}
