import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate as migratePostgresql } from '#store/postgresql/migrate.ts';
import { migrate as migrateSqlite } from '#store/sqlite/migrate.ts';
import { startPostgres } from '../../scripts/throwaway-postgres.ts';
import { TEMPLATE, urlOf } from './database.ts';

const MEMORY_BYTES = 2 * 1024 ** 3;

/** Memory, where there is enough of it: each commit waits for the disk otherwise. Tests kill processes, not machines. */
function fastFolder(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize >= MEMORY_BYTES ? memory : tmpdir();
}

/**
 * A folder for everything that the tests write, and a PostgreSQL server, ours or the one that TEST_POSTGRES_URL names;
 * on either a database that is migrated once and copied from then on.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(fastFolder(), 'keywright-test-'));
  process.env.KEYWRIGHT_TEST_DIR = folder;
  migrateSqlite(join(folder, 'template.db'));

  const server = process.env.TEST_POSTGRES_URL ? undefined : await startPostgres({ fsync: false });
  process.env.KEYWRIGHT_TEST_POSTGRES = server?.url ?? String(process.env.TEST_POSTGRES_URL);
  await dropDatabases();
  await onServer(`CREATE DATABASE "${TEMPLATE}"`);
  const template = new pg.Client(urlOf(TEMPLATE));
  await template.connect();
  await migratePostgresql(template);
  await template.end();

  return async () => {
    rmSync(folder, { recursive: true, force: true });
    if (server) await server[Symbol.asyncDispose]();
    else await dropDatabases();
  };
}

async function onServer(sql: string): Promise<string[]> {
  const client = new pg.Client(String(process.env.KEYWRIGHT_TEST_POSTGRES));
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat() as string[];
  } finally {
    await client.end();
  }
}

/** What this run has made, or one that was killed: recognized by its name. */
async function dropDatabases(): Promise<void> {
  for (const name of await onServer(
    `SELECT datname FROM pg_database WHERE datname LIKE 'keywright\\_test\\_%'`,
  ))
    await onServer(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
}
