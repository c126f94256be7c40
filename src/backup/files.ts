import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { withFileErrors } from './backup-error.ts';

/**
 * The files that SQLite keeps beside a database. Beside another database of the same name, SQLite would write them
 * into it.
 */
export const COMPANIONS = ['-wal', '-journal', '-shm'] as const;

/**
 * Copies a database file, and its write-ahead log, if an operator has copied both by hand.
 * @throws BackupError
 */
export async function copyFiles(file: string, copy: string): Promise<void> {
  for (const suffix of ['', '-wal'])
    if (suffix === '' || existsSync(file + suffix))
      await withFileErrors(`${file}${suffix} cannot be read or copied`, () =>
        copyFile(file + suffix, copy + suffix),
      );
}
