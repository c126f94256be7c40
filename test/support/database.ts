import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';

/** Whether this run of a test is the one on PostgreSQL. */
export const onPostgresql = process.env.KEYWRIGHT_TEST_DATABASE === 'postgresql';
export const onSqlite = !onPostgresql;

export const TEMPLATE = 'keywright_test_template';

/** The URL of a database on the test server. */
export const urlOf = (database: string): string =>
  Object.assign(new URL(String(process.env.KEYWRIGHT_TEST_POSTGRES)), { pathname: `/${database}` })
    .href;

/** The database that goes with a data folder. */
export const databaseOf = (dataDir: string): string =>
  `keywright_test_${createHash('sha256').update(dataDir).digest('hex').slice(0, 32)}`;

/** One statement on a connection of its own. */
export async function queryPostgresql(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

/** Reads the database of a data folder, beside the servers that use it. */
export async function readDatabase<Row>(dataDir: string, sql: string): Promise<Row[]> {
  if (onPostgresql) return (await queryPostgresql(urlOf(databaseOf(dataDir)), sql)) as Row[];
  const database = new Database(join(dataDir, 'keywright.db'), { readonly: true });
  try {
    return database.prepare(sql).all() as Row[];
  } finally {
    database.close();
  }
}

/** Runs statements in the database of a data folder, as nobody but a test may. */
export async function writeDatabase(dataDir: string, sql: string): Promise<void> {
  if (onPostgresql) return void (await queryPostgresql(urlOf(databaseOf(dataDir)), sql));
  const database = new Database(join(dataDir, 'keywright.db'));
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

/** Suites about writes run a second time with Prisma's client only (vitest.config.ts). */
const WRITES = { KEYWRIGHT_DIRECT_WRITES: process.env.KEYWRIGHT_TEST_DIRECT_WRITES ?? 'true' };

/**
 * The settings that a server on this folder needs beside the folder itself: how it writes, and on PostgreSQL a database,
 * made of the template at the folder's first server, and a root key.
 */
export async function databaseSettings(
  dataDir: string,
  { migrated = true } = {},
): Promise<Record<string, string>> {
  if (!onPostgresql) return WRITES;
  const rootKeyFile = join(dataDir, 'root-key');
  if (!existsSync(rootKeyFile)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(rootKeyFile, randomBytes(32).toString('base64'), { mode: 0o600 });
    const server = String(process.env.KEYWRIGHT_TEST_POSTGRES);
    await queryPostgresql(
      server,
      `CREATE DATABASE "${databaseOf(dataDir)}"${migrated ? ` TEMPLATE "${TEMPLATE}"` : ''}`,
    );
  }
  return {
    ...WRITES,
    DATABASE_URL: urlOf(databaseOf(dataDir)),
    KEYWRIGHT_ROOT_KEY_FILE: rootKeyFile,
  };
}
