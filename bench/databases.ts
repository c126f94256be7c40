import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../scripts/throwaway-postgres.ts';
import { fillPostgresql, fillSqlite } from './fill.ts';

/** A database for one measurement. */
export interface BenchDatabase {
  /** Settings of the server in addition to its data folder. */
  readonly settings: Readonly<Record<string, string>>;
  /** Adds keys while no server uses the database. @returns the id of the key in the middle */
  readonly fill: (keys: number) => Promise<string>;
}

/** Creates the databases of a run. */
export interface BenchDatabases extends AsyncDisposable {
  readonly name: string;
  /** The numbers of servers to measure with. */
  readonly replicas: readonly number[];
  /** Creates a database; on SQLite its file is in the data folder. */
  readonly open: (name: string, dataDir: string) => Promise<BenchDatabase>;
  /** The script of the floor and its arguments. */
  readonly floor?: (work: string) => Promise<readonly [script: string, ...args: string[]]>;
}

export const sqliteDatabases: BenchDatabases = {
  name: 'SQLite',
  replicas: [1],
  async open(_name, dataDir) {
    const file = join(dataDir, 'keywright.db');
    return {
      settings: { DATABASE_URL: `file:${file}` },
      fill: async (keys) => fillSqlite(file, keys),
    };
  },
  async [Symbol.asyncDispose]() {}, // the run deletes the folder
};

/** A run drops all databases with this prefix: its own, and those that a killed run has left. */
const PREFIX = 'keywright_bench_';

/** Databases on a new PostgreSQL server, or on the one that TEST_POSTGRES_URL names. */
export async function postgresqlDatabases(): Promise<BenchDatabases> {
  const own = process.env.TEST_POSTGRES_URL ? undefined : await startPostgres();
  const server = own?.url ?? String(process.env.TEST_POSTGRES_URL);
  const rootKey = randomBytes(32).toString('base64');
  const urlOf = (database: string) =>
    Object.assign(new URL(server), { pathname: `/${database}` }).href;
  const create = async (name: string) => {
    await onServer(server, `CREATE DATABASE "${PREFIX}${name}"`);
    return urlOf(PREFIX + name);
  };
  const dropAll = async () => {
    for (const name of await onServer(
      server,
      `SELECT datname FROM pg_database WHERE starts_with(datname, '${PREFIX}')`,
    ))
      await onServer(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  };
  await dropAll();
  return {
    name: 'PostgreSQL',
    replicas: [1, 2],
    async open(name) {
      const url = await create(name);
      return {
        settings: { DATABASE_URL: url, KEYWRIGHT_ROOT_KEY: rootKey },
        fill: (keys) => fillPostgresql(url, keys),
      };
    },
    floor: async (work) => ['floor-postgresql.ts', await create(`floor_${work}`), work],
    async [Symbol.asyncDispose]() {
      if (own) await own[Symbol.asyncDispose]();
      else await dropAll();
    },
  };
}

async function onServer(url: string, sql: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat() as string[];
  } finally {
    await client.end();
  }
}
