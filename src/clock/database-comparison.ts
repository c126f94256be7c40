import { ServiceUnavailableError } from '#domain/errors.ts';
import type { ClockOptions, ClockWatch } from './clock-watch.ts';

/** This clock minus the database's, in milliseconds: a range, because the query took time. */
interface Difference {
  readonly min: number;
  readonly max: number;
}

/** A measured difference, and the readings of both clocks of this server at its end. */
interface Measured extends Difference {
  readonly clock: number;
  readonly monotonic: number;
}

/** How often a measurement without a clear result is repeated. */
const ATTEMPTS = 3;

/**
 * Compares this server's clock with PostgreSQL's. While they differ by more than the setting allows, the server is not
 * ready, and requests that need the time get 503: with a wrong clock it would show existing keys as destroyed, or accept
 * signatures whose nonces other replicas have removed. Jobs continue, because they use the database's time.
 */
export class DatabaseComparison implements ClockWatch {
  readonly #options: ClockOptions;
  #measured: Measured | undefined;
  #differs = false;

  constructor(options: ClockOptions) {
    this.#options = options;
  }

  readonly compare = async (): Promise<void> => {
    let differs: boolean | undefined;
    for (let attempt = 1; differs === undefined && attempt <= ATTEMPTS; attempt += 1) {
      this.#measured = await this.#measure();
      differs = this.#exceedsLimit(this.#measured);
    }
    if (differs === undefined || differs === this.#differs) return;
    this.#differs = differs;
    this.#report();
  };

  /** Between two measurements the monotonic clock shows that this server's clock was set, or that it stood still. */
  readonly now = (): Date => {
    const now = this.#options.clock();
    if (this.#differsAt(now)) throw new ServiceUnavailableError();
    return now;
  };

  readonly dueTime = (): Promise<Date> => this.#options.store.time();
  readonly beforeSweep = async (): Promise<void> => {};
  readonly sweptTo = (): number => Number.NEGATIVE_INFINITY;
  readonly isTrusted = (): boolean => !this.#differs;

  /** The middle of the range that was measured. */
  readonly skewMilliseconds = (): number | undefined =>
    this.#measured && Math.round((this.#measured.min + this.#measured.max) / 2);

  #differsAt(now: Date): boolean {
    if (!this.#measured) return false;
    const { min, max, clock, monotonic } = this.#measured;
    const jump = now.getTime() - clock - (this.#options.monotonic() - monotonic);
    return this.#exceedsLimit({ min: min + jump, max: max + jump }) ?? this.#differs;
  }

  async #measure(): Promise<Measured> {
    const { store, clock, monotonic } = this.#options;
    const asked = clock().getTime();
    const database = (await store.time()).getTime();
    const answered = clock().getTime();
    return {
      min: asked - database,
      max: answered - database,
      clock: answered,
      monotonic: monotonic(),
    };
  }

  /** Undefined where the answer came too late for a clear result, or the clock was set meanwhile. */
  #exceedsLimit({ min, max }: Difference): boolean | undefined {
    const limit = this.#options.maxSkewMilliseconds;
    if (min > max) return undefined;
    if (min > limit || max < -limit) return true;
    return min >= -limit && max <= limit ? false : undefined;
  }

  #report(): void {
    const { log, maxSkewMilliseconds } = this.#options;
    if (!this.#differs) {
      log.info("This server's clock agrees with the database's again.");
      return;
    }
    const { min = 0, max = 0 } = this.#measured ?? {};
    const fields = {
      seconds: Math.round((min + max) / 2_000),
      limitSeconds: maxSkewMilliseconds / 1_000,
    };
    log.error(
      fields,
      "This server's clock differs from the database's. Until they agree, the server is not ready and answers 503.",
    );
  }
}
