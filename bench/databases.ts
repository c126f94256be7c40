import { randomBytes } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../scripts/throwaway-postgres.ts';
import { fillPostgresql, fillSqlite } from './fill.ts';

/** A database for one measurement. */
export interface BenchDatabase {
  readonly url: string;
  /** Settings of the server in addition to its data folder. */
  readonly settings: Readonly<Record<string, string>>;
  /** Adds keys while no server uses the database. @returns the id of the key in the middle */
  readonly fill: (keys: number) => Promise<string>;
  /** Copies the database while no server uses it. */
  readonly copy: (name: string, dataDir: string) => Promise<BenchDatabase>;
}

/** Creates the databases of a run. */
export interface BenchDatabases extends AsyncDisposable {
  readonly name: DatabaseName;
  /** The numbers of servers to measure with. */
  readonly replicas: readonly number[];
  /** Creates a database; on SQLite its file is in the data folder. */
  readonly open: (name: string, dataDir: string) => Promise<BenchDatabase>;
}

export const DATABASE_NAMES = ['SQLite', 'PostgreSQL'] as const;
export type DatabaseName = (typeof DATABASE_NAMES)[number];

/** The databases whose names contain a text. */
export const chosenDatabases = (part: string): DatabaseName[] =>
  DATABASE_NAMES.filter((name) => name.toLowerCase().includes(part.toLowerCase()));

/** Opens the databases of a kind: files, or a new PostgreSQL server, or the one that TEST_POSTGRES_URL names. */
export const openDatabases = (name: DatabaseName): Promise<BenchDatabases> =>
  name === 'SQLite' ? sqliteDatabases() : postgresqlDatabases();

/** One for all databases of a run, so that a copy of a database can be used. */
const ROOT_KEY = randomBytes(32).toString('base64');
const settingsOf = (url: string) => ({ DATABASE_URL: url, KEYWRIGHT_ROOT_KEY: ROOT_KEY });

async function sqliteDatabases(): Promise<BenchDatabases> {
  const databaseIn = (dataDir: string): BenchDatabase => {
    const file = join(dataDir, 'keywright.db');
    const url = `file:${file}`;
    return {
      url,
      settings: settingsOf(url),
      fill: async (keys) => fillSqlite(file, keys),
      async copy(_name, otherDir) {
        const other = databaseIn(otherDir);
        copyFileSync(file, join(otherDir, 'keywright.db'));
        return other;
      },
    };
  };
  return {
    name: 'SQLite',
    replicas: [1],
    open: async (_name, dataDir) => databaseIn(dataDir),
    async [Symbol.asyncDispose]() {}, // the run deletes the folder
  };
}

/** A run drops all databases with this prefix: its own, and those that a killed run has left. */
const PREFIX = 'keywright_bench_';

async function postgresqlDatabases(): Promise<BenchDatabases> {
  const own = process.env.TEST_POSTGRES_URL ? undefined : await startPostgres();
  const server = own?.url ?? String(process.env.TEST_POSTGRES_URL);
  const create = async (name: string, template = 'template1'): Promise<BenchDatabase> => {
    const database = PREFIX + name;
    await onServer(server, `CREATE DATABASE "${database}" TEMPLATE "${template}"`);
    const url = Object.assign(new URL(server), { pathname: `/${database}` }).href;
    return {
      url,
      settings: settingsOf(url),
      fill: (keys) => fillPostgresql(url, keys),
      copy: (other) => create(other, database),
    };
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
    open: (name) => create(name),
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
