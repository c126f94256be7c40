import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../scripts/throwaway-postgres.ts';
import { fillPostgresql, fillSqlite } from './fill.ts';

/** One database, and whoever works on it. */
export interface BenchDatabase {
  /** What a server needs beside its data folder. */
  readonly settings: Readonly<Record<string, string>>;
  /** Adds keys while no server works on it. @returns the id of the one in the middle */
  readonly fill: (keys: number) => Promise<string>;
}

/** Where the databases of a run are made. */
export interface BenchDatabases extends AsyncDisposable {
  readonly name: string;
  /** How many servers it is measured with. */
  readonly replicas: readonly number[];
  /** A new one, in the data folder where the database is a file. */
  readonly open: (name: string, dataDir: string) => Promise<BenchDatabase>;
  /** The script that does the least that a call can cost there, and what it is given. */
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
  async [Symbol.asyncDispose]() {}, // the folder goes with the run
};

/** By this name they are known: a run drops what it has made, and what one that was killed has left. */
const PREFIX = 'keywright_bench_';

/** Databases on a server of our own, or on the one that TEST_POSTGRES_URL names. */
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
