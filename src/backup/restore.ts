import { chmodSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lockFoldersOf, realPath } from '#store/sqlite/folder-lock.ts';
import { inspectDatabase } from '#store/sqlite/inspect.ts';
import type { DatabaseSource } from '#store/store.ts';
import { fileOf } from './back-up.ts';
import { explained } from './backup-error.ts';
import { COMPANIONS, copyFiles, sync } from './files.ts';
import { keepPresent } from './keep-present.ts';
import { scratchFolder } from './scratch-folder.ts';

interface Target {
  readonly database: DatabaseSource;
  readonly dataDir: string;
}

/**
 * Puts a backup in the place of the database, while no server runs. What is put there is the very copy that was
 * looked at, and it is put there by one rename: whenever the process dies, the old database is there or the new one.
 * @param say told where the old database is kept, before anything is replaced
 * @returns where the database is. @throws BackupError, DatabaseError, FolderError
 */
export async function restore(
  { database, dataDir }: Target,
  file: string,
  say: (sentence: string) => void,
): Promise<string> {
  const place = realPath(fileOf(database));
  using _locked = lockFoldersOf(place, dataDir);
  using scratch = await explained(`The folder ${dirname(place)} cannot be written`, () =>
    scratchFolder(`${place}.restoring-`),
  );
  const copy = join(scratch.path, 'keywright.db');
  await copyFiles(file, copy);
  inspectDatabase(copy, file);
  await explained(`The backup cannot be put in the place of ${place}`, () => {
    chmodSync(copy, 0o600);
    sync(copy);
    const kept = keepPresent(place);
    if (kept) say(`The database of before is kept as ${kept}.`);
    for (const suffix of COMPANIONS) rmSync(place + suffix, { force: true });
    renameSync(copy, place);
    sync(dirname(place));
  });
  return place;
}
