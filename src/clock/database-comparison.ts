import { ServiceUnavailableError } from '#domain/errors.ts';
import type { ClockOptions, ClockWatch } from './clock-watch.ts';

/** This clock minus the database's, in milliseconds: between these two, since the question and its answer took time. */
interface Difference {
  readonly least: number;
  readonly most: number;
}

/** A difference as it was measured, and the readings of both clocks of this server at its end. */
interface Measured extends Difference {
  readonly clock: number;
  readonly monotonic: number;
}

/** How often a measurement is repeated that leaves the answer open. */
const ATTEMPTS = 3;

/**
 * Compares this server's clock with that of PostgreSQL. While they differ by more than the setting allows, the server
 * is not ready, and requests that need the time get 503: it would show keys as destroyed that live, or accept
 * signatures whose nonces other replicas have swept. Its jobs go on, since they go by the database's time.
 */
export class DatabaseComparison implements ClockWatch {
  readonly #options: ClockOptions;
  #measured: Measured | undefined;
  #differs = false;

  constructor(options: ClockOptions) {
    this.#options = options;
  }

  readonly look = async (): Promise<void> => {
    let differs: boolean | undefined;
    for (let attempt = 1; differs === undefined && attempt <= ATTEMPTS; attempt += 1) {
      this.#measured = await this.#measure();
      differs = this.#isBeyond(this.#measured);
    }
    if (differs === undefined || differs === this.#differs) return;
    this.#differs = differs;
    this.#report();
  };

  /** Between two measurements the monotonic clock shows at once that this server's clock was set, or that it stood still. */
  readonly now = (): Date => {
    const now = this.#options.clock();
    if (this.#differsAt(now)) throw new ServiceUnavailableError();
    return now;
  };

  readonly dueTime = (): Promise<Date> => this.#options.store.time();
  readonly beforeSweep = async (): Promise<void> => {};
  readonly sweptTo = (): number => Number.NEGATIVE_INFINITY;
  readonly isTrusted = (): boolean => !this.#differs;

  #differsAt(now: Date): boolean {
    if (!this.#measured) return false;
    const { least, most, clock, monotonic } = this.#measured;
    const jump = now.getTime() - clock - (this.#options.monotonic() - monotonic);
    return this.#isBeyond({ least: least + jump, most: most + jump }) ?? this.#differs;
  }

  async #measure(): Promise<Measured> {
    const { store, clock, monotonic } = this.#options;
    const asked = clock().getTime();
    const database = (await store.time()).getTime();
    const answered = clock().getTime();
    return {
      least: asked - database,
      most: answered - database,
      clock: answered,
      monotonic: monotonic(),
    };
  }

  /** Undefined where a slow answer leaves it open, or the clock was set meanwhile. */
  #isBeyond({ least, most }: Difference): boolean | undefined {
    const limit = this.#options.maxSkewMilliseconds;
    if (least > most) return undefined;
    if (least > limit || most < -limit) return true;
    return least >= -limit && most <= limit ? false : undefined;
  }

  #report(): void {
    const { log, maxSkewMilliseconds } = this.#options;
    if (!this.#differs) {
      log.info("This server's clock agrees with the database's again.");
      return;
    }
    const { least = 0, most = 0 } = this.#measured ?? {};
    const fields = {
      seconds: Math.round((least + most) / 2_000),
      limitSeconds: maxSkewMilliseconds / 1_000,
    };
    log.error(
      fields,
      "This server's clock differs from the database's. Until they agree, the server is not ready and answers 503.",
    );
  }
}
