import type { Logger } from '#log/log.ts';
import type { Store } from '#store/store.ts';

/** What a server knows about its clock, and what it may do by it. */
export interface ClockWatch {
  /**
   * The time for everything that callers ask for. They get no other clock, so nothing can go by one that is wrong.
   * @throws ServiceUnavailableError while this server's clock must not be used
   */
  readonly now: () => Date;
  /** The time by which jobs destroy, expire and sweep. Undefined while they have to wait. */
  readonly dueTime: () => Promise<Date | undefined>;
  /** Called before the nonces that expired before a moment are removed. */
  readonly beforeSweep: (before: Date) => Promise<void>;
  /** Nonces that expired up to here (milliseconds since 1970) may have been removed. */
  readonly sweptTo: () => number;
  /** Compares the clocks. A job does so every few seconds. */
  readonly look: () => Promise<void>;
  /** False on PostgreSQL while the clocks differ, on SQLite while jobs wait. */
  readonly isTrusted: () => boolean;
}

export interface ClockOptions {
  readonly store: Pick<Store, 'db' | 'commit' | 'time'>;
  /** This server's clock. */
  readonly clock: () => Date;
  /** Milliseconds since some moment, by a clock that nobody sets. */
  readonly monotonic: () => number;
  readonly maxSkewMilliseconds: number;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Writes a command as it is called here: the image has no npm. */
  readonly advise: (text: string) => string;
}

/** For a clock that a test sets as it likes. */
export const unwatched = ({ store, clock }: Pick<ClockOptions, 'store' | 'clock'>): ClockWatch => ({
  now: clock,
  dueTime: store.time,
  beforeSweep: async () => {},
  sweptTo: () => Number.NEGATIVE_INFINITY,
  look: async () => {},
  isTrusted: () => true,
});
