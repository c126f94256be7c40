import { LRUCache } from 'lru-cache';
import { KmsError, NonceUsedError } from '#domain/errors.ts';
import type { Principal } from '#domain/policy.ts';
import type { Reader } from '#store/store.ts';
import type { Rows } from '#store/tables.ts';
import { hashToken } from './one-time-token.ts';

/** How far a request's clock may be from ours, either way. */
export const SKEW_MILLISECONDS = 15 * 60_000;

/**
 * Beyond this many within half an hour the oldest are forgotten here. Writes and uses are still refused: their
 * nonces are durable (store/batch.ts); a read that is replayed tells an attacker nothing new.
 */
const MAX_REMEMBERED = 200_000;
const PAGE_ROWS = 5_000;
const LOADED = { accessKeyId: true, hash: true, expiresAt: true } as const;

interface NonceOptions {
  /** How far a server's clock may be from the database's, by which nonces are swept. */
  readonly maxClockSkewMilliseconds: number;
  /** Nonces that expired up to here may have been removed, by whichever clock. */
  readonly sweptTo: () => number;
}

/** The nonces of verified signatures, in memory. Waiting for a durable row per call would cap reads at a fifth of their rate. */
export class Nonces {
  /** When each expires. The cache has no times of its own: a clock that jumps must not make it forget. */
  readonly #seen = new LRUCache<string, number>({ max: MAX_REMEMBERED });
  readonly #lifetimeMilliseconds: number;
  readonly #sweptTo: () => number;
  #expiredBefore = Number.NEGATIVE_INFINITY;

  /**
   * A nonce lives until its request is too old for every replica: a request is accepted for 15 minutes by the clock of
   * one that may be behind the database's, while the one that sweeps may have read a time that is ahead of it.
   */
  constructor({ maxClockSkewMilliseconds, sweptTo }: NonceOptions) {
    this.#lifetimeMilliseconds = SKEW_MILLISECONDS + 2 * maxClockSkewMilliseconds;
    this.#sweptTo = sweptTo;
  }

  /** Loads the nonces of before a restart, the newest of them if there are too many. Page by page: all at once took 300 MB. */
  async load(db: Reader): Promise<void> {
    const count = await db.nonce.count();
    for (let skip = Math.max(0, count - MAX_REMEMBERED); skip < count; skip += PAGE_ROWS) {
      const rows = await db.nonce.findMany({
        select: LOADED,
        orderBy: { expiresAt: 'asc' },
        skip,
        take: PAGE_ROWS,
      });
      for (const { accessKeyId, hash, expiresAt } of rows)
        this.#seen.set(nameOf(accessKeyId, hash), expiresAt.getTime());
    }
  }

  /**
   * Remembers a nonce until its request is too old to be accepted. Call it once the signature has been
   * verified, never before: strangers must not use up other people's nonces.
   * @returns the row that makes it durable @throws NonceUsedError, KmsError `InvalidTimeStamp.Expired`
   */
  remember({ accountId, accessKeyId }: Principal, nonce: string, requestTime: Date): Rows['nonce'] {
    const hash = hashToken(nonce);
    const name = nameOf(accessKeyId, hash);
    const expiresAt = requestTime.getTime() + this.#lifetimeMilliseconds;
    if (expiresAt <= this.#sweptTo()) throw new SweptTimeError();
    const seen = this.#seen.get(name);
    if (seen !== undefined && seen >= this.#expiredBefore) throw new NonceUsedError();
    this.#seen.set(name, expiresAt);
    return { accountId, accessKeyId, hash, expiresAt: new Date(expiresAt) };
  }

  /** Forgets the nonces that expired before a moment, as the database does. */
  forget(before: Date): void {
    this.#expiredBefore = before.getTime();
  }
}

const nameOf = (accessKeyId: string, hash: string): string => `${accessKeyId} ${hash}`;

/** In time only since the clock of the server was put back: whether it was answered before, nobody knows any more. */
class SweptTimeError extends KmsError {
  constructor() {
    super(
      'InvalidTimeStamp.Expired',
      'Specified time stamp or date value is expired. The clock of the server was put back, and requests of this time may have been answered already.',
    );
  }
}
