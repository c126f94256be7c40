import { chmodSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renameDurably, syncToDisk } from '#files/durable.ts';
import { lockFoldersOf, realPath } from '#store/sqlite/folder-lock.ts';
import { inspectDatabase } from '#store/sqlite/inspect.ts';
import type { DatabaseSource } from '#store/store.ts';
import { fileOf } from './back-up.ts';
import { withFileErrors } from './backup-error.ts';
import { COMPANIONS, copyFiles } from './files.ts';
import { keepPresent } from './keep-present.ts';
import { scratchFolder } from './scratch-folder.ts';

interface Target {
  readonly database: DatabaseSource;
  readonly dataDir: string;
}

/**
 * Replaces the SQLite database of the settings with a backup, while no server runs. It checks a copy of the backup and
 * renames that copy, so when the process dies, either the old or the new database is there.
 * @param say gets the name under which the old database is kept, before anything is replaced
 * @returns the path of the database
 * @throws BackupError, DatabaseError, FolderError
 */
export async function restore(
  { database, dataDir }: Target,
  file: string,
  say: (sentence: string) => void,
): Promise<string> {
  const target = realPath(fileOf(database));
  using _locked = lockFoldersOf(target, dataDir);
  using scratch = await withFileErrors(`The folder ${dirname(target)} cannot be written`, () =>
    scratchFolder(`${target}.restoring-`),
  );
  const copy = join(scratch.path, 'keywright.db');
  await copyFiles(file, copy);
  inspectDatabase(copy, file);
  await withFileErrors(`The database ${target} cannot be replaced`, () => {
    chmodSync(copy, 0o600);
    syncToDisk(copy);
    const kept = keepPresent(target);
    if (kept) say(`The old database is kept as ${kept}.`);
    for (const suffix of COMPANIONS) rmSync(target + suffix, { force: true });
    renameDurably(copy, target);
  });
  return target;
}
