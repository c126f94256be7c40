/**
 * Lets one caller read what many want at the same time. The others wait, and then look at what was read: a read that began
 * before they came may be older than what they have to see, so they check it.
 */
export class Turns {
  readonly #running = new Map<string, Promise<unknown>>();

  /** Resolves when a read that runs now ends, however it ends; undefined: none runs. */
  running(name: string): Promise<void> | undefined {
    return this.#running.get(name)?.then(
      () => {},
      () => {},
    );
  }

  /** Runs a read. Call it only if none runs. */
  async run<T>(name: string, read: () => Promise<T>): Promise<T> {
    const running = read();
    this.#running.set(name, running);
    try {
      return await running;
    } finally {
      this.#running.delete(name);
    }
  }
}
