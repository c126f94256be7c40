import { KmsError, NonceUsedError } from '#domain/errors.ts';
import { hashToken } from '#domain/hash-token.ts';
import type { Principal } from '#domain/principal.ts';
import type { Store } from '#store/store.ts';
import type { Rows } from '#store/tables.ts';

/** How far the time of a request may be from the server's clock, in the past or the future. */
export const SKEW_MILLISECONDS = 15 * 60_000;

/**
 * Above this number, within half an hour, the older half is dropped from memory. A replayed write or
 * use of a key is still refused, because its nonce is in the database; a replayed read tells an
 * attacker nothing new.
 */
const MAX_REMEMBERED = 200_000;

interface NonceOptions {
  /**
   * How far the clock of a server may be from that of the database, which decides when nonces are
   * swept.
   */
  readonly maxClockSkewMilliseconds: number;
  /** Nonces that expired before this time (ms) may have been removed already. */
  readonly sweptTo: () => number;
}

/**
 * The nonces of verified signatures, in memory. To wait for a durable row at each read would cost
 * four fifths of the rate.
 */
export class Nonces {
  /**
   * In two halves, of which the older one is dropped as a whole: to drop single entries would cost as
   * much as to add them, at each request. Nothing is dropped by its expiry: a clock that jumps must not remove nonces.
   */
  #newer = new RememberedNonces();
  #older = new RememberedNonces();
  readonly #lifetimeMilliseconds: number;
  readonly #sweptTo: () => number;
  #expiredBefore = Number.NEGATIVE_INFINITY;

  /**
   * A nonce is kept until every replica refuses its request as too old. A replica accepts a request
   * for 15 minutes by its own clock, which may be behind the database's; the time used for sweeping
   * may be ahead of it.
   */
  constructor({ maxClockSkewMilliseconds, sweptTo }: NonceOptions) {
    this.#lifetimeMilliseconds = SKEW_MILLISECONDS + 2 * maxClockSkewMilliseconds;
    this.#sweptTo = sweptTo;
  }

  /** Loads the nonces from before a restart, the newest if there are too many. @throws ServiceUnavailableError */
  load(store: Pick<Store, 'recentNonces'>): Promise<void> {
    return store.recentNonces(MAX_REMEMBERED, ({ accessKeyId, hash, expiresAt }) =>
      this.#add(accessKeyId, hash, expiresAt),
    );
  }

  /**
   * Remembers a nonce until its request is too old to be accepted. Call it only after the signature
   * is verified: otherwise strangers could use up the nonces of others.
   * @returns the row that makes it durable
   * @throws NonceUsedError, KmsError `InvalidTimeStamp.Expired`
   */
  remember(
    { accountId, credential: { id: accessKeyId } }: Pick<Principal, 'accountId' | 'credential'>,
    nonce: string,
    requestTime: Date,
  ): Rows['nonce'] {
    const hash = hashToken(nonce);
    const expiresAt = requestTime.getTime() + this.#lifetimeMilliseconds;
    if (expiresAt <= this.#sweptTo()) throw new SweptTimeError();
    const seen = this.#newer.expiryOf(accessKeyId, hash) ?? this.#older.expiryOf(accessKeyId, hash);
    if (seen !== undefined && seen >= this.#expiredBefore) throw new NonceUsedError();
    this.#add(accessKeyId, hash, expiresAt);
    return { accountId, accessKeyId, hash, expiresAt: new Date(expiresAt) };
  }

  #add(accessKeyId: string, hash: string, expiresAt: number): void {
    if (this.#newer.size >= MAX_REMEMBERED / 2) {
      this.#older = this.#newer;
      this.#newer = new RememberedNonces();
    }
    this.#newer.add(accessKeyId, hash, expiresAt);
  }

  /**
   * Ignores nonces that expired before this time from now on, as the sweep removes them from the
   * database.
   */
  ignoreExpired(before: Date): void {
    this.#expiredBefore = before.getTime();
  }
}

/** Nonces, by access key: names of both would be twice as large. */
class RememberedNonces {
  readonly #byAccessKey = new Map<string, Map<string, number>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Milliseconds, less than a second too late; undefined for a nonce that is not here. */
  expiryOf(accessKeyId: string, hash: string): number | undefined {
    const seconds = this.#byAccessKey.get(accessKeyId)?.get(hash);
    return seconds === undefined ? undefined : seconds * 1_000;
  }

  add(accessKeyId: string, hash: string, expiresAt: number): void {
    let nonces = this.#byAccessKey.get(accessKeyId);
    if (!nonces) {
      nonces = new Map();
      this.#byAccessKey.set(accessKeyId, nonces);
    }
    nonces.set(hash, Math.ceil(expiresAt / 1_000)); // V8 keeps whole numbers of 31 bits in the map itself
    this.#size += 1;
  }
}

/**
 * The time is valid only because the server's clock was set back. Its nonce may be swept, so the
 * request may be a replay.
 */
class SweptTimeError extends KmsError {
  constructor() {
    super(
      'InvalidTimeStamp.Expired',
      'Specified time stamp or date value is expired. The clock of the server was set back, so it cannot tell whether this request was answered before. Sign it again with the current time.',
    );
  }
}
