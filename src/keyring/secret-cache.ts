import { LRUCache } from 'lru-cache';

export interface SecretCacheOptions {
  readonly max: number;
  readonly milliseconds: number;
}

/** How a cache has served, for the metrics. */
export interface CacheStats {
  readonly entries: number;
  readonly hits: number;
  readonly misses: number;
}

/**
 * Secrets that were opened at some cost, for a while and in a bounded number; zeroed when they go. They are lent to
 * synchronous work alone, so that none is zeroed, by time or by `drop`, while somebody computes with it.
 */
export class SecretCache<V extends object> {
  readonly #cache: LRUCache<string, V>;
  readonly #zero: (value: V) => void;
  #drops = 0;
  #hits = 0;
  #misses = 0;

  constructor({ max, milliseconds }: SecretCacheOptions, zero: (value: V) => void) {
    this.#zero = zero;
    // Purged on time, not when next looked at; by the clock as it is, where the library would keep its own hold of one.
    const perf = { now: () => performance.now() };
    this.#cache = new LRUCache({ max, ttl: milliseconds, ttlAutopurge: true, perf, dispose: zero });
  }

  /** Lends the secret of this name to `work`; `load` opens it first where it is not at hand, or says that there is none. */
  async use<T>(
    name: string,
    load: () => Promise<V | undefined>,
    work: (value: V | undefined) => T,
  ): Promise<T> {
    const cached = this.#cache.get(name);
    if (cached) {
      this.#hits += 1;
      return work(cached);
    }
    this.#misses += 1;
    const drops = this.#drops;
    const loaded = await load();
    // What was loaded may be older than a drop: a key that was disabled meanwhile must not come back to life.
    const raced = this.#cache.get(name);
    if (loaded && (raced || drops !== this.#drops)) {
      this.#zero(loaded);
      return this.use(name, load, work);
    }
    if (!loaded) return work(undefined);
    this.#cache.set(name, loaded);
    return work(loaded);
  }

  /** Zeroes the secrets that a test picks, at once. */
  drop(picks: (value: V, name: string) => boolean): void {
    this.#drops += 1;
    for (const [name, value] of [...this.#cache.entries()])
      if (picks(value, name)) this.#cache.delete(name);
  }

  stats(): CacheStats {
    return { entries: this.#cache.size, hits: this.#hits, misses: this.#misses };
  }

  clear(): void {
    this.drop(() => true);
  }
}
