import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { KmsError } from '#domain/errors.ts';
import { networkOf } from '#http/client.ts';

/** What somebody tries to guess, and how many failures a minute are a person's mistakes. */
const FAILURES_PER_MINUTE = {
  /** The secret of an access key that there is: counted by address and access key. */
  secret: 10,
  /** The same, by a pair that has succeeded within the last day: a neighbour behind its address, or a setting that is wrong now. */
  knownSecret: 1_000,
  /** An access key id that there is not: counted by address, since ids cost an attacker nothing. */
  accessKeyId: 50,
  signInLink: 20,
  metricsToken: 20,
} as const;
type Counted = keyof typeof FAILURES_PER_MINUTE;
export type Guessed = Exclude<Counted, 'knownSecret'>;

const FIRST_BLOCK_SECONDS = 30;
const MAX_BLOCK_SECONDS = 900;
/** Blocks within an hour of each other double. */
const MEMORY_SECONDS = 3_600;
const DAY_MILLISECONDS = 86_400_000;
/** More are forgotten, the oldest first: an attacker with many addresses must not fill the memory. */
const MAX_COUNTS = 10_000;

/** Too many failed attempts. The caller is told when to try again. */
export class TooManyAttemptsError extends KmsError {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(
      'Throttling.User',
      `Request was denied due to user flow control. Too many attempts failed: try again in ${retryAfterSeconds} seconds.`,
    );
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface Attempt {
  readonly guessed: Guessed;
  /** An IPv4 or IPv6 address. */
  readonly address: string;
  readonly accessKeyId?: string | undefined;
}

/**
 * Slows guessing down, for one replica. A pair of address and access key that has succeeded within the last day has a count
 * of its own, and its right secret is always let in: neither a neighbour behind the same address nor a stranger who knows
 * the id can lock its owner out.
 */
export class GuessLimiter {
  readonly #counts: Readonly<Record<Counted, RateLimiterMemory>> = {
    secret: counterOf('secret'),
    knownSecret: counterOf('knownSecret'),
    accessKeyId: counterOf('accessKeyId'),
    signInLink: counterOf('signInLink'),
    metricsToken: counterOf('metricsToken'),
  };
  readonly #blocks = new RateLimiterMemory({
    points: Number.MAX_SAFE_INTEGER,
    duration: MEMORY_SECONDS,
  });
  readonly #succeeded: LRUCache<string, true>;
  readonly #tracked = new LRUCache<string, Counted>({
    max: MAX_COUNTS,
    dispose: (counted, key) => {
      this.#counts[counted].delete(key);
      this.#blocks.delete(key);
    },
  });

  readonly #report: (attempt: Attempt) => void;

  /** @param report takes each attempt that failed */
  constructor(clock: () => Date, report: (attempt: Attempt) => void = () => {}) {
    this.#report = report;
    this.#succeeded = new LRUCache({
      max: MAX_COUNTS,
      ttl: DAY_MILLISECONDS,
      perf: { now: () => clock().getTime() },
    });
  }

  /** Before a secret is looked at. @throws TooManyAttemptsError where too many attempts failed, unless the pair has succeeded before */
  async check(attempt: Attempt): Promise<void> {
    const { counted, key } = this.#countOf(attempt);
    if (counted === 'knownSecret') return;
    const seconds = await this.#blockedSeconds(counted, key);
    if (seconds > 0) throw new TooManyAttemptsError(seconds);
  }

  /** Counts a failed attempt. @throws TooManyAttemptsError where there have been too many by now */
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

  succeeded(attempt: Attempt): void {
    this.#succeeded.set(pairOf(attempt), true);
  }

  /** Which count an attempt goes into, and under which name. */
  #countOf(attempt: Attempt): { readonly counted: Counted; readonly key: string } {
    const { guessed, address } = attempt;
    if (guessed !== 'secret') return { counted: guessed, key: `${guessed} ${networkOf(address)}` };
    const pair = pairOf(attempt);
    const counted = this.#succeeded.has(pair) ? 'knownSecret' : 'secret';
    return { counted, key: `${counted} ${pair}` };
  }

  async #blockedSeconds(counted: Counted, key: string): Promise<number> {
    const count = await this.#counts[counted].get(key);
    if (!count || count.consumedPoints <= FAILURES_PER_MINUTE[counted]) return 0;
    return Math.max(1, Math.ceil(count.msBeforeNext / 1_000));
  }
}

const counterOf = (counted: Counted) =>
  new RateLimiterMemory({ points: FAILURES_PER_MINUTE[counted], duration: 60 });
const pairOf = ({ address, accessKeyId = '' }: Attempt): string =>
  `${networkOf(address)} ${accessKeyId}`;
