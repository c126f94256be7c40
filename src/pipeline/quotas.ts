import { LRUCache } from 'lru-cache';
import { ThrottlingError } from '#domain/errors.ts';
import type { QuotaPool, QuotaValues } from '#domain/quotas.ts';

/** lru-cache drops an entry that is older than this. The window of a quota below one request a second is longer. */
const ttlOf = (value: number): number => Math.max(1_000, Math.round(1_000 / value)) - 1;
/** Pairs of account and pool that are counted at the same time. Above it the oldest count begins again. */
const MAX_COUNTS = 10_000;

/**
 * Counts the requests of each account in each pool, for one replica. A window of one second begins with the first
 * request after the last window. A quota of, say, 0.5 allows one request in a window of two seconds. Counting is synchronous: without quotas a request waits for nothing, and of two
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
      ttl: ttlOf(1),
      ttlResolution: 0,
      noUpdateTTL: true, // the window ends a second after its first request
      perf: { now: monotonic },
    });
  }

  /** What an account can still do in a pool. Null: the pool has no quota, so nothing is counted. */
  stateOf(
    accountId: string,
    pool: QuotaPool,
  ): { readonly requestsPerSecond: number | null; readonly used: number | null } {
    const requestsPerSecond = this.#values[pool] ?? null;
    const used =
      requestsPerSecond === null ? null : (this.#counts.get(`${pool} ${accountId}`) ?? 0);
    return { requestsPerSecond, used };
  }

  /** Counts a request. @throws ThrottlingError if the account has used up its quota in this window */
  take(accountId: string, pool: QuotaPool): void {
    const value = this.#values[pool];
    if (value === undefined) return;
    const name = `${pool} ${accountId}`;
    const count = this.#counts.get(name) ?? 0;
    if (count >= Math.max(1, value)) {
      const milliseconds = Math.floor(this.#counts.getRemainingTTL(name)) + 1;
      throw new ThrottlingError(
        milliseconds,
        `An account can make ${rateOf(value)} to operations of the pool ${pool}; try again in ${milliseconds} milliseconds.`,
      );
    }
    this.#counts.set(name, count + 1, { ttl: ttlOf(value) });
  }
}

const rateOf = (value: number): string =>
  value < 1 ? `1 request in ${Math.round(1 / value)} seconds` : `${value} requests a second`;
