import { chmodSync, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Progress } from '#domain/progress.ts';
import { renameDurably, syncToDisk } from '#files/durable.ts';
import { copyDatabase } from '#store/sqlite/copy.ts';
import type { DatabaseSource } from '#store/store.ts';
import { BackupError, withFileErrors } from './backup-error.ts';
import { COMPANIONS } from './files.ts';
import { scratchFolder } from './scratch-folder.ts';

/**
 * The file of a SQLite database.
 * @throws BackupError for PostgreSQL, which has its own tools
 */
export function fileOf(database: DatabaseSource): string {
  if (database.kind === 'sqlite') return database.file;
  throw new BackupError(
    'DATABASE_URL is a PostgreSQL database. Back it up with pg_dump and restore it with pg_restore, as docs/running.md shows.',
  );
}

/**
 * Writes the database, as of one moment, to a new file. The file gets its name when it is complete and on disk. The server
 * can run meanwhile.
 * @returns the size of the file
 * @throws BackupError, DatabaseError
 */
export async function backUp(
  database: DatabaseSource,
  file: string,
  progress: Progress,
): Promise<{ bytes: number; pages: number }> {
  const source = fileOf(database);
  assertNotTaken(file);
  using scratch = await withFileErrors(`The folder ${dirname(file)} cannot be written`, () =>
    scratchFolder(`${file}.partial-`),
  );
  const copy = join(scratch.path, 'keywright.db');
  const pages = await copyDatabase(source, copy, progress);
  assertNotTaken(file);
  return withFileErrors(`The backup cannot be written to ${file}`, () => {
    chmodSync(copy, 0o600);
    syncToDisk(copy);
    renameDurably(copy, file);
    return { bytes: statSync(file).size, pages };
  });
}

/** Companion files must not exist either: SQLite would write the log of another backup into this one. */
function assertNotTaken(file: string): void {
  const taken = ['', ...COMPANIONS].map((suffix) => file + suffix).find((name) => existsSync(name));
  if (taken)
    throw new BackupError(
      `The file ${taken} already exists, and a backup does not overwrite files. Choose another name, or move the file.`,
    );
}
