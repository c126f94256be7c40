import { LRUCache } from 'lru-cache';
import { type Epochs, type Freshness, freshnessOf } from './freshness.ts';
import { Turns } from './turns.ts';

/** What was read of an account's identities, and when. */
interface Fresh {
  readonly freshness: Freshness;
}

/** Keeps what was read of identities. Each use checks that nothing of the account's identities has changed since. */
export class FreshCache<Value extends Fresh> {
  readonly #epochs: Epochs;
  readonly #turns = new Turns();
  readonly #cache: LRUCache<string, Value>;

  /** @param max values that are kept */
  constructor(epochs: Epochs, max: number) {
    this.#epochs = epochs;
    this.#cache = new LRUCache({ max });
  }

  has(name: string): boolean {
    return this.#cache.has(name);
  }

  /**
   * The value of this name, read again if anything of its account's identities has changed.
   * @param load undefined: there is none. Its freshness begins before its first read.
   * @throws ServiceUnavailableError
   */
  async find(name: string, load: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const read = async () => {
      const value = await load();
      if (value) this.#cache.set(name, value);
      else this.#cache.delete(name);
      return value;
    };
    for (;;) {
      const cached = this.#cache.get(name);
      const freshness = cached ? await freshnessOf(this.#epochs, cached.freshness) : 'outdated';
      if (freshness === 'aging' && !this.#turns.running(name))
        this.#turns.run(name, read).catch(() => {}); // the store reports that the database failed
      if (freshness !== 'outdated') return cached;
      const running = this.#turns.running(name);
      if (!running) return this.#turns.run(name, read);
      await running;
    }
  }
}
