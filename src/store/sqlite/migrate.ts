import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { sha256 } from '#domain/sha256.ts';
import { DatabaseError } from '../database-error.ts';
import { type Applied, missingMigrations } from '../migrate/levels.ts';
import { migrationSql, migrationsOf, shippedMigrations } from '../migrate/migrations.ts';

/** Prisma's table of applied migrations, in the form that its tools can read. */
const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL, "logs" TEXT,
  "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`;

/**
 * Migrates the database file to the schema of this code, and creates the file (mode 600) if it does not exist. Each
 * migration and its row in the history are one transaction, so that after a crash the next start continues with the
 * first migration that is missing. (Prisma's engine writes the two separately. If it is killed in between, it refuses
 * to migrate that database again.)
 * @throws DatabaseError
 */
export function migrate(file: string, folder = migrationsOf('sqlite')): void {
  try {
    closeSync(openSync(file, 'a', 0o600)); // SQLite's -wal and -shm files take their mode from this one
    const database = new Database(file);
    try {
      database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;');
      for (const name of missingMigrations(shippedMigrations(folder), readApplied(database, file)))
        apply(database, name, migrationSql(folder, name));
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(
      `The database ${file} cannot be opened or migrated (${String((error as { code?: unknown }).code)}). Check DATABASE_URL, the permissions of the folder, and that the disk has free space.`,
      { cause: error },
    );
  }
}

/**
 * Reads which migrations were applied. An empty database has none.
 * @param file how errors name it. @throws DatabaseError if the database belongs to another program
 */
export function readApplied(database: Database.Database, file: string): Applied {
  const tables = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`)
    .pluck()
    .all();
  if (!tables.includes('_prisma_migrations')) {
    if (tables.length > 0)
      throw new DatabaseError(
        `${file} holds tables of another program. Set DATABASE_URL to a database for Keywright only.`,
      );
    return { migrations: [], lowestLevel: 0 };
  }
  return {
    migrations: database
      .prepare('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL')
      .pluck()
      .all() as string[],
    lowestLevel: tables.includes('Compatibility')
      ? (database.prepare('SELECT "lowestLevel" FROM "Compatibility"').pluck().get() as number)
      : 0,
  };
}

function apply(database: Database.Database, name: string, sql: string): void {
  database.exec('PRAGMA foreign_keys=OFF'); // no effect inside a transaction; migrations that rebuild a table need it
  database.transaction(() => {
    database.exec(HISTORY);
    database.exec(sql);
    if ((database.pragma('foreign_key_check') as unknown[]).length > 0)
      throw new DatabaseError(
        `The migration ${name} would leave rows that refer to rows that do not exist. Nothing was changed.`,
      );
    database
      .prepare(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)`,
      )
      .run(randomUUID(), sha256(sql).toString('hex'), name, Date.now(), Date.now());
  })();
}
