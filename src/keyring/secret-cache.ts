import { LRUCache } from 'lru-cache';

/** The bounds of a cache. */
export interface SecretCacheOptions {
  /** Most entries. */
  readonly max: number;
  /** How long an entry lives. */
  readonly milliseconds: number;
}

/** The use of a cache since the start, for the metrics. */
export interface CacheStats {
  readonly entries: number;
  readonly hits: number;
  readonly misses: number;
}

/**
 * A bounded cache of unwrapped secrets. An entry is zeroed when it is removed. Only synchronous work gets a secret, so
 * that no secret is zeroed, by its age or by `drop`, while it is in use.
 */
export class SecretCache<V extends object> {
  readonly #cache: LRUCache<string, V>;
  readonly #zero: (value: V) => void;
  #drops = 0;
  #hits = 0;
  #misses = 0;

  constructor({ max, milliseconds }: SecretCacheOptions, zero: (value: V) => void) {
    this.#zero = zero;
    // ttlAutopurge zeroes a secret on time, not at its next use. Without `perf` the library would keep the clock that
    // it found when it was loaded, and tests could not replace the clock.
    const perf = { now: () => performance.now() };
    this.#cache = new LRUCache({ max, ttl: milliseconds, ttlAutopurge: true, perf, dispose: zero });
  }

  /**
   * Runs `work` with a secret.
   * @param load unwraps the secret when it is not cached; undefined where it does not exist
   */
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
    // The loaded secret can be older than a drop: a key that was disabled meanwhile must not be cached again.
    const existing = this.#cache.get(name);
    if (loaded && (existing || drops !== this.#drops)) {
      this.#zero(loaded);
      return this.use(name, load, work);
    }
    if (!loaded) return work(undefined);
    this.#cache.set(name, loaded);
    return work(loaded);
  }

  /** An entry, not counted as a use. Its secret may be zeroed at any time: read only what is not secret. */
  peek(name: string): V | undefined {
    return this.#cache.peek(name);
  }

  /** Loads a secret again and puts it in place of the old one, unless secrets were dropped meanwhile. */
  async refresh(name: string, load: () => Promise<V | undefined>): Promise<void> {
    const drops = this.#drops;
    const loaded = await load();
    if (drops !== this.#drops) {
      if (loaded) this.#zero(loaded);
    } else if (loaded) this.#cache.set(name, loaded);
    else this.#cache.delete(name);
  }

  /** Zeroes and removes one secret that is outdated. Others that are being loaded are not affected. */
  forget(name: string, value: V): void {
    if (this.#cache.peek(name) === value) this.#cache.delete(name);
  }

  /** Zeroes and removes the matching secrets. */
  drop(matches: (value: V, name: string) => boolean): void {
    this.#drops += 1;
    for (const [name, value] of [...this.#cache.entries()])
      if (matches(value, name)) this.#cache.delete(name);
  }

  /** Counts for the metrics. */
  stats(): CacheStats {
    return { entries: this.#cache.size, hits: this.#hits, misses: this.#misses };
  }

  /** Zeroes and removes all secrets. */
  clear(): void {
    this.drop(() => true);
  }
}
