import pg from 'pg';
import type { PoolOptions, PoolStats } from '../store.ts';

/** After the server's own limit, for a network that has gone silent. */
const GRACE_MILLISECONDS = 1_000;
const LOCK_MILLISECONDS = 1_000;

/** Rules of a session that hold from its first statement on, as SQLite's pragmas do. */
const SESSION = {
  TimeZone: 'UTC',
  default_transaction_isolation: 'read committed', // revisions are checked under locks; a stricter level would only abort more
  lock_timeout: LOCK_MILLISECONDS,
  idle_in_transaction_session_timeout: 10_000,
};
const READER = { ...SESSION, default_transaction_read_only: 'on' };
/** Visible to every replica at once, on disk a moment later: enough for what refuses a replay. */
const NONCES = { ...SESSION, synchronous_commit: 'off' };

const asOptions = (settings: Readonly<Record<string, string | number>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${String(value).replaceAll(' ', '\\ ')}`)
    .join(' ');

/** A connection that stays silent beyond the limit is cut: what it would still say belongs to nobody, and the next user must not get it. */
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

export interface Pools extends AsyncDisposable {
  readonly reader: pg.Pool;
  readonly writer: pg.Pool;
  readonly nonces: pg.Pool;
  /** A connection beside the pools, without limits on its statements: for locks and for listening. */
  readonly connect: () => Promise<pg.Client>;
  readonly stats: () => PoolStats[];
}

/** The connections of one replica. */
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
    pool.on('error', () => {}); // an idle connection broke; the pool has let go of it
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
      client.on('error', () => {}); // its user sees the end
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
