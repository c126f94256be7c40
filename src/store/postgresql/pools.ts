import pg from 'pg';
import type { PoolOptions, PoolStats } from '../store.ts';

/** Added to the server's own limit, for a network connection that no longer delivers answers. */
const GRACE_MILLISECONDS = 1_000;
const LOCK_MILLISECONDS = 1_000;

/** Settings of each session from its first statement on, like SQLite's pragmas. */
const SESSION = {
  TimeZone: 'UTC',
  DateStyle: 'ISO',
  default_transaction_isolation: 'read committed', // revisions are checked under locks; a stricter level would only cause more aborts
  lock_timeout: LOCK_MILLISECONDS,
  idle_in_transaction_session_timeout: 10_000,
};
const READER = { ...SESSION, default_transaction_read_only: 'on' };
/** Visible to all replicas immediately, on disk a moment later. That is sufficient to reject replays. */
const NONCES = { ...SESSION, synchronous_commit: 'off' };

const asOptions = (settings: Readonly<Record<string, string | number>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${String(value).replaceAll(' ', '\\ ')}`)
    .join(' ');

/** Closes a connection whose answer did not arrive in time: a late answer must not reach the next user of the connection. */
class Connection extends pg.Client {
  override query(...args: unknown[]): never {
    const result = (super.query as (...args: unknown[]) => unknown)(...args);
    if (result instanceof Promise)
      result.catch((error: Error) => {
        if (error.message === 'Query read timeout')
          (
            this as unknown as { connection: { stream: { destroy(): void } } }
          ).connection.stream.destroy();
      });
    return result as never;
  }
}

/** The connection pools of one replica, by what they do. */
export interface Pools extends AsyncDisposable {
  readonly reader: pg.Pool;
  readonly writer: pg.Pool;
  readonly nonces: pg.Pool;
  /** Opens a connection outside the pools, without time limits on its statements, for locks and for LISTEN. */
  readonly connect: () => Promise<pg.Client>;
  readonly stats: () => PoolStats[];
}

/**
 * Opens the pools of one replica. A quarter of `poolSize` writes, one connection stores nonces, and the rest read.
 * Connections open when they are first needed.
 */
export function openPools(
  url: string,
  { poolSize, statementMilliseconds, acquireMilliseconds }: PoolOptions,
): Pools {
  const writers = Math.max(1, Math.floor(poolSize / 4));
  const connection = {
    connectionString: url,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'keywright',
  };
  const open = (max: number, settings: Readonly<Record<string, string | number>>) => {
    const pool = new pg.Pool({
      ...connection,
      Client: Connection as unknown as typeof pg.Client,
      max,
      connectionTimeoutMillis: acquireMilliseconds,
      statement_timeout: statementMilliseconds,
      query_timeout: statementMilliseconds + GRACE_MILLISECONDS,
      options: asOptions(settings),
    });
    pool.on('error', () => {}); // an idle connection broke; the pool has removed it
    return pool;
  };
  const pools = {
    reader: open(poolSize - writers - 1, READER),
    writer: open(writers, SESSION),
    nonces: open(1, NONCES),
  };
  return {
    ...pools,
    async connect() {
      const client = new pg.Client({
        ...connection,
        connectionTimeoutMillis: acquireMilliseconds,
        options: asOptions({ TimeZone: 'UTC' }),
      });
      client.on('error', () => {}); // its user handles 'end'
      await client.connect();
      return client;
    },
    stats: () =>
      Object.entries(pools).map(
        ([pool, { totalCount: open, idleCount: idle, waitingCount: waiting }]) => ({
          pool,
          open,
          idle,
          waiting,
        }),
      ),
    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
    },
  };
}
