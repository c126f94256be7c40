import type { SecretBytes } from '#domain/secret-bytes.ts';
import type { PrismaClient } from '#generated/sqlite/client.ts';
import type { Announcements } from './commit/invalidations.ts';
import type { Commit } from './commit/writes.ts';
import type { Rows } from './tables.ts';

/** Reads, and nothing else: its connections refuse every write. The types are those of SQLite's client; PostgreSQL's has the same models. */
export type Reader = PrismaClient;

/**
 * Reads that may look at every row of an account: counts, and pages that are filtered or far from the beginning. On
 * SQLite they run in a thread of their own, where they stop nobody else. Models only, no raw statements.
 */
export type BackgroundReader = Pick<Reader, 'key' | 'keyVersion' | 'alias'>;

/** The two ways to read: what finds its rows by an index at once, and what may take its time. */
export interface Readers {
  readonly db: Reader;
  readonly backgroundDb: BackgroundReader;
}

/** The connections of one replica to PostgreSQL. */
export interface PoolOptions {
  /** All connections of this replica but the listener's. */
  readonly poolSize: number;
  readonly statementMilliseconds: number;
  readonly acquireMilliseconds: number;
}

/** How many connections to the database are open, idle, and waited for. */
export interface PoolStats {
  readonly pool: string;
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
}

export interface Store extends Readers, AsyncDisposable {
  readonly commit: Commit;
  /**
   * The time by which keys are destroyed, material expires and rows are swept. On PostgreSQL the database's own, which
   * all replicas share; on SQLite this machine's. @throws ServiceUnavailableError
   */
  readonly time: () => Promise<Date>;
  /**
   * Remembers the nonce of a read, so that a replay is refused, at other replicas too.
   * @throws NonceUsedError, ServiceUnavailableError
   */
  readonly rememberNonce: (nonce: Rows['nonce']) => Promise<void>;
  /** Empties the write-ahead log, where deleted rows would linger. */
  readonly checkpoint: () => Promise<void>;
  /** What is changed, by this replica or another. */
  readonly announcements: Announcements;
  /** Runs what only one of several replicas that start may do at a time. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  /** @throws DatabaseError when the database does not answer, or no longer serves code of this level */
  readonly ping: () => Promise<void>;
  readonly pools: () => readonly PoolStats[];
}

/** Where the database is. A URL may hold a password, so it has a type that does not print. */
export type DatabaseSource =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgresql'; readonly url: SecretBytes };

export interface StoreOptions {
  readonly database: DatabaseSource;
  readonly dataDir: string;
  /** The connections to PostgreSQL. */
  readonly pool: PoolOptions;
  /** The folder of the migrations; absent: those that ship with this code. For tests of upgrades. */
  readonly migrations?: string | undefined;
  /** Replaces the database's time, for tests; absent: the real one. */
  readonly databaseClock?: (() => Date) | undefined;
  /** Takes what made a commit or a read fail. */
  readonly report: (error: unknown) => void;
  /** Takes what a start waits for. */
  readonly notice?: ((what: string) => void) | undefined;
}
