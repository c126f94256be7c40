import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { KmsError } from '#domain/errors.ts';
import { networkOf } from '#http/client.ts';

/** Kinds of secrets that can be guessed, and how many failures a minute are allowed. */
const FAILURES_PER_MINUTE = {
  /** Secret of an existing access key: counted by address and access key. */
  secret: 10,
  /**
   * The same, if address and access key were right together within the last day: failures then come
   * from another client behind that address, or from a client whose configuration is now wrong.
   */
  knownSecret: 1_000,
  /**
   * Unknown access key id: counted by address, because an attacker can make up any number of ids.
   */
  accessKeyId: 50,
  /**
   * API token with a right checksum that does not exist: counted by address. Nobody guesses 178 random bits, so this limits
   * only the work of looking them up, and one program with a deleted token must not stop others at its address.
   */
  apiToken: 1_000,
  signInLink: 20,
  /** Code that an OpenID Connect issuer does not accept: counted by address. */
  signInCode: 20,
  metricsToken: 20,
} as const;
type Counted = keyof typeof FAILURES_PER_MINUTE;
/** What an attempt tries to guess. */
export type Guessed = Exclude<Counted, 'knownSecret'>;

const FIRST_BLOCK_SECONDS = 30;
const MAX_BLOCK_SECONDS = 900;
/** A block within an hour of the last one is twice as long. */
const BLOCK_MEMORY_SECONDS = 3_600;
const DAY_MILLISECONDS = 86_400_000;
/**
 * Limits the memory that an attacker with many addresses can use. Above it the oldest counts are
 * dropped.
 */
const MAX_COUNTS = 10_000;

/** Too many failed attempts. */
export class TooManyAttemptsError extends KmsError {
  /** Time until the next attempt is allowed. */
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(
      'Throttling.User',
      `Request was denied due to user flow control. Too many attempts failed. Try again in ${retryAfterSeconds} seconds.`,
    );
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** One attempt to authenticate. */
export interface Attempt {
  readonly guessed: Guessed;
  /** An IPv4 or IPv6 address. */
  readonly address: string;
  readonly accessKeyId?: string | undefined;
}

/** An authentication that failed, for metrics. `signIn`: nothing was guessed; the issuer or the settings refused the person. */
export interface FailedAuthentication extends Omit<Attempt, 'guessed'> {
  readonly guessed: Guessed | 'signIn';
}

/**
 * Limits guesses, for one process. A pair of address and access key that succeeded within the last
 * day has a higher limit, and its right secret is always accepted: neither another client behind
 * the same address nor a stranger who knows the id can lock out the owner.
 */
export class GuessLimiter {
  readonly #counts: Readonly<Record<Counted, RateLimiterMemory>>;
  readonly #blocks = new RateLimiterMemory({
    points: Number.MAX_SAFE_INTEGER,
    duration: BLOCK_MEMORY_SECONDS,
  });
  readonly #succeeded: LRUCache<string, true>;
  readonly #tracked = new LRUCache<string, Counted>({
    max: MAX_COUNTS,
    dispose: (counted, key) => {
      this.#counts[counted].delete(key);
      this.#blocks.delete(key);
    },
  });

  readonly #report: (failed: FailedAuthentication) => void;

  /**
   * @param report called for each failed authentication
   * @param workers the number of limiters that share the limits
   */
  constructor(
    clock: () => Date,
    report: (failed: FailedAuthentication) => void = () => {},
    workers = 1,
  ) {
    this.#report = report;
    const counters = Object.entries(FAILURES_PER_MINUTE).map(
      ([counted, failures]) => [counted, counterOf(failures, workers)] as const,
    );
    this.#counts = Object.fromEntries(counters) as Record<Counted, RateLimiterMemory>;
    this.#succeeded = new LRUCache({
      max: MAX_COUNTS,
      ttl: DAY_MILLISECONDS,
      perf: { now: () => clock().getTime() },
    });
  }

  /**
   * Whether `check` accepts an attempt without looking its count up: no failure is counted, or none
   * that could block it.
   */
  isClear(attempt: Attempt): boolean {
    const { counted, key } = this.#countOf(attempt);
    return counted === 'knownSecret' || !this.#tracked.has(key);
  }

  /**
   * Call before a secret is compared.
   * @throws TooManyAttemptsError after too many failures, unless the pair succeeded before
   */
  async check(attempt: Attempt): Promise<void> {
    if (this.isClear(attempt)) return;
    const { counted, key } = this.#countOf(attempt);
    const seconds = await this.#blockedSeconds(counted, key);
    if (seconds > 0) throw new TooManyAttemptsError(seconds);
  }

  /** Counts a failed attempt. @throws TooManyAttemptsError if this failure is one too many */
  async failed(attempt: Attempt): Promise<void> {
    this.#report(attempt);
    const { counted, key } = this.#countOf(attempt);
    this.#tracked.set(key, counted);
    const blocked = await this.#blockedSeconds(counted, key);
    if (blocked > 0) throw new TooManyAttemptsError(blocked);
    try {
      await this.#counts[counted].consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const { consumedPoints } = await this.#blocks.consume(key);
      const seconds = Math.min(MAX_BLOCK_SECONDS, FIRST_BLOCK_SECONDS * 2 ** (consumedPoints - 1));
      await this.#counts[counted].block(key, seconds);
      throw new TooManyAttemptsError(seconds);
    }
  }

  /** Reports a sign-in that the issuer or the settings refused. It guessed nothing, so it locks nobody out. */
  signInRefused(address: string): void {
    this.#report({ guessed: 'signIn', address });
  }

  /** Call after the right secret: for a day the pair has the higher limit. */
  succeeded(attempt: Attempt): void {
    this.#succeeded.set(pairOf(attempt), true);
  }

  /** The counter of an attempt, and its key there. */
  #countOf(attempt: Attempt): { readonly counted: Counted; readonly key: string } {
    const { guessed, address } = attempt;
    if (guessed !== 'secret') return { counted: guessed, key: `${guessed} ${networkOf(address)}` };
    const pair = pairOf(attempt);
    const counted = this.#succeeded.has(pair) ? 'knownSecret' : 'secret';
    return { counted, key: `${counted} ${pair}` };
  }

  async #blockedSeconds(counted: Counted, key: string): Promise<number> {
    const count = await this.#counts[counted].get(key);
    if (!count || count.consumedPoints <= this.#counts[counted].points) return 0;
    return Math.max(1, Math.ceil(count.msBeforeNext / 1_000));
  }
}

/** The share of one worker. Where that is less than one failure a minute, it is one in several minutes. */
const counterOf = (failures: number, workers: number): RateLimiterMemory =>
  new RateLimiterMemory({
    points: Math.max(1, Math.floor(failures / workers)),
    duration: 60 * Math.ceil(workers / failures),
  });
const pairOf = ({ address, accessKeyId = '' }: Attempt): string =>
  `${networkOf(address)} ${accessKeyId}`;
