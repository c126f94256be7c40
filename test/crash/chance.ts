/** Chance that can be had again: the same seed gives the same numbers (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0, inclusive, to 1, exclusive. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer, both bounds inclusive. */
  between(least: number, most: number): number {
    return least + Math.floor(this.#next() * (most - least + 1));
  }

  oneIn(chances: number): boolean {
    return this.between(1, chances) === 1;
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[this.between(0, list.length - 1)];
  }

  /** One of a table whose rows say how often each comes. */
  weighted<T>(table: readonly (readonly [T, number])[]): T {
    let rest = this.between(
      1,
      table.reduce((sum, [, weight]) => sum + weight, 0),
    );
    for (const [item, weight] of table) {
      rest -= weight;
      if (rest <= 0) return item;
    }
    throw new Error('an empty table');
  }

  /** A generator of its own for each caller: what one does then hangs on no other's haste. */
  fork(): Chance {
    return new Chance(this.between(0, 2 ** 32 - 1));
  }
}
