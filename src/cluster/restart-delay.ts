/** A worker that served for less has not lived long. */
const SHORT_LIFE_MILLISECONDS = 60_000;
const FIRST_MILLISECONDS = 100;
const MAX_MILLISECONDS = 30_000;

/** Delays of the restarts of one worker: short at first, and longer while it keeps ending. */
export class RestartDelay {
  #restarts = 0;

  /** @param lifeMilliseconds how long the worker served */
  next(lifeMilliseconds: number): number {
    if (lifeMilliseconds >= SHORT_LIFE_MILLISECONDS) this.#restarts = 0;
    const delay = Math.min(MAX_MILLISECONDS, FIRST_MILLISECONDS * 2 ** this.#restarts);
    this.#restarts += 1;
    return delay;
  }
}
