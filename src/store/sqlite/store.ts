import { existsSync } from 'node:fs';
import { PrismaClient } from '#generated/sqlite/client.ts';
import { GroupCommit } from '../commit/group-commit.ts';
import { Invalidations, invalidationOf } from '../commit/invalidations.ts';
import { DatabaseError } from '../database-error.ts';
import { ChangeFeed } from '../feed/change-feed.ts';
import type { Lookups } from '../read/lookups.ts';
import { readerOf, readSafely } from '../read/reader.ts';
import type { BackgroundReader, Reader, Store, StoreOptions } from '../store.ts';
import type { Rows } from '../tables.ts';
import { insertNonce } from '../writes/insert-nonce.ts';
import { SqliteAdapter } from './adapter.ts';
import { BackgroundReads } from './background-reads.ts';
import { openCommitLog } from './commit-log.ts';
import { sqliteDialect } from './dialect.ts';
import { lockFoldersOf, realPath } from './folder-lock.ts';
import { createLane, type SqliteLane } from './lane.ts';
import { openLookups } from './lookups.ts';
import { migrate } from './migrate.ts';
import { recentNonces } from './recent-nonces.ts';

type Options = Pick<
  StoreOptions,
  'dataDir' | 'migrations' | 'report' | 'databaseClock' | 'directWrites'
>;

/** Locks the folders of a SQLite database, migrates it and opens it. @throws FolderError, DatabaseError */
export async function openSqlite(
  file: string,
  { dataDir, migrations, ...options }: Options,
): Promise<Store> {
  const real = realPath(file);
  using locks = new DisposableStack();
  locks.use(lockFoldersOf(file, dataDir));
  migrate(real, migrations);
  const writer = await openWriter(real, options.directWrites);
  return new SqliteStore(real, writer, options, locks.move());
}

/** Opens a SQLite database that a server may be using. Takes no lock and does not migrate. @throws DatabaseError */
export async function attachSqlite(
  file: string,
  { report }: Pick<Options, 'report'>,
): Promise<Store> {
  if (!existsSync(file))
    throw new DatabaseError('There is no database yet. Run npm start to create it.');
  return new SqliteStore(file, await openWriter(file), { report }, { [Symbol.dispose]() {} });
}

/** The one connection that writes. */
interface Writer {
  readonly client: PrismaClient;
  /** Absent: everything is written by the client. */
  readonly lane: SqliteLane | undefined;
}

async function openWriter(file: string, directWrites = true): Promise<Writer> {
  const adapter = new SqliteAdapter(file, 'writer');
  const client = new PrismaClient({ adapter, errorFormat: 'minimal' });
  await client.$connect();
  return { client, lane: directWrites ? createLane(adapter.database) : undefined };
}

/** Milliseconds. Transactions only wait for each other: the adapter has one connection, which a mutex guards. */
const LIMITS = { maxWait: 10_000, timeout: 10_000 };

/**
 * Two clients with one connection each: one reads, and the other belongs to store/commit. A write outside an open
 * transaction of the same connection would become part of it, and its rollback would undo an acknowledged write. Lookups, the
 * log of commits and the thread for background reads have a connection each.
 */
class SqliteStore implements Store {
  readonly lookups: Lookups;
  readonly db: Reader;
  readonly backgroundDb: BackgroundReader;
  readonly invalidations = new Invalidations();
  readonly feed: ChangeFeed;
  readonly time: Store['time'];
  readonly #file: string;
  readonly #report: Options['report'];
  readonly #log: Disposable;
  readonly #lookups: Lookups & Disposable;
  readonly #background: BackgroundReads;
  readonly #writer: PrismaClient;
  readonly #shared: GroupCommit;
  readonly #lock: Disposable;

  constructor(
    file: string,
    { client: writer, lane }: Writer,
    { report, databaseClock = () => new Date() }: Pick<Options, 'report' | 'databaseClock'>,
    lock: Disposable,
  ) {
    this.#file = file;
    this.#report = report;
    this.#writer = writer;
    const reader = new PrismaClient({
      adapter: new SqliteAdapter(file, 'reader'),
      errorFormat: 'minimal',
    });
    this.db = readerOf(reader, { report, attempts: 1 });
    this.#lookups = openLookups(file, report);
    this.lookups = this.#lookups;
    const log = openCommitLog(file);
    this.#log = log;
    this.feed = new ChangeFeed(log, report);
    this.#background = new BackgroundReads(file);
    this.backgroundDb = readerOf(reader, { report, attempts: 1, elsewhere: this.#background.read });
    this.#shared = new GroupCommit({
      dialect: { ...sqliteDialect, insertDirectly: lane?.insertDirectly },
      lane,
      transaction: (work) => writer.$transaction(work, LIMITS),
      checkpoint: () => writer.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)'),
      committed: (batch) => {
        const invalidation = invalidationOf(batch);
        if (invalidation) this.invalidations.publish(invalidation);
        this.feed.committed();
      },
      report,
    });
    this.#lock = lock;
    this.time = async () => databaseClock();
  }

  readonly commit: Store['commit'] = (writes) => this.#shared.commit(writes);
  readonly checkpoint = (): Promise<void> => this.#background.pausedFor(this.#shared.checkpoint);

  /** Does not wait for the commit: this process remembers the nonce, and a read replayed after a restart tells an attacker nothing new. */
  readonly rememberNonce = async (nonce: Rows['nonce']): Promise<void> => {
    this.#shared.commit([insertNonce(nonce)]).catch(() => {}); // the commit reports its errors
  };

  readonly recentNonces: Store['recentNonces'] = (max, add) =>
    readSafely({ report: this.#report, attempts: 1 }, () => {
      for (const nonce of recentNonces(this.#file, max)) add(nonce);
    });

  readonly exclusively = <T>(work: () => Promise<T>): Promise<T> => work(); // the lock on the folder excludes other servers

  readonly ping = async (): Promise<void> => void (await this.db.compatibility.findFirst());

  readonly pools = () => [];

  async [Symbol.asyncDispose](): Promise<void> {
    this.feed[Symbol.dispose]();
    await this.#background[Symbol.asyncDispose]();
    await this.#shared.drain();
    this.#lookups[Symbol.dispose]();
    this.#log[Symbol.dispose]();
    await this.db.$disconnect();
    await this.#writer.$disconnect();
    this.#lock[Symbol.dispose]();
  }
}
