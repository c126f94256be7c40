import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import type { SecretBytes } from '#domain/secret-bytes.ts';
import { PrismaClient } from '#generated/postgresql/client.ts';
import type { PrismaClient as SqliteClient } from '#generated/sqlite/client.ts';
import { GroupCommit } from '../commit/group-commit.ts';
import { Invalidations } from '../commit/invalidations.ts';
import { DatabaseError } from '../database-error.ts';
import { ChangeFeed } from '../feed/change-feed.ts';
import { checkLevel } from '../migrate/levels.ts';
import { codeLevel, migrationsOf } from '../migrate/migrations.ts';
import type { Lookups } from '../read/lookups.ts';
import { readerOf } from '../read/reader.ts';
import type { BackgroundReader, Reader, Store, StoreOptions } from '../store.ts';
import type { Rows } from '../tables.ts';
import { insertNonce } from '../writes/insert-nonce.ts';
import { openCommitLog } from './commit-log.ts';
import { postgresqlDialect } from './dialect.ts';
import { toDatabaseError } from './explain.ts';
import { createLane } from './lane.ts';
import { listenForInvalidations } from './listener.ts';
import { dropForeignOrder, startLogIndex, stateOfLogIndex } from './log-index.ts';
import { openLookups } from './lookups.ts';
import { LOCK_NOT_AVAILABLE, migrate } from './migrate.ts';
import { openPools, type Pools } from './pools.ts';
import { statementNames } from './statement-names.ts';

/** Key of the advisory lock. Any number that no other program uses in this database. */
const START_LOCK = 7_265_378_491;

/** Opens a PostgreSQL database. Migrates it unless `beside` is set, for commands that run next to a server. @throws DatabaseError */
export async function openPostgresql(
  url: SecretBytes,
  options: Omit<StoreOptions, 'database'> & { readonly beside?: boolean },
): Promise<Store> {
  const {
    pool,
    migrations = migrationsOf('postgresql'),
    report,
    beside = false,
    databaseClock,
    directWrites = true,
  } = options;
  await using opening = new AsyncDisposableStack();
  const pools = opening.use(openPools(url.bytes.toString('utf8'), pool));
  const exclusively = exclusivelyBy(pools.connect, options.notice);
  const needsIndex = await withDatabaseErrors(url, () =>
    exclusively((client) => (beside ? checkMade(client) : prepare(client, migrations))),
  );
  if (needsIndex) opening.use(startLogIndex(pools.connect, report));
  const invalidations = new Invalidations();
  if (!beside)
    opening.use(
      await withDatabaseErrors(url, () =>
        listenForInvalidations(pools.connect, invalidations, report),
      ),
    );
  const level = codeLevel(migrations);
  return new PostgresqlStore({
    pools,
    invalidations,
    exclusively,
    report,
    databaseClock,
    directWrites,
    level,
    opened: opening.move(),
  });
}

/** @returns whether the index of the log of commits is to be built */
async function prepare(client: pg.Client, migrations: string): Promise<boolean> {
  await migrate(client, migrations);
  const state = await stateOfLogIndex(client);
  if (state === 'valid') await dropForeignOrder(client);
  return state === 'missing';
}

async function checkMade(client: pg.Client): Promise<false> {
  const { rows } = await client.query<{ made: string | null }>(
    `SELECT to_regclass('"Deployment"')::text AS made`,
  );
  if (!rows[0]?.made)
    throw new DatabaseError('There is no database yet. Run npm start to create it.');
  return false;
}

/** Runs work at one replica at a time, under an advisory lock. PostgreSQL releases it when the connection ends in any way. */
const exclusivelyBy =
  (connect: Pools['connect'], notice: StoreOptions['notice']) =>
  async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = await connect();
    try {
      while (!(await takeStartLock(client)))
        notice?.('waiting until another replica has started or migrated the database');
      return await work(client);
    } finally {
      await client.end().catch(() => {});
    }
  };

/** How often a start that waits for the lock says so. */
const LOCK_MILLISECONDS = 5_000;

