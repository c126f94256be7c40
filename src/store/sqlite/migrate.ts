import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { sha256 } from '#domain/sha256.ts';
import { DatabaseError } from '../database-error.ts';
import { type Applied, missingMigrations } from '../migrate/levels.ts';
import { migrationSql, migrationsOf, shippedMigrations } from '../migrate/migrations.ts';

/** Prisma's own table, as its tools write it, so that they can read what was done here. */
const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL, "logs" TEXT,
  "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`;

/**
 * Brings the database file to the schema that this code knows, and makes the file (mode 600) if there is none.
 * Each migration is one transaction together with its line in the history: however a start dies, the next goes on
 * where it ended. (Prisma's engine writes the two apart, and a start killed between them leaves a database that it
 * refuses for ever.)
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
      `The database ${file} cannot be opened or brought up to date (${String((error as { code?: unknown }).code)}). Check DATABASE_URL, whether the folder can be written, and that the disk has room.`,
      { cause: error },
    );
  }
}

/** @throws DatabaseError for a database of something else */
export function readApplied(database: Database.Database, file: string): Applied {
  const tables = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`)
    .pluck()
    .all();
  if (!tables.includes('_prisma_migrations')) {
    if (tables.length > 0)
      throw new DatabaseError(
        `${file} holds tables of something else. Give Keywright a database of its own (DATABASE_URL).`,
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
        `The migration ${name} would leave rows without their parents; nothing was changed.`,
      );
    database
      .prepare(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)`,
      )
      .run(randomUUID(), sha256(sql).toString('hex'), name, Date.now(), Date.now());
  })();
}
