import { LRUCache } from 'lru-cache';
import { ThrottlingError } from '#domain/errors.ts';
import type { QuotaPool, QuotaValues } from '#domain/quotas.ts';

/** A window of a second: lru-cache drops an entry that is older than this. */
const TTL_MILLISECONDS = 999;
/** Pairs of account and pool that are counted at the same time. Above it the oldest count begins again. */
const MAX_COUNTS = 10_000;

/**
 * Counts the requests of each account in each pool, for one replica. A window of one second begins with the first
 * request after the last window. Counting is synchronous: without quotas a request waits for nothing, and of two
 * requests at the same time one gets the last place.
 */
export class Quotas {
  readonly #values: QuotaValues;
  readonly #counts: LRUCache<string, number>;

  /** @param monotonic milliseconds of a clock that is never set */
  constructor(values: QuotaValues, monotonic: () => number = () => performance.now()) {
    this.#values = values;
    this.#counts = new LRUCache({
      max: MAX_COUNTS,
      ttl: TTL_MILLISECONDS,
      ttlResolution: 0,
      noUpdateTTL: true, // the window ends a second after its first request
      perf: { now: monotonic },
    });
  }

  /** Counts a request. @throws ThrottlingError if the account has used up its quota in this window */
  take(accountId: string, pool: QuotaPool): void {
    const value = this.#values[pool];
    if (value === undefined) return;
    const name = `${pool} ${accountId}`;
    const count = this.#counts.get(name) ?? 0;
    if (count >= value) {
      const milliseconds = Math.floor(this.#counts.getRemainingTTL(name)) + 1;
      throw new ThrottlingError(
        milliseconds,
        `An account can make ${value} requests a second to operations of the pool ${pool}; try again in ${milliseconds} milliseconds.`,
      );
    }
    this.#counts.set(name, count + 1);
  }
}