async function takeStartLock(client: pg.Client): Promise<boolean> {
  try {
    await client.query(`SET lock_timeout = ${LOCK_MILLISECONDS}`);
    await client.query(`SELECT pg_advisory_lock(${START_LOCK})`);
    await client.query('RESET lock_timeout');
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}

/** Turns errors of the driver into messages that say what to do. */
async function withDatabaseErrors<T>(url: SecretBytes, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DatabaseError ? error : toDatabaseError(error, url);
  }
}

/** @param options of the adapter */
const clientOn = (
  pool: pg.Pool,
  options: ConstructorParameters<typeof PrismaPg>[1] = {},
): SqliteClient =>
  new PrismaClient({
    adapter: new PrismaPg(pool, { onPoolError: () => {}, ...options }),
    errorFormat: 'minimal',
  }) as unknown as SqliteClient;

const LIMITS = { maxWait: 10_000, timeout: 10_000 };

interface StoreParts {
  readonly pools: Pools;
  readonly invalidations: Invalidations;
  readonly exclusively: Store['exclusively'];
  readonly report: (error: unknown) => void;
  readonly databaseClock: StoreOptions['databaseClock'];
  readonly directWrites: boolean;
  readonly level: number;
  readonly opened: AsyncDisposable;
}

/** The store of one replica; any number of replicas share the database. */
class PostgresqlStore implements Store {
  readonly lookups: Lookups;
  readonly db: Reader;
  /** The same client: PostgreSQL runs in another process, so no read blocks this one. */
  readonly backgroundDb: BackgroundReader;
  readonly invalidations: Invalidations;
  readonly feed: ChangeFeed;
  readonly exclusively: Store['exclusively'];
  readonly pools: Store['pools'];
  readonly #writer: GroupCommit;
  readonly #nonces: GroupCommit;
  readonly #databaseClock: StoreOptions['databaseClock'];
  readonly #level: number;
  readonly #opened: AsyncDisposable;

  constructor({
    pools,
    invalidations,
    exclusively,
    report,
    databaseClock,
    directWrites,
    level,
    opened,
  }: StoreParts) {
    this.db = readerOf(clientOn(pools.reader), { report, attempts: 2 });
    this.backgroundDb = this.db;
    this.lookups = openLookups(pools.reader, report);
    this.feed = new ChangeFeed(openCommitLog(pools.reader), report);
    this.invalidations = invalidations;
    this.exclusively = exclusively;
    this.pools = pools.stats;
    const commitOver = (pool: pg.Pool, committed?: () => void) => {
      const client = clientOn(pool, { statementNameGenerator: statementNames() });
      return new GroupCommit({
        dialect: postgresqlDialect,
        lane: directWrites ? createLane(pool) : undefined,
        transaction: (work) => client.$transaction(work, LIMITS),
        ...(committed && { committed }),
        report,
      });
    };
    this.#writer = commitOver(pools.writer, this.feed.committed);
    this.#nonces = commitOver(pools.nonces);
    this.#databaseClock = databaseClock;
    this.#level = level;
    this.#opened = opened;
  }

  readonly commit: Store['commit'] = (writes) => this.#writer.commit(writes);
  readonly rememberNonce = (nonce: Rows['nonce']): Promise<void> =>
    this.#nonces.commit([insertNonce(nonce)]);
  readonly recentNonces = async (): Promise<void> => {};

  readonly checkpoint = async (): Promise<void> => {}; // PostgreSQL keeps deleted rows until VACUUM: docs/running.md

  readonly time = async (): Promise<Date> => {
    if (this.#databaseClock) return this.#databaseClock();
    // As a number, which does not depend on the time zone of a session.
    const [row] = await this.db.$queryRaw<
      { now: number }[]
    >`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "now"`;
    if (!row) throw new DatabaseError('The database did not return its time.');
    return new Date(row.now);
  };

  readonly ping = async (): Promise<void> => {
    const held = await this.db.compatibility.findFirst();
    checkLevel(this.#level, held?.lowestLevel ?? 0);
  };

  async [Symbol.asyncDispose](): Promise<void> {
    this.feed[Symbol.dispose]();
    await Promise.all([this.#writer.drain(), this.#nonces.drain()]);
    await this.db.$disconnect();
    await this.#opened[Symbol.asyncDispose]();
  }
}
