import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { v4 as uuid } from 'uuid';
import { readConfig } from '#config/config.ts';
import { openLog } from '#log/log.ts';
import { type Server, startServer } from '#server.ts';
import { databaseSettings } from './database.ts';
import { addRootKey, addUser, allowing, type Credential } from './identities.ts';

export type { Credential };

export interface Kms extends Server {
  readonly dataDir: string;
  /**
   * Another account of the same server, with an access key: that of its root identity, or that of a user who may do what is
   * listed.
   */
  addAccount(options?: {
    accountId?: string;
    allowedActions?: readonly string[];
  }): Promise<Credential>;
}

export interface KmsOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** The clock of the server and of its database. */
  readonly clock?: () => Date;
  /**
   * The clock of this server only, which it watches: on PostgreSQL the database keeps its own time (or has `clock`), on
   * SQLite it is compared with `monotonic`.
   */
  readonly serverClock?: () => Date;
  readonly monotonic?: () => number;
  /** Milliseconds, by which quotas are counted. */
  readonly quotaClock?: () => number;
  /** Whether Yoga's `fetch` answers a GraphQL request that could be answered without. */
  readonly graphqlByFetch?: () => boolean;
  /** Takes each line of the log; absent, nothing is logged. */
  readonly log?: (line: string) => void;
  /** A folder of an earlier server; absent, a fresh one. */
  readonly dataDir?: string;
  /** Other migrations than those that ship. */
  readonly migrations?: string;
}

/** A folder of its own below the run's, removed at its end. On SQLite it has a database; on PostgreSQL the first server makes one. */
export function makeDataDir({ migrated = true } = {}): string {
  const base = process.env.KEYWRIGHT_TEST_DIR;
  if (!base) throw new Error('global-setup.ts makes the folder of the run');
  const dataDir = join(base, uuid());
  mkdirSync(dataDir, { mode: 0o700 });
  if (migrated) copyFileSync(join(base, 'template.db'), join(dataDir, 'keywright.db'));
  return dataDir;
}

/** A real server on a free port, with a real database. */
export async function startKms({
  settings = {},
  clock,
  serverClock = clock,
  monotonic,
  quotaClock,
  graphqlByFetch = () => process.env.KEYWRIGHT_TEST_GRAPHQL === 'fetch',
  log,
  migrations,
  dataDir = makeDataDir(),
}: KmsOptions = {}): Promise<Kms> {
  const config = readConfig({
    PORT: '0',
    KEYWRIGHT_DATA_DIR: dataDir,
    ...(await databaseSettings(dataDir)),
    ...settings,
  });
  const server = await startServer(config, {
    ...(serverClock && { clock: serverClock }),
    databaseClock: clock,
    ...(monotonic && { monotonic }),
    quotaClock,
    graphqlByFetch,
    ...(migrations && { migrations }),
    log: openLog(log ? 'debug' : 'silent', log && { write: log }),
  });
  return {
    ...server,
    dataDir,
    addAccount: ({ accountId = randomDigits(), allowedActions } = {}) =>
      allowedActions
        ? addUser(server, accountId, allowedActions.length > 0 ? allowing(...allowedActions) : [])
        : addRootKey(server, accountId),
  };
}

/** Runs jobs of a server now. */
export async function runJobs(
  { jobs }: Pick<Kms, 'jobs'>,
  ...names: readonly string[]
): Promise<void> {
  for (const name of names) await jobs.find((job) => job.name === name)?.work();
}

const randomDigits = (): string => String(Math.floor(1e15 + Math.random() * 9e15));

let shared: Promise<Kms> | undefined;

/** The one server of this worker. Each test uses accounts of its own, so that it can run without the others. */
export const sharedKms = (): Promise<Kms> => {
  shared ??= startKms();
  return shared;
};
