import { chmodSync, existsSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Progress } from '#domain/progress.ts';
import { copyDatabase } from '#store/sqlite/copy.ts';
import type { DatabaseSource } from '#store/store.ts';
import { BackupError, explained } from './backup-error.ts';
import { COMPANIONS, sync } from './files.ts';
import { scratchFolder } from './scratch-folder.ts';

/** Only databases that are files are copied here; PostgreSQL has tools of its own. @throws BackupError */
export function fileOf(database: DatabaseSource): string {
  if (database.kind === 'sqlite') return database.file;
  throw new BackupError(
    'DATABASE_URL names a PostgreSQL database. Back it up with pg_dump and restore it with pg_restore, as docs/running.md shows.',
  );
}

/**
 * Writes the database, as it stands at one moment, to a file that is not there yet: under another name first, which it
 * loses once it is whole and on disk. The server may go on.
 * @throws BackupError, DatabaseError
 */
export async function backUp(
  database: DatabaseSource,
  file: string,
  progress: Progress,
): Promise<{ bytes: number; pages: number }> {
  const source = fileOf(database);
  refuseTaken(file);
  using scratch = await explained(`The folder ${dirname(file)} cannot be written`, () =>
    scratchFolder(`${file}.partial-`),
  );
  const copy = join(scratch.path, 'keywright.db');
  const pages = await copyDatabase(source, copy, progress);
  refuseTaken(file);
  return explained(`The backup cannot be written to ${file}`, () => {
    chmodSync(copy, 0o600);
    sync(copy);
    renameSync(copy, file);
    sync(dirname(file));
    return { bytes: statSync(file).size, pages };
  });
}

/** Another backup's log beside this one would be taken for this one's, and written into it. */
function refuseTaken(file: string): void {
  const taken = ['', ...COMPANIONS].map((suffix) => file + suffix).find((name) => existsSync(name));
  if (taken)
    throw new BackupError(
      `There is a file ${taken} already, and a backup overwrites nothing. Choose another name, or move it away.`,
    );
}
