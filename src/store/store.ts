import type { SecretBytes } from '#domain/secret-bytes.ts';
import type { PrismaClient } from '#generated/sqlite/client.ts';
import type { Invalidations } from './commit/invalidations.ts';
import type { Commit } from './commit/write-set.ts';
import type { ChangeFeed } from './feed/change-feed.ts';
import type { Lookups } from './read/lookups.ts';
import type { Rows } from './tables.ts';

/**
 * A Prisma client that only reads: its connections reject every write. Its type is that of SQLite's client, and
 * PostgreSQL's client has the same models.
 */
export type Reader = PrismaClient;

/** The tables whose rows have values of a root key. */
type Renewed =
  | 'key'
  | 'keyVersion'
  | 'accessKey'
  | 'apiToken'
  | 'account'
  | 'user'
  | 'role'
  | 'policy'
  | 'session'
  | 'signInLink';

/**
 * For reads that may scan many rows: counts, filtered pages and pages far from the start. On SQLite they run in a separate
 * thread, so that they do not block other requests. Models only, no raw statements.
 */
export type BackgroundReader = Pick<
  Reader,
  Renewed | 'alias' | 'auditEvent' | 'auditBlock' | 'auditBlockValue'
>;

/**
 * The ways to read: `lookups` for the single rows that nearly every request needs, `db` for rows that an index finds,
 * `backgroundDb` for reads that may scan many rows.
 */
export interface Readers {
  readonly lookups: Lookups;
  readonly db: Reader;
  readonly backgroundDb: BackgroundReader;
}

/** Number and time limits of the connections of one replica to PostgreSQL. */
export interface PoolOptions {
  /** All connections of this replica except the listener's. */
  readonly poolSize: number;
  /** How long one statement may take. */
  readonly statementMilliseconds: number;
  /** How long to wait for a free connection or for a new one to open. */
  readonly acquireMilliseconds: number;
}

/** The number of connections in a pool that are open or idle, and of requests that wait for one. */
export interface PoolStats {
  readonly pool: string;
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
}

/** A nonce of the database, with its expiry in milliseconds since 1970. */
export interface StoredNonce {
  readonly accessKeyId: string;
  readonly hash: string;
  readonly expiresAt: number;
}

/** An open database of one replica: reads, the one way to write, and the time that counts for it. */
export interface Store extends Readers, AsyncDisposable {
  readonly commit: Commit;
  /**
   * The time that decides when keys are destroyed, material expires and rows are swept. PostgreSQL: the database's
   * clock, which all replicas share. SQLite: the clock of this machine. @throws ServiceUnavailableError
   */
  readonly time: () => Promise<Date>;
  /**
   * Stores the nonce of a read, so that every replica rejects a replay.
   * @throws NonceUsedError, ServiceUnavailableError
   */
  readonly rememberNonce: (nonce: Rows['nonce']) => Promise<void>;
  /**
   * Calls `add` with the nonces that expire last, at most `max`, in the order of their expiry. With none on PostgreSQL, where
   * other replicas add some: there each nonce is searched in the database. @throws ServiceUnavailableError
   */
  readonly recentNonces: (max: number, add: (nonce: StoredNonce) => void) => Promise<void>;
  /** Empties SQLite's write-ahead log, which still holds deleted rows. Does nothing on PostgreSQL. */
  readonly checkpoint: () => Promise<void>;
  /** Publishes which keys and access keys have changed, here or at another replica. */
  readonly invalidations: Invalidations;
  /** Audit rows as they are committed, here or at another replica. */
  readonly feed: ChangeFeed;
  /** Runs work that only one of several starting replicas may do at a time. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  /** Checks that the database answers. @throws ServiceUnavailableError; DatabaseError if it no longer supports code of this level */
  readonly ping: () => Promise<void>;
  readonly pools: () => readonly PoolStats[];
}

/** Location of the database. The URL may hold a password, so its type does not print its value. */
export type DatabaseSource =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgresql'; readonly url: SecretBytes };

/** What to open, and where to report. */
export interface StoreOptions {
  readonly database: DatabaseSource;
  readonly dataDir: string;
  /** Ignored for SQLite. */
  readonly pool: PoolOptions;
  /** False: every row is written by Prisma's client, which is slower. */
  readonly directWrites?: boolean | undefined;
  /** The folder of the migrations, for tests of upgrades. Default: those of this release. */
  readonly migrations?: string | undefined;
  /** Replaces the database's clock in tests. */
  readonly databaseClock?: (() => Date) | undefined;
  /** Called with each error that made a commit or a read fail, for the log. */
  readonly report: (error: unknown) => void;
  /** Called with a message when opening has to wait. */
  readonly notice?: ((what: string) => void) | undefined;
}
