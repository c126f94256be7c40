import type { Logger } from '#log/log.ts';
import type { Store } from '#store/store.ts';

/** Decides for what a server can use its clock. */
export interface ClockWatch {
  /**
   * The time for requests. Requests have no other clock, so none can use a wrong one.
   * @throws ServiceUnavailableError while the clock must not be used
   */
  readonly now: () => Date;
  /** The time by which jobs destroy keys, expire material and sweep. Undefined while they must wait. */
  readonly dueTime: () => Promise<Date | undefined>;
  /** Must be called before nonces are removed that expired before a time. */
  readonly beforeSweep: (before: Date) => Promise<void>;
  /** Nonces that expired until this time (milliseconds since 1970) can have been removed. */
  readonly sweptTo: () => number;
  /** Compares the clocks. A job calls this every few seconds. */
  readonly compare: () => Promise<void>;
  /** False on PostgreSQL while the clocks differ, on SQLite while jobs wait. */
  readonly isTrusted: () => boolean;
  /** This clock minus the database's, when they were last compared. Undefined where there is no second clock. */
  readonly skewMilliseconds: () => number | undefined;
}

/** What a clock watch needs. */
export interface ClockOptions {
  readonly store: Pick<Store, 'db' | 'commit' | 'time'>;
  /** This server's clock. */
  readonly clock: () => Date;
  /** Milliseconds since an arbitrary moment, from a clock that nobody can set. */
  readonly monotonic: () => number;
  /** The largest difference of two clocks that counts as none. */
  readonly maxSkewMilliseconds: number;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Adapts the commands in a text to the environment: the image has no npm. */
  readonly advise: (text: string) => string;
}

/** A watch that always trusts the clock, for tests that set the time. */
export const trustedClock = ({
  store,
  clock,
}: Pick<ClockOptions, 'store' | 'clock'>): ClockWatch => ({
  now: clock,
  dueTime: store.time,
  beforeSweep: async () => {},
  sweptTo: () => Number.NEGATIVE_INFINITY,
  compare: async () => {},
  isTrusted: () => true,
  skewMilliseconds: () => undefined,
});
