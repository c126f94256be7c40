import { LRUCache } from 'lru-cache';
import { NonceUsedError } from '#domain/errors.ts';
import type { Principal } from '#domain/policy.ts';
import type { Rows } from '#store/tables.ts';
import { hashToken } from './one-time-token.ts';

/** How far a request's clock may be from ours, either way. */
export const SKEW_MILLISECONDS = 15 * 60_000;

/**
 * Beyond this many within half an hour the oldest are forgotten here. Writes and uses are still refused: their
 * nonces are durable (store/batch.ts); a read that is replayed gives its taker nothing new.
 */
const REMEMBERED = 200_000;

/** The nonces of verified signatures, in memory. A durable row per call would cap reads at a fifth of their rate. */
export class Nonces {
  readonly #seen: LRUCache<string, true>;

  constructor(clock: () => Date) {
    this.#seen = new LRUCache({ max: REMEMBERED, ttl: 2 * SKEW_MILLISECONDS, perf: { now: () => clock().getTime() } });
  }

  /**
   * Remembers a nonce until its request is too old to be accepted. Call it once the signature has been
   * verified, never before: strangers must not use up other people's nonces.
   * @returns the row that makes it durable @throws NonceUsedError
   */
  remember({ accountId, accessKeyId }: Principal, nonce: string, requestTime: Date): Rows['nonce'] {
    const hash = hashToken(nonce);
    const name = `${accessKeyId} ${hash}`;
    if (this.#seen.has(name)) throw new NonceUsedError();
    this.#seen.set(name, true);
    return { accountId, accessKeyId, hash, expiresAt: new Date(requestTime.getTime() + SKEW_MILLISECONDS) };
  }
}
