/** The readings of the system clock and of a monotonic clock at one moment, in milliseconds. */
export interface Readings {
  readonly clock: number;
  readonly monotonic: number;
}

/** Two clocks can drift apart by seconds a day, so they are compared over at most this time. */
const COMPARED_MILLISECONDS = 3_600_000;

/**
 * Detects jumps of the system clock by comparing it with the monotonic one. Many small jumps within an hour count as
 * one.
 */
export class Jumps {
  readonly #maxMilliseconds: number;
  #from: Readings;

  constructor(from: Readings, maxMilliseconds: number) {
    this.#from = from;
    this.#maxMilliseconds = maxMilliseconds;
  }

  /** @returns the milliseconds by which the clock has jumped, negative for a jump back; 0 without a jump */
  detect(at: Readings): number {
    const passed = at.monotonic - this.#from.monotonic;
    const jump = at.clock - this.#from.clock - passed;
    const hasJumped = Math.abs(jump) > this.#maxMilliseconds;
    if (hasJumped || passed > COMPARED_MILLISECONDS) this.#from = at;
    return hasJumped ? jump : 0;
  }
}
