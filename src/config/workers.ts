import type { DatabaseSource } from '#store/store.ts';
import { ConfigError } from './config-error.ts';
import type { Settings } from './settings.ts';
import { MIN_CONNECTIONS, MIN_POOL_SIZE } from './worker-settings.ts';

/** One of several processes that are one server. */
export interface WorkerPlace {
  /** From 1 to the number of workers. */
  readonly number: number;
  /** The port on which other workers listen already; undefined if none of them does. */
  readonly port: number | undefined;
}

/**
 * The number of processes.
 * @throws ConfigError on SQLite, and where the share of one of them would be too small
 */
export function workersIn(settings: Settings, database: DatabaseSource): number {
  const workers = settings.KEYWRIGHT_WORKERS;
  if (workers === 1) return workers;
  if (database.kind === 'sqlite')
    throw new ConfigError(
      'With SQLite one process does all the work: set KEYWRIGHT_WORKERS to 1, or DATABASE_URL to a PostgreSQL database.',
    );
  const check = (
    name: 'KEYWRIGHT_POOL_SIZE' | 'KEYWRIGHT_MAX_CONNECTIONS',
    least: number,
    what: string,
  ) => {
    if (settings[name] < least * workers)
      throw new ConfigError(
        `With KEYWRIGHT_WORKERS=${workers}, ${name} must be at least ${least * workers}: each worker needs ${least} ${what}.`,
      );
  };
  check('KEYWRIGHT_POOL_SIZE', MIN_POOL_SIZE, 'connections to PostgreSQL');
  check('KEYWRIGHT_MAX_CONNECTIONS', MIN_CONNECTIONS, 'connections of clients');
  return workers;
}
