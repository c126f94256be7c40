import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { applyMigrations, shippedMigrations } from './schema-engine.ts';

/** The database was written by a newer Keywright. */
export class NewerDatabaseError extends Error {}

/**
 * Brings the database file to the schema that this code knows, and makes the file (mode 600) if there is none.
 * When the last migration is recorded the engine is not even loaded.
 * @throws NewerDatabaseError
 */
export async function migrate(file: string): Promise<void> {
  closeSync(openSync(file, 'a', 0o600)); // SQLite's -wal and -shm files take their mode from this one
  const shipped = shippedMigrations();
  const applied = appliedMigrations(file);
  const unknown = applied.find((name) => !shipped.includes(name));
  if (unknown)
    throw new NewerDatabaseError(
      `${file} was last used by a newer version of Keywright (it has the migration ${unknown}). Run that version, or restore a backup.`,
    );
  if (applied.length < shipped.length) await applyMigrations(file);
}

function appliedMigrations(file: string): string[] {
  const database = new Database(file);
  try {
    const table = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'`).get();
    if (!table) return [];
    const rows = database.prepare('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL').all();
    return (rows as { migration_name: string }[]).map((row) => row.migration_name);
  } finally {
    database.close();
  }
}
