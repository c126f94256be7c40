import Database from 'better-sqlite3';
import { DatabaseError } from '../database-error.ts';
import { missingMigrations } from '../migrate/levels.ts';
import { migrationsOf, shippedMigrations } from '../migrate/migrations.ts';
import { asOneFile } from './copy.ts';
import { readApplied } from './migrate.ts';

/** Tables that a database of Keywright's has at every level. */
const OURS = ['_prisma_migrations', 'Deployment', 'Key', 'KeyVersion'];

/**
 * Looks whether a copy is a whole database of Keywright's that this code can serve. Takes the log beside the copy
 * into it, so the copy is one file afterwards.
 * @param name what to call it in an error. @throws DatabaseError
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
      throw new DatabaseError(`${name} is no SQLite database.`, { cause });
    throw new DatabaseError(`${name} is damaged, or is no database (${String(code)}).`, { cause });
  }
}

function inspect(database: Database.Database, name: string): void {
  const tables = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`)
    .pluck()
    .all();
  if (!OURS.every((table) => tables.includes(table)))
    throw new DatabaseError(`${name} is no database of Keywright's.`);
  if (database.pragma('integrity_check(1)', { simple: true }) !== 'ok')
    throw new DatabaseError(
      `${name} is damaged: SQLite finds it inconsistent (PRAGMA integrity_check).`,
    );
  if ((database.pragma('foreign_key_check') as unknown[]).length > 0)
    throw new DatabaseError(
      `${name} is damaged: it holds rows without their parents (PRAGMA foreign_key_check).`,
    );
  missingMigrations(shippedMigrations(migrationsOf('sqlite')), readApplied(database, name));
}
