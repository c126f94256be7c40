import type { Registry } from 'prom-client';
import type { KeepAccessKey } from '#deployment/first-access-key.ts';
import type { Logger } from '#log/log.ts';

/**
 * Options of `startServer` besides the settings. The clocks, `migrations` and `graphqlByFetch` are
 * for tests.
 */
export interface ServerOptions {
  /** Clock of this server. */
  readonly clock?: () => Date;
  /** Clock of the database; absent: the real one on PostgreSQL, `clock` on SQLite. */
  readonly databaseClock?: (() => Date) | undefined;
  /** Milliseconds of a clock that is never set; absent: the machine's. */
  readonly monotonic?: () => number;
  /** Milliseconds of the clock by which quotas are counted, never set; absent: the machine's. */
  readonly quotaClock?: (() => number) | undefined;
  readonly log?: Logger;
  readonly keepAccessKey?: KeepAccessKey;
  /** Metrics of the whole process, which the metrics page shows too. */
  readonly processMetrics?: readonly Registry[];
  /** Makes what reads the metrics of all workers, given those of this one; absent: this process is the only one. */
  readonly gatherMetrics?: (own: Registry) => () => Promise<string>;
  /** Folder of the migrations; absent: those of this release. */
  readonly migrations?: string;
  /** Whether Yoga's `fetch` answers a GraphQL request that could be answered without; absent: never. */
  readonly graphqlByFetch?: (() => boolean) | undefined;
}

/** The options with defaults for those that every part of the server needs. */
export type StartOptions = ServerOptions & Required<Pick<ServerOptions, 'clock' | 'log'>>;
