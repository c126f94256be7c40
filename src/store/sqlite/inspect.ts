import Database from 'better-sqlite3';
import { DatabaseError } from '../database-error.ts';
import { missingMigrations } from '../migrate/levels.ts';
import { migrationsOf, shippedMigrations } from '../migrate/migrations.ts';
import { asOneFile } from './copy.ts';
import { readApplied } from './migrate.ts';

/** Tables that a Keywright database has at every level. */
const OURS = ['_prisma_migrations', 'Deployment', 'Key', 'KeyVersion'];

/**
 * Checks that a copy is an undamaged Keywright database that this code can use. Writes the write-ahead log of the copy
 * into its file, so that it is a single file afterwards.
 * @param name how errors name it. @throws DatabaseError
 */
export function inspectDatabase(copy: string, name: string): void {
  try {
    asOneFile(copy);
    const database = new Database(copy, { fileMustExist: true });
    try {
      inspect(database, name);
    } finally {
      database.close();
    }
  } catch (cause) {
    if (cause instanceof DatabaseError) throw cause;
    const { code } = cause as { code?: unknown };
    if (code === 'SQLITE_NOTADB')
      throw new DatabaseError(`${name} is not an SQLite database.`, { cause });
    throw new DatabaseError(`${name} is damaged or is not a database (${String(code)}).`, {
      cause,
    });
  }
}

function inspect(database: Database.Database, name: string): void {
  const tables = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`)
    .pluck()
    .all();
  if (!OURS.every((table) => tables.includes(table)))
    throw new DatabaseError(`${name} is not a Keywright database.`);
  if (database.pragma('integrity_check(1)', { simple: true }) !== 'ok')
    throw new DatabaseError(`${name} is damaged: PRAGMA integrity_check reports errors.`);
  if ((database.pragma('foreign_key_check') as unknown[]).length > 0)
    throw new DatabaseError(
      `${name} is damaged: rows refer to rows that do not exist (PRAGMA foreign_key_check).`,
    );
  missingMigrations(shippedMigrations(migrationsOf('sqlite')), readApplied(database, name));
}
