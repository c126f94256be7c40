import { IssuerUnavailableError } from './errors.ts';

/** Then it is fetched again before it is used, so that a key that the issuer removed ends. */
const REFRESH_MS = 600_000;
/** After a fetch that failed, the next one is so much later. */
const COOLDOWN_MS = 30_000;
/** Fetches in a minute: tokens with made-up key ids must not make any number of requests to the issuer. */
const MAX_FETCHES = 10;
const MINUTE_MS = 60_000;

interface Attempt {
  readonly startedAt: number;
  failed: boolean;
}

interface Held<T> {
  readonly value: T;
  readonly fetchedAt: number;
}

/**
 * Something that an issuer publishes. What was fetched is used for ten minutes, and longer only while the issuer does not
 * answer, for a limited time. The time is that of the calls.
 */
export class RemoteValue<T> {
  readonly #fetch: (now: Date) => Promise<T>;
  readonly #keepMs: number;
  readonly #report: (error: unknown) => void;
  #held: Held<T> | undefined;
  #last: Attempt | undefined;
  #running: Promise<T> | undefined;
  /** When the fetches of the last minute began. */
  #starts: number[] = [];

  /** @param report called for each fetch that failed */
  constructor(fetch: (now: Date) => Promise<T>, keepMs: number, report: (error: unknown) => void) {
    this.#fetch = fetch;
    this.#keepMs = keepMs;
    this.#report = report;
  }

  /**
   * The value, at most ten minutes old if the issuer answers. While it does not, callers wait for one request every 30
   * seconds, and otherwise get the known value at once.
   * @throws IssuerUnavailableError if the value is not known, or too old
   */
  async get(now: Date): Promise<T> {
    const held = this.#held;
    const age = held ? distance(held.fetchedAt, now) : Infinity;
    if (!held || age >= this.#keepMs) return this.renew(now);
    if (age < REFRESH_MS) return held.value;
    try {
      return await this.renew(now);
    } catch (error) {
      if (error instanceof IssuerUnavailableError) return held.value;
      throw error;
    }
  }

  /** The value as a fetch that runs or begins now returns it. @throws IssuerUnavailableError, also after too many fetches */
  async renew(now: Date): Promise<T> {
    if (this.#running) return this.#running;
    if (this.#last?.failed && distance(this.#last.startedAt, now) < COOLDOWN_MS)
      throw new IssuerUnavailableError('a request failed during the last 30 seconds');
    this.#starts = this.#starts.filter((start) => distance(start, now) < MINUTE_MS);
    if (this.#starts.length >= MAX_FETCHES)
      throw new IssuerUnavailableError(`more than ${MAX_FETCHES} requests in a minute`);
    return this.#start(now);
  }

  /** Whether the value was fetched at this time or later. */
  isAsOf(now: Date): boolean {
    return this.#held !== undefined && this.#held.fetchedAt >= now.getTime();
  }

  #start(now: Date): Promise<T> {
    const startedAt = now.getTime();
    const attempt: Attempt = { startedAt, failed: false };
    this.#last = attempt;
    this.#starts.push(startedAt);
    this.#running = this.#fetch(now)
      .then((value) => {
        this.#held = { value, fetchedAt: startedAt };
        return value;
      })
      .catch((error: unknown) => {
        attempt.failed = true;
        this.#report(error);
        throw error;
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }
}

/** A clock that was set back makes a value old too, and not new. */
const distance = (then: number, now: Date): number => Math.abs(now.getTime() - then);
