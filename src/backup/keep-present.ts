import { existsSync, linkSync } from 'node:fs';
import { dirname } from 'node:path';
import { asOneFile } from '#store/sqlite/copy.ts';
import { BackupError } from './backup-error.ts';
import { sync } from './files.ts';

/**
 * Gives the database that is to be replaced a second name, without taking the first: whenever the process dies, it is
 * still there under one or both. A link fails where a file is, so nothing that was kept before is overwritten.
 * @returns the second name; undefined where there is no database. @throws BackupError
 */
export function keepPresent(file: string): string | undefined {
  if (existsSync(file)) takeLogIn(file);
  // The log of a database that is too damaged to take it in is kept beside it, under the name that belongs to it.
  const present = ['', '-wal', '-journal'].filter((suffix) => existsSync(file + suffix));
  if (present.length === 0) return undefined;
  for (let number = 0; ; number += 1) {
    const kept = `${file}.before-restore${number === 0 ? '' : `.${number}`}`;
    if (['', '-wal', '-journal', '-shm'].some((suffix) => existsSync(kept + suffix))) continue;
    for (const suffix of present) linkSync(file + suffix, kept + suffix);
    sync(dirname(file));
    return kept;
  }
}

function takeLogIn(file: string): void {
  try {
    asOneFile(file);
  } catch (cause) {
    const code = String((cause as { code?: unknown }).code);
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return; // the reason for restoring, perhaps
    throw new BackupError(
      code.startsWith('SQLITE_BUSY')
        ? `Another program has the database ${file} open, a backup perhaps. Wait until it is done.`
        : `The present database ${file} cannot be put aside (${code}). Check that the disk has room, and whose the file is.`,
      { cause },
    );
  }
}
