/** The readings of a clock that may be set, and of one that nobody sets, at one moment; both in milliseconds. */
export interface Readings {
  readonly clock: number;
  readonly monotonic: number;
}

/** Clocks may drift apart by seconds a day: what they show is compared over this time at most. */
const COMPARED_MILLISECONDS = 3_600_000;

/** Tells jumps of a clock, by comparing it with the monotonic one. Many small ones within an hour count as one. */
export class Jumps {
  readonly #maxMilliseconds: number;
  #from: Readings;

  constructor(from: Readings, maxMilliseconds: number) {
    this.#from = from;
    this.#maxMilliseconds = maxMilliseconds;
  }

  /** @returns by how many milliseconds the clock has jumped, either way; 0 where it has not */
  look(at: Readings): number {
    const passed = at.monotonic - this.#from.monotonic;
    const jump = at.clock - this.#from.clock - passed;
    const hasJumped = Math.abs(jump) > this.#maxMilliseconds;
    if (hasJumped || passed > COMPARED_MILLISECONDS) this.#from = at;
    return hasJumped ? jump : 0;
  }
}
